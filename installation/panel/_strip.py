"""A row of a version's small pictures, one for each beat."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from installation.panel._style import EDGE, INK
from installation.panel._tongue import tr

Pictures = Sequence[tuple[str, QImage]]


class Strip(QWidget):
    """As many pictures as fit, each whole, with its beat's name on it."""

    def __init__(self, height: int = 54) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Pictures of its beats"))
        self._pictures: Pictures = ()
        self._height = height
        self.hide()

    def show_pictures(self, pictures: Pictures) -> None:
        """Show them."""
        before = self._pictures
        self._pictures = pictures
        if _keys(pictures) != _keys(before):  # a card may be another version's by now
            self.update()

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._height = max(48, round(54 * scale))  # as the button beside it
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Its height, and any width."""
        return QSize(0, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw them from the left."""
        left, high = 0.0, float(self.height())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            font = painter.font()
            font.setPixelSize(max(9, round(high * 0.22)))
            painter.setFont(font)
            for beat, image in self._pictures:
                wide = high * image.width() / max(image.height(), 1)
                if left + wide > self.width():
                    return
                place = QRectF(left, 0, wide, high)
                painter.drawImage(place, image)
                if beat:  # the poster has none
                    tag(painter, place, beat)
                left += wide + 3


def _keys(pictures: Pictures) -> list[tuple[str, int]]:
    return [(beat, image.cacheKey()) for beat, image in pictures]


def tag(painter: QPainter, place: QRectF, text: str) -> None:
    """Write a name on a picture's foot, on a ground on which it can be read."""
    high = painter.fontMetrics().height()
    foot = QRectF(place.left(), place.bottom() - high, place.width(), high)
    ground = QColor(EDGE)
    ground.setAlpha(215)
    painter.fillRect(foot, ground)
    painter.setPen(QColor(INK))
    inside = foot.adjusted(4, 0, -4, 0)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
    painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)
