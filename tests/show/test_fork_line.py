"""The controller's end of the line to the fork server, against a server whose words are ours."""

import errno
import fcntl
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation.link import ThreadTime
from installation.show import (
    CONTROLLER_SILENT_NS,
    ForkBegun,
    ForkEnded,
    ForkLine,
    ForksHello,
    ForksReady,
    ForkWish,
    fork_ask,
    fork_word,
)
from installation.show import _fork_line as module
from installation.units import MILLISECOND

STAGE = [sys.executable, "-m", "installation.apps.stage", "--endpoint", "ipc:///nowhere"]
OPEN = {0: 1, 1: 1, 2: 1}
READY = ForksReady(os.getpid(), 0, ("installation.apps.stage",))


class Server:
    """The other end of a line."""

    def __init__(self) -> None:
        self.end, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.line = ForkLine(theirs.detach())
        assert fork_ask(self.end.recv(65536)) == ForksHello(os.getpid())

    def say(self, *words: ForksReady | ForkBegun | ForkEnded) -> None:
        """Say something; the line reads it when it listens next."""
        for word in words:
            self.end.send(fork_word(word))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(module, "LOADS_MS", 10)
    made = Server()
    yield made
    made.line.close()
    made.end.close()


def test_nothing_is_begun_before_the_server_is_ready(server: Server) -> None:
    assert server.line.begin(STAGE, OPEN) is None
    server.say(READY, ForkBegun(42))  # the line finds the answer there already
    begun = server.line.begin(STAGE, OPEN)
    assert begun is not None and begun.pid == 42


def test_a_server_that_is_loading_is_waited_for_once(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOADS_MS", 60_000)
    loads = threading.Timer(0.1, server.say, (READY, ForkBegun(42)))
    loads.start()
    begun = server.line.begin(STAGE, OPEN)
    loads.join()
    assert begun is not None and begun.pid == 42
    server.say(ForksReady(os.getpid(), 0, ()))
    assert server.line.begin(STAGE, OPEN) is None  # at once


def test_what_an_earlier_controller_was_told_means_nothing_to_the_next(server: Server) -> None:
    server.say(ForksReady(os.getpid() + 1, 0, READY.modules), ForkBegun(41))
    assert server.line.begin(STAGE, OPEN) is None
    server.say(READY, ForkBegun(42))
    begun = server.line.begin(STAGE, OPEN)
    assert begun is not None and begun.pid == 42


def test_a_wish_has_the_words_and_what_is_open(server: Server) -> None:
    server.say(READY, ForkBegun(42))
    with Path(os.devnull).open("rb") as nothing, Path(os.devnull).open("wb") as log:
        there = {0: nothing.fileno(), 1: log.fileno(), 2: log.fileno(), 9: log.fileno()}
        server.line.begin(STAGE, there, outlives=False)
        data, received, _, _ = socket.recv_fds(server.end, 65536, 8)
        modes = [fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE for fd in received]
        for fd in received:
            os.close(fd)
    assert modes == [os.O_RDONLY, os.O_WRONLY, os.O_WRONLY, os.O_WRONLY]
    assert fork_ask(data) == ForkWish(STAGE[2], tuple(STAGE[3:]), (0, 1, 2, 9), outlives=False)


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "-m", "installation.apps.remote"],
        [sys.executable, "-m"],
        ["/usr/bin/python3", *STAGE[1:]],
        ["/bin/sleep", "60"],
    ],
)
def test_what_the_server_has_not_loaded_is_started_in_the_usual_way(
    server: Server, command: list[str]
) -> None:
    server.say(READY)
    assert server.line.begin(command, OPEN) is None


def test_a_system_without_room_refuses(server: Server) -> None:
    server.say(READY, ForkBegun(-1, errno.EAGAIN))
    with pytest.raises(BlockingIOError):
        server.line.begin(STAGE, OPEN)


def test_the_end_of_a_copy_is_told(server: Server) -> None:
    server.say(READY, ForkBegun(42))
    child = server.line.begin(STAGE, OPEN)
    assert child is not None
    server.say(ForkEnded(41, 0), ForkEnded(42, -9))
    assert child.code() == -9


def test_a_server_that_does_not_answer_is_ended_and_done_without(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_MS", 10)
    with subprocess.Popen(["/bin/sleep", "60"]) as hung:
        server.say(ForksReady(os.getpid(), hung.pid, READY.modules))
        assert server.line.begin(STAGE, OPEN) is None
        assert hung.wait(60) == -9
    assert server.line.begin(STAGE, OPEN) is None


def test_a_server_that_waits_for_a_processor_is_given_longer(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_MS", 10)
    looks: list[int] = []

    def behind(pid: int) -> dict[int, ThreadTime]:
        looks.append(pid)
        if len(looks) == module.PATIENCES:
            server.say(ForkBegun(42))
        return {1: ThreadTime(0, 0, waits=True)}

    monkeypatch.setattr(module, "thread_times", behind)
    server.say(READY)
    begun = server.line.begin(STAGE, OPEN)
    assert begun is not None and begun.pid == 42 and len(looks) == module.PATIENCES + 1
    assert server.line.begin(STAGE, OPEN) is None  # nor for ever


def test_the_longest_that_a_server_may_take_is_no_hang_of_the_controller() -> None:
    assert 2 * module.PATIENCES * module.PATIENCE_MS * MILLISECOND < CONTROLLER_SILENT_NS


def test_a_server_that_has_ended_is_done_without(server: Server) -> None:
    server.say(READY, ForkBegun(42))
    child = server.line.begin(STAGE, OPEN)
    server.end.close()
    assert server.line.begin(STAGE, OPEN) is None
    assert child is not None and child.code() is None
