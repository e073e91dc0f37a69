"""The line to the fork server: programs begin as copies of a process that has loaded them already.

Loading a program takes 0.3 to 0.5 s of a processor, and a wall of three screens has four that load
nearly the same. The server (:mod:`installation.apps.forks`) does so once, while the controller
loads, too. It is only the quick way: whoever cannot be had from it is started as any command is.
"""

import contextlib
import os
import select
import signal
import socket
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from installation.link import thread_times, wait_between_ns
from installation.units import MILLISECOND

LOADS_MS = 3000
"""How long a controller that begins waits for a server that does, too, and is still loading: 0.5 s
where both have a processor. To load four programs one by one takes longer, and 100 MB more."""
PATIENCE_MS = 500
"""How long a copy may take, which is there within 20 ms; a server that takes longer is given up."""
PATIENCES = 4
"""How many times as long a server may take that waits for a processor. The controller waits for it,
and may not be silent for longer than CONTROLLER_SILENT_NS."""
LONGEST_WORD = 64 * 1024
MOST_DESCRIPTORS = 8
"""That come with one wish."""
_PYTHON = (sys.executable, "-m")


class ForksHello(msgspec.Struct, frozen=True, tag=True):
    """A controller has the line from here on; ``pid`` is its own."""

    pid: int


class ForksReady(msgspec.Struct, frozen=True, tag=True):
    """The server has loaded what it copies: the ``modules`` that can be begun.

    The answer to the controller ``asker``; what was said before it was for an earlier one.
    """

    asker: int
    pid: int
    modules: tuple[str, ...]


class ForkWish(msgspec.Struct, frozen=True, tag=True):
    """A wish for a process.

    Descriptors come with it: ``places`` are their numbers in the copy, in the same order. One that
    does not outlive who asks ends with that process, or with the server.
    """

    module: str
    words: tuple[str, ...]
    places: tuple[int, ...] = ()
    outlives: bool = True


class ForkBegun(msgspec.Struct, frozen=True, tag=True):
    """The process that was wished for; 0 when the system refused, with its ``errno``."""

    pid: int
    errno: int = 0


class ForkEnded(msgspec.Struct, frozen=True, tag=True):
    """A process has ended, with what :func:`os.waitstatus_to_exitcode` makes of its status."""

    pid: int
    code: int


Told = ForksReady | ForkBegun | ForkEnded
Asked = ForksHello | ForkWish
fork_ask: Callable[[bytes], Asked] = msgspec.json.Decoder(Asked).decode
"""What the server reads."""
_told = msgspec.json.Decoder(Told).decode
fork_word = msgspec.json.Encoder().encode
"""What goes over the line, either way."""


@dataclass(frozen=True)
class ForkedChild:
    """A process that the server began."""

    pid: int
    line: "ForkLine"

    def code(self) -> int | None:
        """Return how a process that has ended did so; None when nobody can tell."""
        return self.line.code_of(self.pid)


class ForkLine:
    """The controller's end of the line. One thread.

    ``fd`` is its socket (SOCK_SEQPACKET), whose other end the server has.
    """

    def __init__(self, fd: int) -> None:
        self._socket: socket.socket | None = socket.socket(fileno=fd)
        self._socket.set_inheritable(False)
        self._server = 0
        self._waited = False
        self._modules: tuple[str, ...] = ()
        self._begun = deque[ForkBegun]()
        self._codes: dict[int, int] = {}
        with contextlib.suppress(OSError):  # it has ended already, which is found when it listens
            self._socket.send(fork_word(ForksHello(os.getpid())))

    def begin(
        self, command: Sequence[str], descriptors: Mapping[int, int], outlives: bool = True
    ) -> ForkedChild | None:
        """Have a command run as a copy; None when it must be started in the usual way.

        ``descriptors`` are what it has open, by their numbers there: at least 0, 1 and 2. It
        ``outlives`` this process or ends with it. Raises OSError when the system has no room for
        another process.
        """
        self._meet()
        python, module, words = tuple(command[:2]), "".join(command[2:3]), tuple(command[3:])
        if self._socket is None or python != _PYTHON or module not in self._modules:
            return None
        try:
            wish = ForkWish(module, words, tuple(descriptors), outlives)
            socket.send_fds(self._socket, [fork_word(wish)], list(descriptors.values()))
        except OSError:
            self._give_up()
            return None
        self._await(lambda: bool(self._begun))
        if not self._begun:
            self._give_up()
            return None
        begun = self._begun.popleft()
        if begun.errno:
            raise OSError(begun.errno, os.strerror(begun.errno))
        self._codes.pop(begun.pid, None)  # another process's, long ago
        return ForkedChild(begun.pid, self)

    def code_of(self, pid: int) -> int | None:
        """Return how a process that has ended did so; None when nobody can tell."""
        # its end is seen before the server has waited for it
        self._await(lambda: pid in self._codes)
        return self._codes.pop(pid, None)

    def close(self) -> None:
        """Let the server end."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _meet(self) -> None:
        """Hear what has been said; the first time, until the server has loaded."""
        if not self._waited:
            self._waited = True
            self._listen(LOADS_MS, lambda: bool(self._modules))
        self._listen(0)

    def _await(self, heard: Callable[[], bool]) -> None:
        """Listen until it is heard, for as long as a server may take that is let run or is not."""
        patience_ns = PATIENCE_MS * MILLISECOND
        before = thread_times(self._server)
        for _ in range(PATIENCES):
            self._listen(PATIENCE_MS, heard)
            after = thread_times(self._server)
            if heard() or 2 * wait_between_ns(before, after, patience_ns) < patience_ns:
                return
            before = after

    def _listen(self, patience_ms: int, heard: Callable[[], bool] = lambda: False) -> None:
        """Take in what is said, until it is ``heard`` or there is nothing more for so long."""
        while self._socket is not None and not heard() and _readable(self._socket, patience_ms):
            data = b""
            with contextlib.suppress(ConnectionResetError):  # ended without reading a wish
                data = self._socket.recv(LONGEST_WORD)
            if not data:
                self.close()
                return
            told = _told(data)
            if isinstance(told, ForkBegun):
                self._begun.append(told)
            elif isinstance(told, ForkEnded):
                self._codes[told.pid] = told.code
            elif told.asker == os.getpid():
                self._server, self._modules = told.pid, told.modules
                self._begun.clear()

    def _give_up(self) -> None:
        """Do without a server that does not answer. What it began goes on."""
        if self._server:
            with contextlib.suppress(OSError):
                os.kill(self._server, signal.SIGKILL)
        self.close()


def _readable(line: socket.socket, patience_ms: int) -> bool:
    poll = select.poll()  # select() knows no descriptor above 1023
    poll.register(line, select.POLLIN)
    return bool(poll.poll(patience_ms))
