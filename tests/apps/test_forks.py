"""The fork server itself: its copies stand like processes that were just started."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from installation.apps._fork_server import KeptForkServer
from installation.link import process_handle
from installation.show import ForkLine
from installation.show import _fork_line as fork_line
from installation.show._fork_line import ForkedChild

pytestmark = [pytest.mark.process, pytest.mark.patient]

PLAYER = [sys.executable, "-m", "installation.apps.player"]
NOWHERE = "ipc:///nowhere/at/all"


class Forks:
    """A server, and the controller's line to it, which is ready."""

    def __init__(self, log: Path) -> None:
        self.server = KeptForkServer()
        self._log = log
        self.meet()

    def meet(self) -> None:
        """Be another controller, which has heard that the server is ready."""
        self.line_fd = fd = self.server.line()
        self.line = ForkLine(os.dup(fd))
        ready = select.poll()
        ready.register(fd, select.POLLIN)
        assert ready.poll(60_000)

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The server."""
        assert self.server.process is not None
        return self.server.process

    def begin(self, command: list[str]) -> ForkedChild:
        """Have a copy begun that writes to the log."""
        with self._log.open("ab") as log, Path(os.devnull).open("rb") as nothing:
            there = {0: nothing.fileno(), 1: log.fileno(), 2: log.fileno()}
            child = self.line.begin(command, there)
        assert child is not None
        return child


@pytest.fixture
def forks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forks]:
    monkeypatch.setattr(fork_line, "PATIENCE_MS", 20_000)  # beside other tests
    monkeypatch.setenv("KISS_TEST", "is not lost under the name")
    made = Forks(tmp_path / "log")
    yield made
    made.line.close()
    made.server.close()
    assert made.process.wait(20) in (0, -signal.SIGKILL)


def ended(child: ForkedChild) -> int | None:
    """Wait for a copy's end as the supervisor does, and return its code."""
    with contextlib.suppress(ProcessLookupError):  # it has ended, and the server has waited for it
        handle = process_handle(child.pid)
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
    where = ["--endpoint", NOWHERE, "--state", str(tmp_path)]
    stays = [sys.executable, "-m", "installation.apps.stage", *where]
    stage = forks.begin(stays)
    process = psutil.Process(stage.pid)
    deadline = time.monotonic() + 20
    while " ".join(process.cmdline()).split() != stays:
        assert time.monotonic() < deadline, process.cmdline()
        time.sleep(0.005)
    assert process.environ()["KISS_TEST"] == "is not lost under the name"
    assert os.getsid(stage.pid) == stage.pid
    assert Path(f"/proc/{stage.pid}/fd/0").readlink() == Path(os.devnull)
    assert Path(f"/proc/{stage.pid}/fd/1").readlink() == tmp_path / "log"
    sockets = [fd for fd in Path(f"/proc/{stage.pid}/fd").iterdir() if _is_line(fd)]
    assert not sockets, "a copy keeps the server's line"
    forks.process.kill()
    forks.process.wait(20)
    time.sleep(0.5)  # whatever would end it with the server, or by itself, has had its time
    assert process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    process.kill()
    with contextlib.suppress(ChildProcessError):  # an orphan is its reaper's, which may be us
        os.waitpid(stage.pid, 0)


def test_the_next_controller_has_the_same_server_and_one_that_ended_is_replaced(
    forks: Forks,
) -> None:
    first = forks.process
    assert ended(forks.begin([*PLAYER, "--help"])) == 0
    forks.line.close()
    forks.meet()
    assert forks.process is first
    assert ended(forks.begin([*PLAYER, "--help"])) == 0
    forks.line.close()
    first.kill()
    first.wait(20)
    forks.meet()
    assert forks.process is not first
    assert ended(forks.begin([*PLAYER, "--help"])) == 0


def test_what_looks_into_the_folder_is_a_copy_and_ends_with_who_asks(
    forks: Forks, tmp_path: Path
) -> None:
    (tmp_path / "versions").mkdir()
    code = f"""
import sys, time
from pathlib import Path
from installation.library import FolderProcess
from installation.show import ForkLine
line = ForkLine({forks.line_fd})
while not line._modules:
    line._listen(100)
folder = FolderProcess(Path({str(tmp_path / "versions")!r}), forks=line)
while folder.looked(time.monotonic_ns()) is None:
    if not folder.busy:
        folder.ask((), time.monotonic_ns())
    time.sleep(0.01)
print("looked", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=[forks.line_fd],
    ) as asker:
        assert asker.stdout is not None and asker.stdout.readline() == b"looked\n"
        (looker,) = psutil.Process(forks.process.pid).children()
        assert "installation.apps.folder" in " ".join(looker.cmdline())
        open_files = {fd.readlink().name for fd in Path(f"/proc/{looker.pid}/fd").iterdir()}
        assert "anon_inode:[eventfd]" in open_files
        looker.suspend()  # what a share that hangs does to it
        asker.kill()
    psutil.wait_procs([looker], timeout=20)
    assert not looker.is_running() or looker.status() == psutil.STATUS_ZOMBIE


def _is_line(fd: Path) -> bool:
    """Tell whether a descriptor is the server's line: an unnamed socket of its kind."""
    try:
        inode = str(fd.readlink()).removeprefix("socket:[").removesuffix("]")
    except FileNotFoundError:  # the copy has opened it itself, and closed it since
        return False
    lines = Path("/proc/net/unix").read_text().splitlines()[1:]
    return any(row[6] == inode and row[4] == "0005" for row in map(str.split, lines))
