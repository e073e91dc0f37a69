"""A meter of sound: a bar that follows what is heard, with a mark where it was loudest of late."""

from math import log10

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from installation.panel._page import Sign
from installation.panel._style import COLOURS, EDGE, INK
from installation.panel._tongue import tr

FLOOR_DB = -54.0
"""What is quieter shows nothing."""
FALL_DB_S = 26.0
"""How fast it falls back: as slow as eyes follow, as on a peak programme meter."""
HOLD_S = 1.5
"""How long the mark stays."""
ZONES = ((-12.0, COLOURS[Sign.WELL]), (-3.0, COLOURS[Sign.CARE]), (0.0, COLOURS[Sign.TROUBLE]))
"""Up to which loudness (dB of full scale) the bar has which colour."""


def decibels(peak: float) -> float:
    """Return a peak's loudness in dB of full scale, never below FLOOR_DB. Pure."""
    return max(FLOOR_DB, 20 * log10(peak)) if peak > 0 else FLOOR_DB


def share(loud_db: float) -> float:
    """Return how much of the bar a loudness fills, 0 to 1. Pure."""
    return min(max(1 - loud_db / FLOOR_DB, 0.0), 1.0)


class SoundMeter(QWidget):
    """Shows what it is told; the time since it was told last makes it fall."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._high = 8
        self._now_db = self._top_db = FLOOR_DB
        self._held_s = 0.0

    def show_name(self, name: str) -> None:
        """Say whose it is."""
        self.setAccessibleName(tr("How loud {screen} is now", screen=name))

    def show_peak(self, peak: float, passed_s: float) -> None:
        """Show the highest peak of the time that has passed."""
        before = self._now_db, self._top_db
        heard_db = decibels(peak)
        self._now_db = max(heard_db, self._now_db - FALL_DB_S * passed_s, FLOOR_DB)
        self._held_s += passed_s
        if self._now_db >= self._top_db or self._held_s > HOLD_S:
            self._top_db, self._held_s = self._now_db, 0.0
        if (self._now_db, self._top_db) != before:
            self.update()

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._high = max(6, round(8 * scale))
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A thin bar of any width."""
        return QSize(120, self._high)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the bar by zones, and the mark."""
        wide, high = self.width(), float(self.height())
        with QPainter(self) as painter:
            painter.fillRect(QRectF(0, 0, wide, high), QColor(EDGE))
            begins, ends = 0.0, share(self._now_db) * wide
            for upto_db, colour in ZONES:
                zone = share(upto_db) * wide
                if ends > begins:
                    part = QRectF(begins, 0, min(ends, zone) - begins, high)
                    painter.fillRect(part, QColor(colour))
                begins = zone
            if self._top_db > FLOOR_DB:
                at = min(share(self._top_db) * wide, wide - 3)
                painter.fillRect(QRectF(at, 0, 3, high), QColor(INK))
