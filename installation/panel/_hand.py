"""Tells that somebody is at the panel: by the pointer, which a finger moves, too, and the focus."""

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication


class Hand:
    """Looks a few times a second; an event filter would be called for every event. Qt's thread."""

    def __init__(self) -> None:
        self._before: tuple[object, ...] | None = None

    def has_moved(self) -> bool:
        """Tell whether the pointer, a button or the keyboard's focus is another than at last."""
        focus = QApplication.focusWidget()
        now = QCursor.pos().toTuple(), QApplication.mouseButtons(), focus and id(focus)
        moved, self._before = self._before not in (None, now), now
        return moved
