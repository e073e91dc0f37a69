"""The brushes of the sheet of beats: letters, pictures, the colour of a confidence."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QImage, QPen

from installation.panel._page import Sign
from installation.panel._style import CANDLE, COLOURS, INK
from installation.proposal import LIKELY, SURE

Picture = NDArray[np.uint8]
"""(height, width, 3) RGB."""


def font(pixels: int, bold: bool = False, serif: bool = False) -> QFont:
    """Letters of a height."""
    made = QFont("DejaVu Serif" if serif else "DejaVu Sans")
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


def image(picture: Picture) -> QImage:
    """A picture as Qt has them."""
    height, width, _ = picture.shape
    data = np.ascontiguousarray(picture)
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def colour(confidence: float | None) -> QColor:
    """Return how sure it is, as a colour; None is a beat that both films have."""
    if confidence is None:
        return QColor(INK)
    if confidence >= SURE:
        return QColor(COLOURS[Sign.WELL])
    return QColor(CANDLE if confidence >= LIKELY else COLOURS[Sign.TROUBLE])


def pen(confidence: float | None) -> QPen:
    """Return how sure it is, as a line: what is not sure is dashed."""
    made = QPen(colour(confidence), 3.0)
    if confidence is not None and confidence < LIKELY:
        made.setWidthF(2.5)
        made.setDashPattern([2.2, 2.2])
    made.setCapStyle(Qt.PenCapStyle.RoundCap)
    return made
