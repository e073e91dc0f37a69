"""The supervisor with tiny children; time is ours, only their ends are waited for."""

import os
import signal
import subprocess
from pathlib import Path

import psutil
import pytest
from supervisor_rig import (
    CRASH,
    DEAF,
    QUIT,
    SLEEP,
    STAY,
    WORK,
    gone,
    only,
    pid_of,
    said,
    until,
    watch_until_lost,
    watched,
)

from installation.link import main_thread_ran_ns
from installation.show import Supervisor
from installation.show import _supervisor as module
from installation.show._process_end import how
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


def test_a_worker_is_started_once_and_its_words_are_kept(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    supervisor.want("left", STAY, 0)
    pid = pid_of(supervisor)
    supervisor.want("left", STAY, 0)
    until(lambda: said(tmp_path) == "here\n")
    lost: list[str] = []
    supervisor.watch(SECOND, lost.append)
    assert only(supervisor).pid == pid and not lost and only(supervisor).restarts == 0


@pytest.mark.parametrize(
    ("command", "told"), [(CRASH, "gave up with code 3"), (QUIT, "quit")], ids=["crash", "quit"]
)
def test_how_a_worker_ended_is_told(supervisor: Supervisor, command: list[str], told: str) -> None:
    supervisor.want("left", command, 0)
    assert watch_until_lost(supervisor, 0) == ["left"]
    assert how(only(supervisor).last_end) == told


def test_a_killed_worker_is_back_at_once(supervisor: Supervisor) -> None:
    supervisor.want("left", STAY, 0)
    pid = pid_of(supervisor)
    os.kill(pid, signal.SIGKILL)
    assert watch_until_lost(supervisor, SECOND) == ["left"]
    worker = only(supervisor)
    assert how(worker.last_end) == "killed by SIGKILL"
    assert worker.pid not in (None, pid) and worker.restarts == 1


def test_one_that_crashes_again_and_again_is_waited_for_longer_each_time(
    supervisor: Supervisor,
) -> None:
    now_ns, pauses = 0, []
    supervisor.want("left", CRASH, now_ns)
    for _ in range(11):
        watch_until_lost(supervisor, now_ns)
        if only(supervisor).pid is None:
            pauses.append(only(supervisor).due_ns - now_ns)
            supervisor.watch(only(supervisor).due_ns - 1, pytest.fail)
            assert only(supervisor).pid is None
            now_ns = only(supervisor).due_ns
            supervisor.watch(now_ns, pytest.fail)
    assert pauses[0] == 2 * FIRST_BACKOFF_NS
    assert pauses == [min(2**k * pauses[0], LONGEST_BACKOFF_NS) for k in range(10)]
    assert only(supervisor).restarts == 11


def test_after_a_good_while_a_crash_is_answered_at_once_again(supervisor: Supervisor) -> None:
    supervisor.want("left", STAY, 0)
    for now_ns in (SECOND, 2 * SECOND, 2 * SECOND + WELL_NS + SECOND):
        until(lambda at=now_ns: only(watched(supervisor, at)).pid)
        os.kill(pid_of(supervisor), signal.SIGKILL)
        watch_until_lost(supervisor, now_ns)
        if now_ns == 2 * SECOND:
            assert only(supervisor).pid is None
            supervisor.watch(only(supervisor).due_ns, pytest.fail)
    assert only(supervisor).pid is not None


def wait_out(supervisor: Supervisor, from_ns: int, until_ns: int) -> None:
    """Watch twice a second, and nobody is lost."""
    for now_ns in range(from_ns, until_ns, SECOND // 2):
        supervisor.watch(now_ns, pytest.fail)
    supervisor.watch(until_ns, pytest.fail)


def stopped(supervisor: Supervisor) -> int:
    """Have the only worker hang; its process. One that still begins may wait for a processor."""
    pid = pid_of(supervisor)
    os.kill(pid, signal.SIGSTOP)
    os.waitid(os.P_PID, pid, os.WSTOPPED)
    return pid


def test_one_without_life_signs_is_killed(supervisor: Supervisor) -> None:
    supervisor.want("left", SLEEP, 0)
    pid = stopped(supervisor)
    supervisor.heard("left")
    wait_out(supervisor, 0, WORKER_SILENT_NS)
    assert not gone(pid)
    assert watch_until_lost(supervisor, WORKER_SILENT_NS + 1) == ["left"]
    assert gone(pid) and how(only(supervisor).last_end) == "killed by SIGKILL"


def test_one_that_starts_is_given_longer(supervisor: Supervisor) -> None:
    supervisor.want("left", SLEEP, 0)
    stopped(supervisor)
    wait_out(supervisor, 0, STARTING_NS)
    assert watch_until_lost(supervisor, STARTING_NS + 1) == ["left"]


def test_one_that_works_is_not_taken_for_one_that_hangs(supervisor: Supervisor) -> None:
    supervisor.want("left", WORK, 0)
    supervisor.heard("left")
    for second in range(10):
        ran_by = main_thread_ran_ns(pid_of(supervisor)) + 2 * RUNS_NS
        until(lambda enough=ran_by: main_thread_ran_ns(pid_of(supervisor)) > enough)
        supervisor.watch(second * SECOND, pytest.fail)
    assert not gone(pid_of(supervisor))


def test_a_life_sign_of_a_stranger_means_nothing(supervisor: Supervisor) -> None:
    supervisor.heard("nobody")
    assert not list(supervisor.workers)


def unkillable(monkeypatch: pytest.MonkeyPatch, *pids: int) -> None:
    """Have these processes outlive every signal, as those do that wait for a dead disk."""
    send = module._send

    def spare(worker: SupervisedProcess, number: signal.Signals) -> None:
        if worker.pid not in pids:
            send(worker, number)

    monkeypatch.setattr(module, "_send", spare)


def watch_through(supervisor: Supervisor, from_ns: int, until_ns: int) -> list[str]:
    """Watch twice a second; who is lost meanwhile."""
    lost: list[str] = []
    for now_ns in range(from_ns, until_ns, SECOND // 2):
        supervisor.watch(now_ns, lost.append)
    return lost


def test_one_that_cannot_be_killed_is_left_behind_for_the_next(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor.want("left", SLEEP, 0)
    first = stopped(supervisor)
    supervisor.heard("left")
    with monkeypatch.context() as patch:
        unkillable(patch, first)
        held_ns = WORKER_SILENT_NS + HELD_NS
        assert watch_through(supervisor, 0, held_ns) == []
        assert watch_through(supervisor, held_ns, held_ns + 3 * SECOND) == ["left"]
        assert pid_of(supervisor) != first and "held by a disk" in how(only(supervisor).last_end)
    os.kill(first, signal.SIGKILL)  # the disk answers again
    until(lambda: watched(supervisor, held_ns + 3 * SECOND) and not supervisor._held)
    assert only(supervisor).restarts == 1


def test_one_that_was_dismissed_and_cannot_be_killed_keeps_nobody_waiting(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor.want("left", SLEEP, 0)
    first = stopped(supervisor)
    with monkeypatch.context() as patch:
        unkillable(patch, first)
        supervisor.dismiss("left")
        supervisor.want("left", SLEEP, SECOND)
        watch_through(supervisor, SECOND, 2 * SECOND + LEAVING_NS + HELD_NS)
        assert only(supervisor).pid is None
        watch_through(
            supervisor, 2 * SECOND + LEAVING_NS + HELD_NS, 4 * SECOND + LEAVING_NS + HELD_NS
        )
        assert pid_of(supervisor) != first
    os.kill(first, signal.SIGKILL)
    until(lambda: watched(supervisor, 4 * SECOND + LEAVING_NS + HELD_NS) and not supervisor._held)


def test_no_more_are_left_behind_than_would_follow_each_other(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_HELD", 0)
    supervisor.want("left", SLEEP, 0)
    first = stopped(supervisor)
    supervisor.heard("left")
    with monkeypatch.context() as patch:
        unkillable(patch, first)
        assert watch_through(supervisor, 0, 30 * SECOND) == [] and pid_of(supervisor) == first
    assert watch_until_lost(supervisor, 30 * SECOND) == ["left"]


def test_leaving_leaves_nothing(supervisor: Supervisor, tmp_path: Path) -> None:
    for name in ("left", "right"):
        supervisor.want(name, STAY, 0)
    pids = [worker.pid for worker in supervisor.workers]
    supervisor.leave()
    assert not any(pid and psutil.pid_exists(pid) for pid in pids)
    assert not list(supervisor.workers) and not list(tmp_path.glob("*.pid"))


def test_leaving_waits_for_all_together_and_kills_the_deaf(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    names = ("left", "centre", "right")
    for name in names:
        supervisor.want(name, DEAF, 0)
    until(lambda: all(said(tmp_path, name) for name in names))
    pids = [worker.pid for worker in supervisor.workers]
    supervisor.leave(patience_s=0.05)
    assert not any(pid and psutil.pid_exists(pid) for pid in pids)


def test_a_dismissed_worker_is_asked_waited_for_and_not_replaced(supervisor: Supervisor) -> None:
    supervisor.want("left", STAY, 0)
    pid = pid_of(supervisor)
    supervisor.dismiss("left")
    supervisor.dismiss("nobody")
    until(lambda: watched(supervisor, SECOND) and not psutil.pid_exists(pid))
    assert not list(supervisor.workers)


def test_one_that_is_wanted_again_starts_when_the_old_one_is_gone(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    """Two players of one screen would write the same ring."""
    supervisor.want("left", DEAF, 0)
    until(lambda: said(tmp_path))
    pid = pid_of(supervisor)
    supervisor.dismiss("left")
    supervisor.want("left", STAY, 0)
    supervisor.watch(0, pytest.fail)
    assert only(supervisor).pid is None
    until(lambda: only(watched(supervisor, LEAVING_NS + 1)).pid)
    assert not psutil.pid_exists(pid)
    assert only(supervisor).restarts == 0 and only(supervisor).last_end is None


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

    supervisor = Supervisor(tmp_path, tmp_path / "logs", Forks())  # type: ignore[arg-type]
    supervisor.want("left", CRASH, 0)
    assert only(supervisor).pid is None and how(only(supervisor).last_end) == "gave up with code 3"
    supervisor.watch(SECOND, lambda _: None)
    assert only(supervisor).restarts == 1
    supervisor.leave()


def test_what_cannot_be_started_is_tried_again_later(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        supervisor.want("left", STAY, 0)
        supervisor.watch(0, pytest.fail)
        assert how(only(supervisor).last_end) == "could not be started: Cannot allocate memory"
        assert only(supervisor).due_ns > 0
    supervisor.watch(only(supervisor).due_ns, pytest.fail)
    assert only(supervisor).pid is not None


def test_a_full_disk_keeps_nobody_from_playing(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_whole", full)
    (tmp_path / "logs" / "left.log").mkdir()  # cannot be opened for writing
    supervisor.want("left", STAY, 0)
    assert only(supervisor).pid is not None
    assert only(supervisor).last_end is None


def test_a_long_log_begins_anew(supervisor: Supervisor, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "left.log"
    log.write_bytes(b"x" * (LOG_BYTES + 1))
    supervisor.want("left", STAY, 0)
    until(lambda: said(tmp_path) == "here\n")
    assert log.with_suffix(".log.1").stat().st_size == LOG_BYTES
