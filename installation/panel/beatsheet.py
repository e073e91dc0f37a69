"""Proposed beats as a picture: both films' strips, lines between the beats, a card for each."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
)

from installation.panel.page import Sign
from installation.panel.style import CANDLE, COLOURS, EDGE, GROUND, INK, QUIET, RAISED
from installation.proposal.propose import LIKELY, SURE
from installation.show.status import clock
from installation.units import seconds

Picture = NDArray[np.uint8]
"""(height, width, 3) RGB."""

WIDTH, MARGIN, GAP = 1920, 48, 14
STRIP, SWELL, BAND = 96, 34, 210
THUMB = (STRIP * 16 // 9, STRIP)
"""A strip's picture: width, height."""

SOUND, SAID = "#4d463b", "#8fbbe6"
"""The colours of what is heard and of what is said."""

COLUMNS = 6
CARD_TEXT = 78


@dataclass(frozen=True)
class Strip:
    """One film: its title, its length, small pictures from left to right, what is heard and said.

    ``loudness`` is in dB, evenly over the length; ``lines`` are the subtitles' (from, until) and
    ``cuts`` the changes of scene, in ns.
    """

    title: str
    duration_ns: int
    pictures: Sequence[Picture]
    loudness: NDArray[np.float32]
    lines: Sequence[tuple[int, int]]
    cuts: Sequence[int]


@dataclass(frozen=True)
class Card:
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


def strip_moments(duration_ns: int, longest_ns: int) -> list[int]:
    """When the pictures of a strip are taken (ns), so that they fill its part of the width."""
    width = _across(duration_ns, longest_ns)
    count = max(round(width / THUMB[0]), 1)
    return [int(duration_ns * (k + 0.5) / count) for k in range(count)]


def sheet(model: Strip, film: Strip, cards: Sequence[Card]) -> bytes:
    """The sheet as a PNG. ``model`` is the film that has the beats, above; ``film`` lies below.

    Makes a Qt application without a display when there is none yet.
    """
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _keep.append(QGuiApplication(["kiss"]))
    return _Sheet(model, film, cards).png()


_keep: list[QGuiApplication] = []


def _across(duration_ns: int, longest_ns: int) -> float:
    return (WIDTH - 2 * MARGIN) * duration_ns / longest_ns


def _font(pixels: int, bold: bool = False, serif: bool = False) -> QFont:
    font = QFont("DejaVu Serif" if serif else "DejaVu Sans")
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def _image(picture: Picture) -> QImage:
    height, width, _ = picture.shape
    data = np.ascontiguousarray(picture)
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _colour(confidence: float | None) -> QColor:
    if confidence is None:
        return QColor(INK)
    if confidence >= SURE:
        return QColor(COLOURS[Sign.WELL])
    return QColor(CANDLE if confidence >= LIKELY else COLOURS[Sign.TROUBLE])


def _says(confidence: float | None) -> str:
    if confidence is None:
        return "has it"
    word = "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "not sure"
    return f"{word}, {confidence:.0%}"


