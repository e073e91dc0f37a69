"""The fork server: has loaded the programs that every wall runs, and begins them as its copies.

Started by the keeper as ``python -m installation.apps.forks FD``, beside each controller, and ends
with it. The processes that it has begun do not: they belong to the show. It has one thread and
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
    ForksReady,
    ForkWish,
    fork_wish,
    fork_word,
)

PROGRAMS = ("installation.apps.stage", "installation.apps.player")
"""Those that must be there soon, at the start and after a crash."""


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
                data, descriptors, _, _ = socket.recv_fds(self._line, LONGEST_WORD, 1)
                if not data:
                    return None
                if self._fork() == 0:
                    self._become(descriptors[0])
                    return fork_wish(data)
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
        with contextlib.suppress(OSError):  # the controller has just ended: the next look tells
            self._line.send(fork_word(word))

    def ready(self) -> None:
        """Tell that wishes can be made. What is loaded is the copies' for good: no collector."""
        gc.collect()
        gc.freeze()
        self._tell(ForksReady(os.getpid(), PROGRAMS))


def main() -> int:
    """Entry of the server, and of each program that it begins: theirs is the code."""
    # no program here multiplies matrices, and a second thread would not be in a copy
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for module in PROGRAMS:
        importlib.import_module(module)
    server = ForkServer(socket.socket(fileno=int(sys.argv[1])))
    server.ready()
    wish = server.serve()
    if wish is None:
        return 0
    setproctitle(" ".join((sys.executable, "-m", wish.module, *wish.words)))
    program = sys.modules[wish.module]
    return int(program.main(list(wish.words)))


if __name__ == "__main__":
    code = main()
    # an orderly end would wait for a thread that hangs in libvlc
    logging.shutdown()
    os._exit(code)
