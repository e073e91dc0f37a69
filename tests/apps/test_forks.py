"""The fork server itself: its copies stand like processes that were just started."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from installation.show import ForkLine
from installation.show import _fork_line as fork_line
from installation.show._fork_line import ForkedChild

pytestmark = [pytest.mark.process, pytest.mark.patient]

PLAYER = [sys.executable, "-m", "installation.apps.player"]
STAYS = [sys.executable, "-m", "installation.apps.stage", "--endpoint", "ipc:///nowhere/at/all"]


class Forks:
    """A server, and the controller's line to it, which is ready."""

    def __init__(self, log: Path) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words = [sys.executable, "-m", "installation.apps.forks", str(theirs.fileno())]
        self.process = subprocess.Popen(words, pass_fds=[theirs.fileno()])
        theirs.close()
        ready = select.poll()
        ready.register(ours, select.POLLIN)
        assert ready.poll(60_000)
        self.line = ForkLine(ours.detach())
        self._log = log

    def begin(self, command: list[str]) -> ForkedChild:
        """Have a copy begun that writes to the log."""
        with self._log.open("ab") as log:
            child = self.line.begin(command, log.fileno())
        assert child is not None
        return child


@pytest.fixture
def forks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forks]:
    monkeypatch.setattr(fork_line, "PATIENCE_MS", 20_000)  # beside other tests
    made = Forks(tmp_path / "log")
    yield made
    made.line.close()
    assert made.process.wait(20) in (0, -signal.SIGKILL)


def ended(child: ForkedChild) -> int | None:
    """Wait for a copy's end as the supervisor does, and return its code."""
    handle = os.pidfd_open(child.pid)
    ends = select.poll()
    ends.register(handle, select.POLLIN)
    assert ends.poll(20_000)
    os.close(handle)
    return child.code()


def test_a_copy_runs_its_words_and_its_end_is_known(forks: Forks, tmp_path: Path) -> None:
    assert ended(forks.begin([*PLAYER, "--help"])) == 0
    assert ended(forks.begin([*PLAYER, "--no-such-word"])) == 2
    said = (tmp_path / "log").read_text()
    assert "usage: kiss-player" in said and "--screen" in said


def test_a_copy_stands_alone_and_outlives_its_server(forks: Forks, tmp_path: Path) -> None:
    child = forks.begin([*PLAYER, "--screen", "left", "--ring", str(tmp_path / "no" / "ring")])
    assert ended(child) == 2  # its words are read before anything is opened
    stage = forks.begin(STAYS)
    process = psutil.Process(stage.pid)
    deadline = time.monotonic() + 20
    while process.cmdline() != STAYS:
        assert time.monotonic() < deadline, process.cmdline()
        time.sleep(0.005)
    assert os.getsid(stage.pid) == stage.pid
    assert Path(f"/proc/{stage.pid}/fd/0").readlink() == Path(os.devnull)
    assert Path(f"/proc/{stage.pid}/fd/1").readlink() == tmp_path / "log"
    sockets = [fd for fd in Path(f"/proc/{stage.pid}/fd").iterdir() if _is_line(fd)]
    assert not sockets, "a copy keeps the server's line"
    forks.process.kill()
    forks.process.wait(20)
    assert process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    process.kill()
    with contextlib.suppress(ChildProcessError):  # an orphan is its reaper's, which may be us
        os.waitpid(stage.pid, 0)


def _is_line(fd: Path) -> bool:
    """Tell whether a descriptor is the server's line: an unnamed socket of its kind."""
    inode = str(fd.readlink()).removeprefix("socket:[").removesuffix("]")
    lines = Path("/proc/net/unix").read_text().splitlines()[1:]
    return any(row[6] == inode and row[4] == "0005" for row in map(str.split, lines))