class _Sheet:
    def __init__(self, model: Strip, film: Strip, cards: Sequence[Card]) -> None:
        self.model, self.film, self.cards = model, film, cards
        self.longest = max(model.duration_ns, film.duration_ns)
        rows = -(-len(cards) // COLUMNS)
        self.columns = max(-(-len(cards) // rows), 4)
        self.card_width = (WIDTH - 2 * MARGIN - GAP * (self.columns - 1)) / self.columns
        self.half = round((self.card_width - 24) * 9 / 16)
        self.card_height = 2 * self.half + CARD_TEXT + 30
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
            self._strip(painter, self.model, upper, above=True)
            self._strip(painter, self.film, lower, above=False)
            self._lines(painter, upper + STRIP, lower)
            for i, card in enumerate(self.cards):
                self._card(painter, card, i)
        finally:
            painter.end()
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(held.data())

    def _x(self, at_ns: int) -> float:
        return MARGIN + _across(at_ns, self.longest)

    def _heading(self, painter: QPainter) -> None:
        painter.setPen(QColor(INK))
        painter.setFont(_font(34, serif=True))
        painter.drawText(QPointF(MARGIN, 70), f"{self.film.title}")
        painter.setFont(_font(19))
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
            if not any(_colour(card.confidence) == _colour(confidence) for card in self.cards):
                continue
            x -= QFontMetricsF(painter.font()).horizontalAdvance(word)
            painter.setPen(QColor(INK))
            painter.drawText(QPointF(x, 70), word)
            painter.setPen(self._pen(confidence))
            painter.drawLine(QPointF(x - 52, 64), QPointF(x - 12, 64))
            x -= 84

    def _key(self, painter: QPainter) -> None:
        """What the marks along the strips are, those that there are."""
        strips = self.model, self.film
        painter.setFont(_font(15))
        painter.setPen(QColor(QUIET))
        x = float(WIDTH - MARGIN)
        for word, there, colour, wide, high in (
            ("cuts", any(strip.cuts for strip in strips), INK, 2, 9),
            ("what is said", any(strip.lines for strip in strips), SAID, 24, 4),
            ("loudness", any(len(strip.loudness) for strip in strips), SOUND, 24, 12),
        ):
            if there:
                x -= QFontMetricsF(painter.font()).horizontalAdvance(word)
                painter.drawText(QPointF(x, 104), word)
                x -= wide + 9
                painter.fillRect(QRectF(x, 99 - high / 2, wide, high), QColor(colour))
                x -= 26

    def _pen(self, confidence: float | None) -> QPen:
        pen = QPen(_colour(confidence), 3.0)
        if confidence is not None and confidence < LIKELY:
            pen.setWidthF(2.5)
            pen.setDashPattern([2.2, 2.2])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        return pen

    def _strip(self, painter: QPainter, strip: Strip, top: float, above: bool) -> None:
        width = _across(strip.duration_ns, self.longest)
        each = width / len(strip.pictures)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(MARGIN, top, width, STRIP), 6, 6)
        painter.save()
        painter.setClipPath(clip)
        for k, picture in enumerate(strip.pictures):
            image = _image(picture)
            place = QRectF(MARGIN + k * each, top, each + 0.5, STRIP)
            cut = QRectF(image.rect())
            if cut.width() / cut.height() > place.width() / place.height():
                wide = cut.height() * place.width() / place.height()
                cut = QRectF((cut.width() - wide) / 2, 0, wide, cut.height())
            painter.drawImage(place, image, cut)
            if k:
                painter.fillRect(QRectF(place.left() - 0.75, top, 1.5, STRIP), QColor(GROUND))
        painter.restore()
        self._swell(painter, strip, top, above)

    def _swell(self, painter: QPainter, strip: Strip, top: float, above: bool) -> None:
        """What is heard, said and cut, on the strip's outer side: lines first, then the sound."""
        base = top - 8 if above else top + STRIP + 8
        way = -1 if above else 1
        painter.setPen(Qt.PenStyle.NoPen)
        if len(strip.loudness):
            width = max(round(_across(strip.duration_ns, self.longest)), 2)
            at = np.linspace(0, len(strip.loudness) - 1, width)
            level = np.interp(at, np.arange(len(strip.loudness)), strip.loudness)
            low, high = np.percentile(level, 2), np.percentile(level, 99.5)
            share = np.clip((level - low) / max(high - low, 1e-6), 0.0, 1)
            path = QPainterPath(QPointF(MARGIN, base))
            for k, part in enumerate(share):
                path.lineTo(MARGIN + k, base + way * (1.5 + (SWELL - 14) * float(part)))
            path.lineTo(MARGIN + width, base)
            painter.setBrush(QColor(SOUND))
            painter.drawPath(path)
        said = QColor(SAID)
        for begins, ends in strip.lines:
            rest = QRectF(self._x(begins), base - (4 if not above else 0), 0, 4)
            rest.setRight(max(self._x(min(ends, strip.duration_ns)), rest.left() + 2))
            rest.moveTop(base - 2)
            painter.setBrush(said)
            painter.drawRoundedRect(rest, 2, 2)
        painter.setBrush(QColor(INK))
        inner = top + STRIP - 7 if above else top
        for at_ns in strip.cuts:
            painter.drawRect(QRectF(self._x(at_ns) - 1, inner, 2, 7))
        painter.setPen(QColor(QUIET))
        painter.setFont(_font(15))
        name = f"{strip.title}   {clock(seconds(strip.duration_ns))}"
        y = base + way * SWELL + (0 if above else 12)
        painter.drawText(QPointF(MARGIN, y - (6 if above else -4)), name)

    def _lines(self, painter: QPainter, top: float, bottom: float) -> None:
        painter.setFont(_font(16, bold=True))
        metrics = QFontMetricsF(painter.font())
        rows = _rows(
            [(self._x(c.there_ns), metrics.horizontalAdvance(c.name) + 12) for c in self.cards]
        )
        for card, (left, row) in zip(self.cards, rows, strict=True):
            start, end = self._x(card.there_ns), self._x(card.at_ns)
            colour = _colour(card.confidence)
            y = top + 30 + 24 * row
            fade = QLinearGradient(0, top, 0, bottom)
            fade.setColorAt(0, QColor(INK))
            fade.setColorAt(0.35, colour)
            fade.setColorAt(1, colour)
            pen = self._pen(card.confidence)
            pen.setBrush(fade)
            path = QPainterPath(QPointF(start, top))
            bend = top + 112
            path.lineTo(start, bend)
            path.cubicTo(start, bend + 50, end, bottom - 60, end, bottom - 10)
            path.lineTo(end, bottom)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for x, at in ((start, top), (end, bottom)):
                painter.drawEllipse(QPointF(x, at), 5, 5)
            box = QRectF(left, y - 17, metrics.horizontalAdvance(card.name) + 12, 23)
            painter.setBrush(QColor(GROUND))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(INK))
            painter.drawText(QPointF(left + 6, y), card.name)

    def _card(self, painter: QPainter, card: Card, number: int) -> None:
        left = MARGIN + (number % self.columns) * (self.card_width + GAP)
        top = self.cards_top + (number // self.columns) * (self.card_height + GAP)
        colour = _colour(card.confidence)
        painter.setPen(QPen(QColor(EDGE), 1))
        painter.setBrush(QColor(RAISED))
        painter.drawRoundedRect(QRectF(left, top, self.card_width, self.card_height), 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left + 12, top + 14, 5, 22), 2.5, 2.5)
        painter.setPen(QColor(INK))
        painter.setFont(_font(19, bold=True))
        room = self.card_width - 120
        name = QFontMetricsF(painter.font()).elidedText(
            card.name, Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(QPointF(left + 26, top + 32), name)
        painter.setPen(colour)
        painter.setFont(_font(15, bold=True))
        says = _says(card.confidence)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(says)
        painter.drawText(QPointF(left + self.card_width - 12 - wide, top + 31), says)
        painter.setPen(QColor(QUIET))
        painter.setFont(_font(14))
        painter.drawText(QPointF(left + 12, top + 60), card.grounds)
        y = top + CARD_TEXT
        for picture, at_ns in ((card.there, card.there_ns), (card.here, card.at_ns)):
            place = QRectF(left + 12, y, self.card_width - 24, self.half)
            painter.drawImage(place, _image(picture))
            painter.setFont(_font(15, bold=True))
            time = clock(seconds(at_ns))
            tag = QRectF(0, 0, QFontMetricsF(painter.font()).horizontalAdvance(time) + 14, 24)
            tag.moveBottomLeft(place.bottomLeft() + QPointF(6, -6))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(18, 17, 15, 215))
            painter.drawRoundedRect(tag, 4, 4)
            painter.setPen(QColor(INK))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, time)
            y += self.half + 8


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
