"""A log whose lines are written by a thread: who has something to say does not wait for a disk."""

import contextlib
import logging
import os
import threading
from collections import deque

MOST = 1000
"""Lines that wait for a disk; the oldest go."""
LAST_S = 1.0
"""How long a process that ends waits until its last lines are written."""
STDERR = 2
"""Written to by its number: Python's own ``sys.stderr`` has a lock, which a thread that waits for a
disk keeps, and which a Python that ends waits for (3.13; its predecessors gave up)."""


class PatientHandler(logging.Handler):
    """Writes to stderr, which the supervisor gives a file. Any thread may log."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter(text))
        self._lines: deque[str] = deque(maxlen=MOST)
        self._news, self._over = threading.Event(), False
        self._thread = threading.Thread(target=self._work, name="log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Hand a line over. Returns at once."""
        self._lines.append(self.format(record))
        self._news.set()

    def close(self) -> None:
        """Have what waits written, but do not wait for a disk that hangs.

        By :func:`logging.shutdown`: at an orderly end, and before one that is not.
        """
        self._over = True
        self._news.set()
        self._thread.join(LAST_S)
        super().close()

    def _work(self) -> None:
        while not self._over or self._lines:
            self._news.wait()
            self._news.clear()
            while self._lines:
                left = f"{self._lines.popleft()}\n".encode(errors="backslashreplace")
                with contextlib.suppress(OSError):  # a full disk; nobody reads any more
                    while left:
                        left = left[os.write(STDERR, left) :]
