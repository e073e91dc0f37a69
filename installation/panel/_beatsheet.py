"""Proposed beats as a picture: both films' strips, lines between the beats, a card for each."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
)

from installation.panel._beatcard import BeatCard, card_height, draw_card
from installation.panel._brushes import colour, font, pen
from installation.panel._filmstrip import (
    MARGIN,
    SAID,
    SOUND,
    STRIP,
    SWELL,
    WIDTH,
    FilmRow,
    draw_strip,
    place_of,
)
from installation.panel._style import GROUND, INK, QUIET

GAP, BAND = 14, 210
COLUMNS = 6


def sheet(model: FilmRow, film: FilmRow, cards: Sequence[BeatCard]) -> bytes:
    """The sheet as a PNG. ``model`` is the film that has the beats, above; ``film`` lies below.

    Makes a Qt application without a display when there is none yet.
    """
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _keep.append(QGuiApplication(["kiss"]))
    return _Sheet(model, film, cards).png()


_keep: list[QGuiApplication] = []


class _Sheet:
    def __init__(self, model: FilmRow, film: FilmRow, cards: Sequence[BeatCard]) -> None:
        self.model, self.film, self.cards = model, film, cards
        self.longest = max(model.duration_ns, film.duration_ns)
        rows = -(-len(cards) // COLUMNS)
        self.columns = max(-(-len(cards) // rows), 4)
        self.card_width = (WIDTH - 2 * MARGIN - GAP * (self.columns - 1)) / self.columns
        self.card_height = card_height(self.card_width)
        self.top = 196
        below = self.top + SWELL + STRIP + BAND + STRIP + SWELL
        self.cards_top = below + 96
        self.height = round(self.cards_top + rows * (self.card_height + GAP) + MARGIN - GAP)

    def png(self) -> bytes:
        image = QImage(WIDTH, self.height, QImage.Format.Format_RGB32)
        image.fill(QColor(GROUND))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        try:
            self._heading(painter)
            self._key(painter)
            upper = self.top + SWELL
            lower = upper + STRIP + BAND
            draw_strip(painter, self.model, self.longest, upper, above=True)
            draw_strip(painter, self.film, self.longest, lower, above=False)
            self._lines(painter, upper + STRIP, lower)
            for i, card in enumerate(self.cards):
                left = MARGIN + (i % self.columns) * (self.card_width + GAP)
                top = self.cards_top + (i // self.columns) * (self.card_height + GAP)
                draw_card(painter, card, left, top, self.card_width)
        finally:
            painter.end()
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(held.data())

    def _x(self, at_ns: int) -> float:
        return place_of(at_ns, self.longest)

    def _heading(self, painter: QPainter) -> None:
        painter.setPen(QColor(INK))
        painter.setFont(font(34, serif=True))
        painter.drawText(QPointF(MARGIN, 70), f"{self.film.title}")
        painter.setFont(font(19))
        painter.setPen(QColor(QUIET))
        found = [card for card in self.cards if card.confidence is not None]
        painter.drawText(
            QPointF(MARGIN, 104), f"{len(found)} beats proposed by those of {self.model.title}"
        )
        x = float(WIDTH - MARGIN)
        for confidence, word in (
            (0.2, "not sure"),
            (0.6, "likely"),
            (0.9, "sure"),
            (None, "has it"),
        ):
            if not any(colour(card.confidence) == colour(confidence) for card in self.cards):
                continue
            x -= QFontMetricsF(painter.font()).horizontalAdvance(word)
            painter.setPen(QColor(INK))
            painter.drawText(QPointF(x, 70), word)
            painter.setPen(pen(confidence))
            painter.drawLine(QPointF(x - 52, 64), QPointF(x - 12, 64))
            x -= 84

    def _key(self, painter: QPainter) -> None:
        """Draw the key to the marks along the strips, for those that there are."""
        strips = self.model, self.film
        painter.setFont(font(15))
        painter.setPen(QColor(QUIET))
        x = float(WIDTH - MARGIN)
        for word, there, tone, wide, high in (
            ("cuts", any(strip.cuts for strip in strips), INK, 2, 9),
            ("what is said", any(strip.lines for strip in strips), SAID, 24, 4),
            ("loudness", any(len(strip.loudness) for strip in strips), SOUND, 24, 12),
        ):
            if there:
                x -= QFontMetricsF(painter.font()).horizontalAdvance(word)
                painter.drawText(QPointF(x, 104), word)
                x -= wide + 9
                painter.fillRect(QRectF(x, 99 - high / 2, wide, high), QColor(tone))
                x -= 26

    def _lines(self, painter: QPainter, top: float, bottom: float) -> None:
        painter.setFont(font(16, bold=True))
        metrics = QFontMetricsF(painter.font())
        rows = _rows(
            [(self._x(c.there_ns), metrics.horizontalAdvance(c.name) + 12) for c in self.cards]
        )
        for card, (left, row) in zip(self.cards, rows, strict=True):
            start, end = self._x(card.there_ns), self._x(card.at_ns)
            tone = colour(card.confidence)
            y = top + 30 + 24 * row
            fade = QLinearGradient(0, top, 0, bottom)
            fade.setColorAt(0, QColor(INK))
            fade.setColorAt(0.35, tone)
            fade.setColorAt(1, tone)
            line = pen(card.confidence)
            line.setBrush(fade)
            path = QPainterPath(QPointF(start, top))
            bend = top + 112
            path.lineTo(start, bend)
            path.cubicTo(start, bend + 50, end, bottom - 60, end, bottom - 10)
            path.lineTo(end, bottom)
            painter.setPen(line)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            for x, at in ((start, top), (end, bottom)):
                painter.drawEllipse(QPointF(x, at), 5, 5)
            box = QRectF(left, y - 17, metrics.horizontalAdvance(card.name) + 12, 23)
            painter.setBrush(QColor(GROUND))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(INK))
            painter.drawText(QPointF(left + 6, y), card.name)


def _rows(wanted: Sequence[tuple[float, float]]) -> list[tuple[float, int]]:
    """(left, row) of names at places of some width, so that none lies on another."""
    ends: list[float] = []
    placed = []
    for x, width in wanted:
        left = min(max(x - width / 2, MARGIN), WIDTH - MARGIN - width)
        row = next((i for i, end in enumerate(ends) if end + 6 <= left), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = left + width
        placed.append((left, row))
    return placed
