"""Which processes that are there already a supervisor takes for its own, and which it ends."""

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from supervisor_rig import DEAF, SLEEP, STAY, gone, only, pid_of, until, watch_until_lost, watched

from installation.show import Supervisor
from installation.show import _supervisor as module
from installation.show._process_identity import identity_of
from installation.show._supervisor import LEAVING_NS
from installation.units import SECOND

pytestmark = [pytest.mark.process, pytest.mark.patient]


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
    supervisor: Supervisor, strangers: Callable[[list[str]], subprocess.Popen[bytes]]
) -> None:
    supervisor.want("left", STAY, 0)
    first, second = pid_of(supervisor), strangers(STAY)
    assert supervisor.recognises("left", first)
    assert not supervisor.recognises("left", second.pid)
    assert not supervisor.recognises("left", second.pid)  # it is on its way already
    assert second.wait(20) == -signal.SIGTERM
    until(lambda: watched(supervisor, 0) and not supervisor._leaving)
    assert pid_of(supervisor) == first and not gone(first)
    assert not supervisor.recognises("left", second.pid)  # its last word


def test_a_second_process_that_does_not_end_is_killed(
    supervisor: Supervisor, strangers: Callable[[list[str]], subprocess.Popen[bytes]]
) -> None:
    supervisor.want("left", DEAF, 0)
    second = strangers(DEAF)
    assert not supervisor.recognises("left", second.pid)
    watched(supervisor, SECOND)
    assert second.poll() is None
    watched(supervisor, SECOND + LEAVING_NS + 1)
    assert second.wait(20) == -signal.SIGKILL


def test_another_program_is_not_believed_and_left_alone(
    supervisor: Supervisor, strangers: Callable[[list[str]], subprocess.Popen[bytes]]
) -> None:
    supervisor.want("left", STAY, 0)
    other = strangers(SLEEP)
    assert not supervisor.recognises("left", other.pid)
    assert not supervisor.recognises("nobody", other.pid)
    assert not supervisor._leaving and other.poll() is None


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
    assert only(second).pid is None and only(second).last_end is None
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
    supervisor = forged(tmp_path, json.dumps(record).encode())
    supervisor.want("left", STAY, 0)
    assert only(supervisor).pid != mine.pid and only(supervisor).child is not None
    supervisor.leave()


def test_a_record_knows_no_time_of_day(tmp_path: Path) -> None:
    """Or a clock that is set would make the running one another process, and start a second."""
    supervisor = Supervisor(tmp_path, tmp_path / "logs")
    supervisor.want("left", STAY, 0)
    record = json.loads((tmp_path / "left.pid").read_bytes())
    identity = identity_of(pid_of(supervisor))
    assert identity is not None and record == {**identity._asdict(), "command": STAY}
    assert set(record) == {"pid", "ticks", "boot", "command"}
    supervisor.leave()


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
    supervisor = forged(tmp_path, content)
    supervisor.want("left", STAY, 0)
    assert only(supervisor).child is not None
    supervisor.leave()
