"""The supervisor with tiny children; time is ours, only their ends are waited for."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from installation.link import main_thread_ran_ns
from installation.show import Supervisor
from installation.show import _supervisor as module
from installation.show._process_identity import identity_of
from installation.show._pulse import RUNS_NS, STARTING_NS, WORKER_SILENT_NS
from installation.show._supervisor import (
    FIRST_BACKOFF_NS,
    HELD_NS,
    LEAVING_NS,
    LONGEST_BACKOFF_NS,
    WELL_NS,
    SupervisedProcess,
)
from installation.show._worker_logs import LOG_BYTES
from installation.units import SECOND

pytestmark = [pytest.mark.process, pytest.mark.patient]

PYTHON = [sys.executable, "-S", "-c"]
STAY = [*PYTHON, "import time; print('here', flush=True); time.sleep(60)"]
SLEEP = ["/bin/sleep", "60"]
WORK = [*PYTHON, "while True: pass"]
DEAF = [
    *PYTHON,
    "import os, signal, time; signal.signal(15, signal.SIG_IGN); os.write(1, b'x'); time.sleep(60)",
]
CRASH = [*PYTHON, "import sys; sys.exit(3)"]
QUIT = [*PYTHON, "pass"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path, tmp_path / "logs")
    yield made
    made.leave()


def only(house: Supervisor) -> SupervisedProcess:
    (worker,) = house.workers
    return worker


def until(happened: Callable[[], object], patience_s: float = 60.0) -> None:
    deadline = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.002)


def pid_of(house: Supervisor) -> int:
    """The process of the only worker, which has one."""
    pid = only(house).pid
    assert pid is not None
    return pid


def watched(
    house: Supervisor, now_ns: int, lost: Callable[[str], None] = pytest.fail
) -> Supervisor:
    """The supervisor after a look at its workers."""
    house.watch(now_ns, lost)
    return house


def watch_until_lost(house: Supervisor, now_ns: int) -> list[str]:
    """Watch at one instant until somebody is lost."""
    lost: list[str] = []
    until(lambda: watched(house, now_ns, lost.append) and lost)
    return lost


def gone(pid: int | None) -> bool:
    assert pid is not None
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    return True


def said(tmp_path: Path, name: str = "left") -> str:
    return (tmp_path / "logs" / f"{name}.log").read_text()


def test_a_worker_is_started_once_and_its_words_are_kept(house: Supervisor, tmp_path: Path) -> None:
    house.want("left", STAY, 0)
    pid = pid_of(house)
    house.want("left", STAY, 0)
    until(lambda: said(tmp_path) == "here\n")
    lost: list[str] = []
    house.watch(SECOND, lost.append)
    assert only(house).pid == pid and not lost and only(house).restarts == 0


@pytest.mark.parametrize(
    ("command", "told"), [(CRASH, "gave up with code 3"), (QUIT, "quit")], ids=["crash", "quit"]
)
def test_how_a_worker_ended_is_told(house: Supervisor, command: list[str], told: str) -> None:
    house.want("left", command, 0)
    assert watch_until_lost(house, 0) == ["left"]
    assert only(house).last_end == told


def test_a_killed_worker_is_back_at_once(house: Supervisor) -> None:
    house.want("left", STAY, 0)
    pid = pid_of(house)
    os.kill(pid, signal.SIGKILL)
    assert watch_until_lost(house, SECOND) == ["left"]
    worker = only(house)
    assert worker.last_end == "killed by SIGKILL"
    assert worker.pid not in (None, pid) and worker.restarts == 1


def test_one_that_crashes_again_and_again_is_waited_for_longer_each_time(house: Supervisor) -> None:
    now_ns, pauses = 0, []
    house.want("left", CRASH, now_ns)
    for _ in range(11):
        watch_until_lost(house, now_ns)
        if only(house).pid is None:
            pauses.append(only(house).due_ns - now_ns)
            house.watch(only(house).due_ns - 1, pytest.fail)
            assert only(house).pid is None
            now_ns = only(house).due_ns
            house.watch(now_ns, pytest.fail)
    assert pauses[0] == 2 * FIRST_BACKOFF_NS
    assert pauses == [min(2**k * pauses[0], LONGEST_BACKOFF_NS) for k in range(10)]
    assert only(house).restarts == 11


def test_after_a_good_while_a_crash_is_answered_at_once_again(house: Supervisor) -> None:
    house.want("left", STAY, 0)
    for now_ns in (SECOND, 2 * SECOND, 2 * SECOND + WELL_NS + SECOND):
        until(lambda at=now_ns: only(watched(house, at)).pid)
        os.kill(pid_of(house), signal.SIGKILL)
        watch_until_lost(house, now_ns)
        if now_ns == 2 * SECOND:
            assert only(house).pid is None
            house.watch(only(house).due_ns, pytest.fail)
    assert only(house).pid is not None


def wait_out(house: Supervisor, from_ns: int, until_ns: int) -> None:
    """Watch twice a second, and nobody is lost."""
    for now_ns in range(from_ns, until_ns, SECOND // 2):
        house.watch(now_ns, pytest.fail)
    house.watch(until_ns, pytest.fail)


def stopped(house: Supervisor) -> int:
    """Have the only worker hang; its process. One that still begins may wait for a processor."""
    pid = pid_of(house)
    os.kill(pid, signal.SIGSTOP)
    os.waitid(os.P_PID, pid, os.WSTOPPED)
    return pid


def test_one_without_life_signs_is_killed(house: Supervisor) -> None:
    house.want("left", SLEEP, 0)
    pid = stopped(house)
    house.heard("left")
    wait_out(house, 0, WORKER_SILENT_NS)
    assert not gone(pid)
    assert watch_until_lost(house, WORKER_SILENT_NS + 1) == ["left"]
    assert gone(pid) and only(house).last_end == "killed by SIGKILL"


def test_one_that_starts_is_given_longer(house: Supervisor) -> None:
    house.want("left", SLEEP, 0)
    stopped(house)
    wait_out(house, 0, STARTING_NS)
    assert watch_until_lost(house, STARTING_NS + 1) == ["left"]


def test_one_that_works_is_not_taken_for_one_that_hangs(house: Supervisor) -> None:
    house.want("left", WORK, 0)
    house.heard("left")
    for second in range(10):
        ran_by = main_thread_ran_ns(pid_of(house)) + 2 * RUNS_NS
        until(lambda enough=ran_by: main_thread_ran_ns(pid_of(house)) > enough)
        house.watch(second * SECOND, pytest.fail)
    assert not gone(pid_of(house))


def test_a_life_sign_of_a_stranger_means_nothing(house: Supervisor) -> None:
    house.heard("nobody")
    assert not list(house.workers)


def unkillable(monkeypatch: pytest.MonkeyPatch, *pids: int) -> None:
    """Have these processes outlive every signal, as those do that wait for a dead disk."""
    send = module._send

    def spare(worker: SupervisedProcess, number: signal.Signals) -> None:
        if worker.pid not in pids:
            send(worker, number)

    monkeypatch.setattr(module, "_send", spare)


def watch_through(house: Supervisor, from_ns: int, until_ns: int) -> list[str]:
    """Watch twice a second; who is lost meanwhile."""
    lost: list[str] = []
    for now_ns in range(from_ns, until_ns, SECOND // 2):
        house.watch(now_ns, lost.append)
    return lost


def test_one_that_cannot_be_killed_is_left_behind_for_the_next(
    house: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.want("left", SLEEP, 0)
    first = stopped(house)
    house.heard("left")
    with monkeypatch.context() as patch:
        unkillable(patch, first)
        held_ns = WORKER_SILENT_NS + HELD_NS
        assert watch_through(house, 0, held_ns) == []
        assert watch_through(house, held_ns, held_ns + 3 * SECOND) == ["left"]
        assert pid_of(house) != first and "held by a disk" in only(house).last_end
    os.kill(first, signal.SIGKILL)  # the disk answers again
    until(lambda: watched(house, held_ns + 3 * SECOND) and not house._held)
    assert only(house).restarts == 1


def test_one_that_was_dismissed_and_cannot_be_killed_keeps_nobody_waiting(
    house: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.want("left", SLEEP, 0)
    first = stopped(house)
    with monkeypatch.context() as patch:
        unkillable(patch, first)
        house.dismiss("left")
        house.want("left", SLEEP, SECOND)
        watch_through(house, SECOND, 2 * SECOND + LEAVING_NS + HELD_NS)
        assert only(house).pid is None
        watch_through(house, 2 * SECOND + LEAVING_NS + HELD_NS, 4 * SECOND + LEAVING_NS + HELD_NS)
        assert pid_of(house) != first
    os.kill(first, signal.SIGKILL)
    until(lambda: watched(house, 4 * SECOND + LEAVING_NS + HELD_NS) and not house._held)


def test_no_more_are_left_behind_than_would_follow_each_other(
    house: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_HELD", 0)
    house.want("left", SLEEP, 0)
    first = stopped(house)
    house.heard("left")
    with monkeypatch.context() as patch:
        unkillable(patch, first)
        assert watch_through(house, 0, 30 * SECOND) == [] and pid_of(house) == first
    assert watch_until_lost(house, 30 * SECOND) == ["left"]


@pytest.fixture
def strangers() -> Iterator[Callable[[list[str]], subprocess.Popen[bytes]]]:
    """Begin processes that no supervisor knows of."""
    with contextlib.ExitStack() as ends:

        def begin(command: list[str]) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(command, stdout=subprocess.PIPE)
            ends.enter_context(process)
            ends.callback(process.kill)
            if command != SLEEP:
                assert process.stdout and process.stdout.read(1)  # it is under way
            return process

        yield begin


def test_a_second_process_of_a_worker_is_ended_and_the_first_one_stays(
    house: Supervisor, strangers: Callable[[list[str]], subprocess.Popen[bytes]]
) -> None:
    house.want("left", STAY, 0)
    first, second = pid_of(house), strangers(STAY)
    assert house.recognises("left", first)
    assert not house.recognises("left", second.pid)
    assert not house.recognises("left", second.pid)  # it is on its way already
    assert second.wait(20) == -signal.SIGTERM
    until(lambda: watched(house, 0) and not house._leaving)
    assert pid_of(house) == first and not gone(first)
    assert not house.recognises("left", second.pid)  # its last word


def test_a_second_process_that_does_not_end_is_killed(
    house: Supervisor, strangers: Callable[[list[str]], subprocess.Popen[bytes]]
) -> None:
    house.want("left", DEAF, 0)
    second = strangers(DEAF)
    assert not house.recognises("left", second.pid)
    watched(house, SECOND)
    assert second.poll() is None
    watched(house, SECOND + LEAVING_NS + 1)
    assert second.wait(20) == -signal.SIGKILL


def test_another_program_is_not_believed_and_left_alone(
    house: Supervisor, strangers: Callable[[list[str]], subprocess.Popen[bytes]]
) -> None:
    house.want("left", STAY, 0)
    other = strangers(SLEEP)
    assert not house.recognises("left", other.pid)
    assert not house.recognises("nobody", other.pid)
    assert not house._leaving and other.poll() is None


def test_a_second_supervisor_adopts_what_runs(tmp_path: Path) -> None:
    first = Supervisor(tmp_path, tmp_path / "logs")
    first.want("left", STAY, 0)
    second = Supervisor(tmp_path, tmp_path / "logs")
    second.want("left", STAY, SECOND)
    assert only(second).pid == only(first).pid and only(second).child is None
    os.kill(pid_of(first), signal.SIGKILL)
    assert watch_until_lost(second, SECOND) == ["left"]
    assert only(second).last_end  # how is not told to those who are no parents
    second.watch(only(second).due_ns, pytest.fail)
    assert only(second).pid != only(first).pid
    second.leave()
    first.leave()


def test_a_record_that_was_removed_is_written_again(tmp_path: Path) -> None:
    first = Supervisor(tmp_path, tmp_path / "logs")
    first.want("left", SLEEP, 0)
    pid = pid_of(first)
    (tmp_path / "left.pid").unlink()
    first.watch(module.TRIM_NS, pytest.fail)
    second = Supervisor(tmp_path, tmp_path / "logs")
    second.want("left", SLEEP, 0)
    assert pid_of(second) == pid
    first.leave()
    second.leave()


def test_one_that_runs_by_another_command_is_replaced_once_it_is_gone(tmp_path: Path) -> None:
    """A controller that begins with another layout finds the players of the last one."""
    first, second = (Supervisor(tmp_path, tmp_path / "logs") for _ in range(2))
    first.want("left", STAY, 0)
    second.want("left", [*STAY, "louder"], 0)
    assert only(second).pid is None and only(second).last_end == ""
    until(lambda: only(watched(second, SECOND)).pid)
    child = only(first).child
    assert child is not None and child.code() == -signal.SIGTERM
    # a process that has just been started has no words for an instant
    until(lambda: psutil.Process(pid_of(second)).cmdline()[-1:] == ["louder"])
    second.leave()
    first.leave()


def forged(tmp_path: Path, content: bytes) -> Supervisor:
    (tmp_path / "left.pid").write_bytes(content)
    return Supervisor(tmp_path, tmp_path / "logs")


@pytest.mark.parametrize("change", [{"ticks": 1}, {"boot": "another"}])
def test_a_pid_that_means_another_process_by_now_is_not_adopted(
    tmp_path: Path, change: dict[str, object]
) -> None:
    mine = identity_of(os.getpid())
    assert mine is not None
    record = {**mine._asdict(), "command": STAY, **change}
    house = forged(tmp_path, json.dumps(record).encode())
    house.want("left", STAY, 0)
    assert only(house).pid != mine.pid and only(house).child is not None
    house.leave()


def test_a_record_knows_no_time_of_day(tmp_path: Path) -> None:
    """Or a clock that is set would make the running one another process, and start a second."""
    house = Supervisor(tmp_path, tmp_path / "logs")
    house.want("left", STAY, 0)
    record = json.loads((tmp_path / "left.pid").read_bytes())
    identity = identity_of(pid_of(house))
    assert identity is not None and record == {**identity._asdict(), "command": STAY}
    assert set(record) == {"pid", "ticks", "boot", "command"}
    house.leave()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b'{"pid": 1}',
        b'{"pid": null, "ticks": 1, "boot": "x", "command": []}',
        b"\xff",
    ],
)
def test_a_damaged_record_is_no_record(tmp_path: Path, content: bytes) -> None:
    house = forged(tmp_path, content)
    house.want("left", STAY, 0)
    assert only(house).child is not None
    house.leave()


def test_leaving_leaves_nothing(house: Supervisor, tmp_path: Path) -> None:
    for name in ("left", "right"):
        house.want(name, STAY, 0)
    pids = [worker.pid for worker in house.workers]
    house.leave()
    assert not any(pid and psutil.pid_exists(pid) for pid in pids)
    assert not list(house.workers) and not list(tmp_path.glob("*.pid"))


def test_leaving_waits_for_all_together_and_kills_the_deaf(
    house: Supervisor, tmp_path: Path
) -> None:
    names = ("left", "centre", "right")
    for name in names:
        house.want(name, DEAF, 0)
    until(lambda: all(said(tmp_path, name) for name in names))
    pids = [worker.pid for worker in house.workers]
    house.leave(patience_s=0.05)
    assert not any(pid and psutil.pid_exists(pid) for pid in pids)


def test_a_dismissed_worker_is_asked_waited_for_and_not_replaced(house: Supervisor) -> None:
    house.want("left", STAY, 0)
    pid = pid_of(house)
    house.dismiss("left")
    house.dismiss("nobody")
    until(lambda: watched(house, SECOND) and not psutil.pid_exists(pid))
    assert not list(house.workers)


def test_one_that_is_wanted_again_starts_when_the_old_one_is_gone(
    house: Supervisor, tmp_path: Path
) -> None:
    """Two players of one screen would write the same ring."""
    house.want("left", DEAF, 0)
    until(lambda: said(tmp_path))
    pid = pid_of(house)
    house.dismiss("left")
    house.want("left", STAY, 0)
    house.watch(0, pytest.fail)
    assert only(house).pid is None
    until(lambda: only(watched(house, LEAVING_NS + 1)).pid)
    assert not psutil.pid_exists(pid)
    assert only(house).restarts == 0 and only(house).last_end == ""


def test_one_that_is_gone_before_anybody_looks_is_tried_again(tmp_path: Path) -> None:
    """The fork server has waited for it: its pid means nobody any more."""

    class Gone:
        def __init__(self) -> None:
            with subprocess.Popen(QUIT) as ended:
                self.pid = ended.pid

        def code(self) -> int:
            return 3

    class Forks:
        def begin(self, _command: object, _log: int) -> Gone:
            return Gone()

        def close(self) -> None: ...

    house = Supervisor(tmp_path, tmp_path / "logs", Forks())  # type: ignore[arg-type]
    house.want("left", CRASH, 0)
    assert only(house).pid is None and only(house).last_end == "gave up with code 3"
    house.watch(SECOND, lambda _: None)
    assert only(house).restarts == 1
    house.leave()


def test_what_cannot_be_started_is_tried_again_later(
    house: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        house.want("left", STAY, 0)
        house.watch(0, pytest.fail)
        assert only(house).last_end == "could not be started: Cannot allocate memory"
        assert only(house).due_ns > 0
    house.watch(only(house).due_ns, pytest.fail)
    assert only(house).pid is not None


def test_a_full_disk_keeps_nobody_from_playing(
    house: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_whole", full)
    (tmp_path / "logs" / "left.log").mkdir()  # cannot be opened for writing
    house.want("left", STAY, 0)
    assert only(house).pid is not None
    assert only(house).last_end == ""


def test_a_long_log_begins_anew(house: Supervisor, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "left.log"
    log.write_bytes(b"x" * (LOG_BYTES + 1))
    house.want("left", STAY, 0)
    until(lambda: said(tmp_path) == "here\n")
    assert log.with_suffix(".log.1").stat().st_size == LOG_BYTES
