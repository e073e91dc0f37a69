"""A plot of the last ten minutes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from installation.panel._style import CANDLE, EDGE, INK, QUIET, RAISED

Values = Sequence[tuple[float, float | None]]
"""(place, 0 is ten minutes ago and 1 now; value, None where there is none)."""


@dataclass(frozen=True)
class PlotScale:
    """A plot's name, and the values at its foot and its top."""

    name: str
    least: float
    most: float
    share: bool = False
    """The values are shares, and told in percent."""

    def text(self, value: float) -> str:
        """Return a value as it is written at the edge."""
        return f"{value:.0%}" if self.share else f"{value:.0f}"


class Plot(QWidget):
    """Its name and its present value above, the line below."""

    def __init__(self, scale: PlotScale) -> None:
        super().__init__()
        self.setObjectName("quiet")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._scale = scale
        self._values: Values = ()
        self._says = ""

    def show_values(self, values: Values, says: str) -> None:
        """Show them; ``says`` is what they come to, in words."""
        self._values, self._says = values, says
        self.setAccessibleName(f"{self._scale.name}: {says}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Three lines of text."""
        return QSize(160, self.fontMetrics().height() * 4)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Two lines and a little."""
        return QSize(120, round(self.fontMetrics().height() * 2.6))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        metrics = self.fontMetrics()
        high = metrics.height()
        area = QRectF(0, high * 1.2, self.width(), self.height() - high * 1.2)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(QUIET))
            painter.drawText(QPointF(0, metrics.ascent()), self._scale.name)
            painter.setPen(QColor(INK))
            right = self.width() - metrics.horizontalAdvance(self._says)
            painter.drawText(QPointF(right, metrics.ascent()), self._says)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(RAISED))
            painter.drawRoundedRect(area, 4, 4)
            painter.setPen(QPen(QColor(EDGE), 1))
            for number in (1, 2, 3):
                y = area.top() + area.height() * number / 4
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(QUIET))
            foot = painter.font()
            foot.setPixelSize(max(10, round(high * 0.6)))
            painter.setFont(foot)
            inside = area.adjusted(4, 1, -4, -2)
            top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
            painter.drawText(inside, top, self._scale.text(self._scale.most))
            painter.drawText(inside, bottom, self._scale.text(self._scale.least))
            painter.setPen(QPen(QColor(CANDLE), 2))
            for line in self._lines(area):
                painter.drawPolyline(line)

    def _lines(self, area: QRectF) -> list[QPolygonF]:
        """Return the line, in pieces where a value is missing."""
        inside = area.adjusted(2, 4, -2, -4)
        wide = self._scale.most - self._scale.least
        pieces, piece = [], QPolygonF()
        for place, value in self._values:
            if value is None:
                pieces.append(piece)
                piece = QPolygonF()
                continue
            share = min(max((value - self._scale.least) / wide, 0.0), 1.0)
            x = inside.left() + place * inside.width()
            piece.append(QPointF(x, inside.bottom() - share * inside.height()))
        return [one for one in (*pieces, piece) if one.size()]
