"""A sign as a filled shape with a mark in it: told apart without its colour too."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from installation.panel._page import Sign
from installation.panel._style import COLOURS, GROUND

MARKS = {
    Sign.WELL: "✓",
    Sign.NOTE: "i",
    Sign.STILL: "❚❚",
    Sign.BUSY: "…",
    Sign.CARE: "!",
    Sign.TROUBLE: "✕",
}


class Badge(QWidget):
    """``share`` is its height against that of a line of text in its font."""

    def __init__(self, name: str, share: float = 1.0) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._share, self._sign = share, Sign.BUSY

    def show_sign(self, sign: Sign) -> None:
        """Show it."""
        if sign is not self._sign:
            self._sign = sign
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A square."""
        side = round(self.fontMetrics().height() * self._share)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """A disc when it can be left alone; a triangle or an octagon when not."""
        side = float(min(self.width(), self.height()))
        whole = QRectF(0, 0, side, side)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(COLOURS[self._sign]))
            if self._sign is Sign.CARE:
                painter.drawPolygon(_regular(3, side * 0.58, QPointF(side / 2, side * 0.6), -90))
            elif self._sign is Sign.TROUBLE:
                painter.drawPolygon(_regular(8, side * 0.53, whole.center(), 22.5))
            else:
                painter.drawEllipse(whole)
            font = QFont(self.font())
            font.setBold(True)
            font.setPixelSize(max(1, round(side * (0.4 if self._sign is Sign.STILL else 0.62))))
            painter.setFont(font)
            painter.setPen(QColor(GROUND))
            if self._sign is Sign.CARE:
                whole.translate(0, side * 0.06)
            elif self._sign is Sign.BUSY:
                whole.translate(0, -side * 0.18)
            painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, MARKS[self._sign])


def _regular(corners: int, radius: float, centre: QPointF, turn: float) -> QPolygonF:
    """A polygon with equal sides, its first corner at an angle in degrees."""
    points = QPolygonF()
    for number in range(corners):
        angle = math.radians(turn + 360 * number / corners)
        across, down = radius * math.cos(angle), radius * math.sin(angle)
        points.append(QPointF(centre.x() + across, centre.y() + down))
    return points
