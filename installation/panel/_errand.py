"""Errands that wait for the disk, done on a thread: the window never waits for them."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from installation.errors import KissError

R = TypeVar("R")


class _Post(QObject):
    """Brings what a thread has found to Qt's."""

    came = Signal(object)


class Errand(Generic[R]):
    """One at a time; what is found, or the fault, is handed over on Qt's thread."""

    def __init__(self, found: Callable[[R], None], failed: Callable[[KissError], None]) -> None:
        self._found, self._failed = found, failed
        self._post = _Post()
        self._post.came.connect(self._hand_over)
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Tell whether it is on its way."""
        return self._thread is not None

    def run(self, work: Callable[[], R]) -> None:
        """Do something, unless it is done already."""
        if self._thread is None:
            # a disk that hangs must not hold up the panel's end
            self._thread = threading.Thread(target=self._go, args=(work,), daemon=True)
            self._thread.start()

    def _go(self, work: Callable[[], R]) -> None:
        try:
            self._post.came.emit(work())
        except KissError as fault:
            self._post.came.emit(fault)
        except OSError as fault:  # a disk that is not there any more
            self._post.came.emit(KissError(str(fault)))

    def _hand_over(self, result: object) -> None:
        self._thread = None
        if isinstance(result, KissError):
            self._failed(result)
        else:
            self._found(result)  # type: ignore[arg-type]
