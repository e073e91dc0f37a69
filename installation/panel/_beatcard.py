"""One beat on the sheet of beats: how sure it is, on what grounds, its picture in both films."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from installation.panel._brushes import Picture, colour, font, image
from installation.panel._style import EDGE, INK, QUIET, RAISED
from installation.proposal import LIKELY, SURE
from installation.show import status_words
from installation.units import seconds

TEXT = 78
"""The height of a card's words, in pixels."""


@dataclass(frozen=True)
class BeatCard:
    """One beat: its name, where it is in each film, and the picture there.

    ``confidence`` is None for a beat that both films have already; ``grounds`` in words.
    """

    name: str
    there_ns: int
    at_ns: int
    confidence: float | None
    grounds: str
    there: Picture
    here: Picture


def half_height(width: float) -> int:
    """Return how high each of its pictures is on a card of a width."""
    return round((width - 24) * 9 / 16)


def card_height(width: float) -> int:
    """Return how high a card of a width is."""
    return 2 * half_height(width) + TEXT + 30


def draw_card(painter: QPainter, card: BeatCard, left: float, top: float, width: float) -> None:
    """Draw a beat in a box of some width, its left upper corner at a place."""
    half = half_height(width)
    tone = colour(card.confidence)
    painter.setPen(QPen(QColor(EDGE), 1))
    painter.setBrush(QColor(RAISED))
    painter.drawRoundedRect(QRectF(left, top, width, card_height(width)), 8, 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tone)
    painter.drawRoundedRect(QRectF(left + 12, top + 14, 5, 22), 2.5, 2.5)
    painter.setPen(QColor(INK))
    painter.setFont(font(19, bold=True))
    room = width - 120
    name = QFontMetricsF(painter.font()).elidedText(card.name, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QPointF(left + 26, top + 32), name)
    painter.setPen(tone)
    painter.setFont(font(15, bold=True))
    says = _says(card.confidence)
    wide = QFontMetricsF(painter.font()).horizontalAdvance(says)
    painter.drawText(QPointF(left + width - 12 - wide, top + 31), says)
    painter.setPen(QColor(QUIET))
    painter.setFont(font(14))
    painter.drawText(QPointF(left + 12, top + 60), card.grounds)
    y = top + TEXT
    for picture, at_ns in ((card.there, card.there_ns), (card.here, card.at_ns)):
        place = QRectF(left + 12, y, width - 24, half)
        painter.drawImage(place, image(picture))
        painter.setFont(font(15, bold=True))
        time = status_words.clock(seconds(at_ns))
        tag = QRectF(0, 0, QFontMetricsF(painter.font()).horizontalAdvance(time) + 14, 24)
        tag.moveBottomLeft(place.bottomLeft() + QPointF(6, -6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(18, 17, 15, 215))
        painter.drawRoundedRect(tag, 4, 4)
        painter.setPen(QColor(INK))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, time)
        y += half + 8


def _says(confidence: float | None) -> str:
    if confidence is None:
        return "has it"
    word = "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "not sure"
    return f"{word}, {confidence:.0%}"
