"""The fork server: has loaded the programs that every wall runs, and begins them as its copies.

Started by the launcher as ``python -m installation.apps.forks FD``, beside the first controller; it
serves those that follow, too, and ends with the launcher. The processes that it has begun do not:
they belong to the show. It has one thread and
opens nothing, so that a copy finds everything as a program does that has just been loaded. Who asks
is :class:`installation.show.ForkLine`.
"""

import contextlib
import gc
import importlib
import logging
import os
import select
import socket
import sys

from setproctitle import setproctitle

from installation.show import (
    LONGEST_WORD,
    ForkBegun,
    ForkEnded,
    ForksHello,
    ForksReady,
    ForkWish,
    fork_ask,
    fork_word,
)

PROGRAMS = ("installation.apps.stage", "installation.apps.player", "installation.apps.door")
"""Those that must be there soon, at the start or after a crash. Of the door only what is loaded
anyway: a copy needs 0.17 s of a processor to open, a process of its own 0.75."""
LONGEST_NAME = 4096


class ForkServer:
    """Answers the wishes that come over a line. One thread, which the copies have from it."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._children = dict[int, int]()  # the pid, by the descriptor that tells of its end
        self._poll = select.poll()
        self._poll.register(line, select.POLLIN)

    def serve(self) -> ForkWish | None:
        """Begin a process for each wish. Returns in each with its wish, and here with None."""
        while True:
            for fd, _ in self._poll.poll():
                if fd in self._children:
                    self._bury(fd)
                    continue
                data, descriptors = b"", list[int]()
                with contextlib.suppress(ConnectionResetError):  # ended without reading a word
                    data, descriptors, _, _ = socket.recv_fds(self._line, LONGEST_WORD, 1)
                if not data:
                    return None
                ask = fork_ask(data)
                if isinstance(ask, ForksHello):
                    self._tell(ForksReady(ask.pid, os.getpid(), PROGRAMS))
                elif self._fork() == 0:
                    self._become(descriptors[0])
                    return ask
                for descriptor in descriptors:
                    os.close(descriptor)

    def _fork(self) -> int:
        """Return the new process's number, and 0 in that one."""
        try:
            pid = os.fork()
        except OSError as fault:  # no memory, no more processes
            self._tell(ForkBegun(-1, fault.errno or 0))
            return -1
        if pid:
            handle = os.pidfd_open(pid)
            self._children[handle] = pid
            self._poll.register(handle, select.POLLIN)
            self._tell(ForkBegun(pid))
        return pid

    def _become(self, log: int) -> None:
        """Keep nothing of the server in a copy, and stand as a process that was just started."""
        os.setsid()
        self._line.close()
        for handle in self._children:
            os.close(handle)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for descriptor, place in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(descriptor, place)
        os.close(nothing)
        os.close(log)

    def _bury(self, handle: int) -> None:
        """Wait for a process that has ended, and tell how it did."""
        self._poll.unregister(handle)
        os.close(handle)
        pid, status = os.waitpid(self._children.pop(handle), 0)
        self._tell(ForkEnded(pid, os.waitstatus_to_exitcode(status)))

    def _tell(self, word: ForkBegun | ForkEnded | ForksReady) -> None:
        # a controller that has ended, or hangs, is not waited for
        with contextlib.suppress(OSError):
            self._line.send(fork_word(word), socket.MSG_DONTWAIT)


def _name(*words: str) -> None:
    """Have this process stand in the list of processes with these words."""
    # to the end of the room that there is: what was there is no longer to be read
    setproctitle(" ".join((sys.executable, "-m", *words)).ljust(LONGEST_NAME))


def main() -> int:
    """Entry of the server, and of each program that it begins: theirs is the code."""
    _name("installation.apps.forks", sys.argv[1])
    # no program here multiplies matrices, and a second thread would not be in a copy
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for module in PROGRAMS:
        importlib.import_module(module)
    # what is loaded is the copies' for good
    gc.collect()
    gc.freeze()
    wish = ForkServer(socket.socket(fileno=int(sys.argv[1]))).serve()
    if wish is None:
        return 0
    _name(wish.module, *wish.words)
    program = sys.modules[wish.module]
    return int(program.main(list(wish.words)))


if __name__ == "__main__":
    code = main()
    # an orderly end would wait for a thread that hangs in libvlc
    logging.shutdown()
    os._exit(code)
