"""Keeps count of the callbacks that Zenoh has, each in a thread of its own.

A thread that comes to Python while the process ends is cut off in the middle of Rust, which aborts
the process ("exception not rethrown"): of three that only spoke for a second one did. So whoever
closes a session waits until its threads have let go.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

from zenoh.handlers import Callback

T = TypeVar("T")
PATIENCE_S = 2.0


class ZenohCallbacks:
    """All callbacks of one session."""

    def __init__(self) -> None:
        self._held = 0
        self._changed = threading.Condition()

    def of(self, called: Callable[[T], None]) -> "Callback[T]":
        """Return a callback for Zenoh, which counts until Zenoh drops it."""
        with self._changed:
            self._held += 1
        return Callback(called, self._drop)

    def _drop(self) -> None:
        with self._changed:
            self._held -= 1
            self._changed.notify_all()

    def wait(self) -> bool:
        """Wait until all are dropped, which closing the session does; whether they were."""
        with self._changed:
            return self._changed.wait_for(lambda: self._held == 0, PATIENCE_S)
