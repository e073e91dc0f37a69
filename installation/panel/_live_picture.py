"""A screen's live picture on its card: what the stage last put on its glass, small."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from installation.link import Thumbnail, Thumbnails
from installation.panel._style import EDGE, QUIET
from installation.panel._tongue import tr
from installation.units import SECOND

OLD_NS = SECOND
"""From this age on a picture is not called live any more: the stage is away."""


class LivePicture(QWidget):
    """A picture that is not there is said in words."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setObjectName("quiet")
        self._pixels: NDArray[np.uint8] | None = None
        self._old = False

    def show_picture(self, pixels: NDArray[np.uint8] | None, old: bool = False) -> None:
        """Show it, dimmed if it is old; None for none."""
        if pixels is not self._pixels or old != self._old:
            self._pixels, self._old = pixels, old
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """No size of its own: it takes what the words leave."""
        return QSize(96, 54)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Small enough for the smallest panel, and still a picture."""
        return QSize(64, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the picture whole, in the middle."""
        with QPainter(self) as painter:
            if self._pixels is None:
                self._draw_blank(painter)
                return
            height, width, _ = self._pixels.shape
            share = min(self.width() / width, self.height() / height)
            place = QRectF(0, 0, width * share, height * share)
            place.moveCenter(QRectF(self.rect()).center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            kind = QImage.Format.Format_RGB32
            painter.drawImage(place, QImage(self._pixels.data, width, height, 4 * width, kind))
            if self._old:
                painter.fillRect(place, QColor(0, 0, 0, 150))
                painter.setPen(QColor(QUIET))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tr("old"))

    def _draw_blank(self, painter: QPainter) -> None:
        painter.setPen(QColor(EDGE))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setPen(QColor(QUIET))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("no picture"))


def pictures(found: Thumbnails | None) -> dict[str, Thumbnail]:
    """Return the small pictures by their screens."""
    return {small.screen: small for small in found.screens} if found else {}
