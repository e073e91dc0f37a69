"""Writes files whole in a thread of its own, so that no order waits for a disk.

A disk on which a film is being copied takes seconds to say that a file is safe. What is given here
is on its way at once; of two contents for one file the later one counts. A power cut loses what was
on its way, and leaves what was there before. What a disk refuses (full, read-only) is tried again
until it takes it, so that what lies there is not old for ever. One that does not answer at all is
told, and nobody waits for it.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from installation.files import DiskWait, write_whole
from installation.said import Said, verbatim

RETRY_S = 5.0
"""How long what a disk has refused rests."""

Task = Callable[[], None]


class LazyWriter:
    """Files and their next contents. One thread asks, one of its own writes while there is work."""

    def __init__(
        self,
        write: Callable[[Path, bytes], None] = write_whole,
        retry_s: float = RETRY_S,
    ) -> None:
        self._write, self._retry_s = write, retry_s
        self._lock = threading.Condition()
        self._pending: dict[Path, Task] = {}
        self._refused: dict[Path, Task] = {}
        self._finishing = False
        self._faults: dict[Path, str] = {}
        self._thread: threading.Thread | None = None
        self._disk = DiskWait()
        self._again_s = 0.0
        """When what was refused is tried again."""

    def write(self, path: Path, data: bytes) -> None:
        """Have a file written; what could not be is told by `fault`."""
        self.do(path, partial(self._write, path, data))

    def do(self, path: Path, task: Task) -> None:
        """Have something else done with a path, which may raise OSError; in place of what waits."""
        with self._lock:
            self._pending[path] = task
            self._refused.pop(path, None)
            self._finishing = False
            self._lock.notify()
            self._see_to_thread()

    def fault(self, *paths: Path) -> Said:
        """Return why one of these files could not be written last time; empty when all could."""
        with self._lock:
            if hangs := self._disk.trouble():
                return Said("{hangs} (does it hang?)", hangs=hangs)
            said = (self._faults.get(path, "") for path in paths)
            return verbatim(next(filter(None, said), ""))

    def finish(self, patience_s: float = 5.0) -> None:
        """Wait until all has been written or refused, but not for longer."""
        with self._lock:
            self._finishing = True
            self._lock.notify()
            self._see_to_thread()
            thread = self._thread
        if thread is not None:
            thread.join(patience_s)

    def _see_to_thread(self) -> None:
        """Have a thread while there is work; without one it is tried again at the next file."""
        if self._thread is not None or not self._pending:
            return
        # a disk that hangs must not keep the process from ending
        thread = threading.Thread(target=self._work, name="writer", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:  # no memory, no more threads
            self._faults |= dict.fromkeys(self._pending, str(error))
        else:
            self._thread = thread

    def _work(self) -> None:
        while (given := self._next()) is not None:
            path, task = given
            try:
                task()
                fault = ""
            except OSError as error:
                fault = error.strerror or str(error)
            with self._lock:
                self._disk.end()
                self._faults[path] = fault
                if fault and path not in self._pending:
                    # not by each new one, or what comes often kept the others waiting
                    self._again_s = self._again_s if self._refused else _in(self._retry_s)
                    self._refused[path] = task

    def _next(self) -> tuple[Path, Task] | None:
        """Return what is to be done next; None when the thread is not needed any more."""
        with self._lock:
            while True:
                if self._refused and time.monotonic() >= self._again_s and not self._finishing:
                    self._pending, self._refused = self._refused | self._pending, {}
                if self._pending:
                    path = next(iter(self._pending))
                    self._disk.begin()
                    return path, self._pending.pop(path)
                if not self._refused or self._finishing:
                    self._thread = None
                    return None
                self._lock.wait(max(0.0, self._again_s - time.monotonic()))


def _in(duration_s: float) -> float:
    return time.monotonic() + duration_s
