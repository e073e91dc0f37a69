"""The fork server: has loaded the programs that every wall runs, and begins them as its copies.

Started by the launcher as ``python -m installation.apps.forks FD``, beside the first controller; it
serves those that follow, too, and ends with the launcher. The processes that it has begun do not:
they belong to the show, but for those that are the asking controller's own. It has one thread and
opens nothing, so that a copy finds everything as a program does that has just been loaded. Who asks
is :class:`installation.show.ForkLine`.
"""

import contextlib
import fcntl
import gc
import importlib
import logging
import os
import select
import signal
import socket
import sys

from setproctitle import setproctitle

from installation.link import process_handle
from installation.player import load_decoder
from installation.show import (
    LONGEST_WORD,
    MOST_DESCRIPTORS,
    ForkBegun,
    ForkEnded,
    ForksHello,
    ForksReady,
    ForkWish,
    fork_ask,
    fork_word,
)

PROGRAMS = (
    "installation.apps.stage",
    "installation.apps.player",
    "installation.apps.door",
    "installation.apps.folder",
)
"""Those that must be there soon, at the start or after a crash. Of the door only what is loaded
anyway: a copy needs 0.17 s of a processor to open, a process of its own 0.75. Who looks into the
folder needs no more than is loaded: as a process of its own it took 22 MB more."""
LONGEST_NAME = 4096


class ForkServer:
    """Answers the wishes that come over a line. One thread, which the copies have from it."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._children = dict[int, int]()  # the pid, by the descriptor that tells of its end
        self._own = set[int]()  # the descriptors of those that end with the asker
        self._asker = -1  # the descriptor that tells of the asker's end
        self._poll = select.poll()
        self._poll.register(line, select.POLLIN)

    def serve(self) -> ForkWish | None:
        """Begin a process for each wish. Returns in each with its wish, and here with None."""
        while True:
            for fd, _ in self._poll.poll():
                if fd in self._children:
                    self._bury(fd)
                    continue
                if fd == self._asker:
                    self._serve_no_more()
                    continue
                data, descriptors = b"", list[int]()
                with contextlib.suppress(ConnectionResetError):  # ended without reading a word
                    data, descriptors, _, _ = socket.recv_fds(
                        self._line, LONGEST_WORD, MOST_DESCRIPTORS
                    )
                if not data:
                    return None
                ask = fork_ask(data)
                if isinstance(ask, ForksHello):
                    self._meet(ask.pid)
                    self._tell(ForksReady(ask.pid, os.getpid(), PROGRAMS))
                elif self._fork(ask.outlives) == 0:
                    self._become(dict(zip(ask.places, descriptors, strict=True)))
                    return ask
                for descriptor in descriptors:
                    os.close(descriptor)

    def _meet(self, pid: int) -> None:
        """Serve another controller; what was the one's before has ended with that."""
        self._serve_no_more()
        with contextlib.suppress(ProcessLookupError):  # it has ended already, and asks for nothing
            self._asker = process_handle(pid)
            self._poll.register(self._asker, select.POLLIN)

    def _serve_no_more(self) -> None:
        """End what belongs to a controller that is no more."""
        for handle in self._own:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
        if self._asker >= 0:
            self._poll.unregister(self._asker)
            os.close(self._asker)
            self._asker = -1

    def _fork(self, outlives: bool) -> int:
        """Return the new process's number, and 0 in that one."""
        try:
            pid = os.fork()
        except OSError as fault:  # no memory, no more processes
            self._tell(ForkBegun(-1, fault.errno or 0))
            return -1
        if pid:
            handle = process_handle(pid)
            self._children[handle] = pid
            if not outlives:
                self._own.add(handle)
            self._poll.register(handle, select.POLLIN)
            self._tell(ForkBegun(pid))
        return pid

    def _become(self, descriptors: dict[int, int]) -> None:
        """Keep nothing of the server in a copy, and stand as a process that was just started.

        It has these descriptors, by the numbers that they are to have.
        """
        os.setsid()
        self._line.close()
        for handle in (*self._children, self._asker):
            if handle >= 0:
                os.close(handle)
        # first out of each other's way: one may have the number that another is to have
        above = max(descriptors) + 1
        for place, descriptor in descriptors.items():
            aside = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, above)
            os.close(descriptor)
            descriptors[place] = aside
        for place, descriptor in descriptors.items():
            os.dup2(descriptor, place)
            os.close(descriptor)

    def _bury(self, handle: int) -> None:
        """Wait for a process that has ended, and tell how it did."""
        self._poll.unregister(handle)
        self._own.discard(handle)
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
    load_decoder()
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
