"""Holds one thread of another process while the others go on: what a hang in a library looks like.

By ptrace, so it needs the right to (root, or the process is a descendant and Yama allows it). All
calls for one thread come from one thread of ours.
"""

import ctypes
import os
import threading
from pathlib import Path

from installation.errors import KissError

_SEIZE, _INTERRUPT, _DETACH = 0x4206, 0x4207, 17
_WALL = 0x40000000
_LOOK_S = 0.02


def thread_named(pid: int, name: str) -> int | None:
    """Return the first thread of a process that has a name, if any."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/comm"):
        try:
            if task.read_text().strip() == name:
                found.append(int(task.parent.name))
        except OSError:  # it has just ended
            continue
    return min(found, default=None)


class HeldThread:
    """Holds a thread from its making until :meth:`release` or the process's end.

    Raises KissError when it may not.
    """

    def __init__(self, thread: int) -> None:
        self._thread = thread
        self._fault = 0
        self._held, self._over = threading.Event(), threading.Event()
        self._holder = threading.Thread(target=self._hold, name="holder")
        self._holder.start()
        self._held.wait()
        if self._fault:
            self._holder.join()
            raise KissError(f"thread {thread} cannot be held: {os.strerror(self._fault)}")

    def release(self) -> None:
        """Let it go on, if its process is still there."""
        self._over.set()
        self._holder.join()

    def _hold(self) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        libc.ptrace.restype = ctypes.c_long
        for request in (_SEIZE, _INTERRUPT):
            if libc.ptrace(request, self._thread, None, None) < 0:
                self._fault = ctypes.get_errno()
                self._held.set()
                return
        os.waitpid(self._thread, _WALL)
        self._held.set()
        while not self._over.wait(_LOOK_S):
            # its end has to be taken note of here, or its process is never rid of it
            ended, status = os.waitpid(self._thread, _WALL | os.WNOHANG)
            if ended and not os.WIFSTOPPED(status):
                return
        libc.ptrace(_DETACH, self._thread, None, None)
