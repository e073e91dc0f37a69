"""The end of a window in a test: what it owns is gone before the next one begins."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget


def let_go(window: QWidget) -> None:
    """Close it, and have Qt delete it, with all that it owns, now."""
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
