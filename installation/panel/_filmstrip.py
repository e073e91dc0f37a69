"""One film on the sheet of beats: its pictures in a row, and what is heard, said and cut."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from installation.panel._brushes import Picture, font, image
from installation.panel._style import GROUND, INK, QUIET
from installation.show import status_words
from installation.units import seconds

WIDTH, MARGIN = 1920, 48
"""Of the sheet, in pixels."""

STRIP, SWELL = 96, 34
THUMB = (STRIP * 16 // 9, STRIP)
"""A strip's picture: width, height."""

SOUND, SAID = "#4d463b", "#8fbbe6"
"""The colours of what is heard and of what is said."""


@dataclass(frozen=True)
class FilmRow:
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


def across(duration_ns: int, longest_ns: int) -> float:
    """Return how wide a span is, where the longest film has the whole width."""
    return (WIDTH - 2 * MARGIN) * duration_ns / longest_ns


def strip_moments(duration_ns: int, longest_ns: int) -> list[int]:
    """Return the instants (ns) of a strip's pictures, so that they fill its part of the width."""
    width = across(duration_ns, longest_ns)
    count = max(round(width / THUMB[0]), 1)
    return [int(duration_ns * (k + 0.5) / count) for k in range(count)]


def place_of(at_ns: int, longest_ns: int) -> float:
    """Return where an instant of a film is, from the sheet's left."""
    return MARGIN + across(at_ns, longest_ns)


def draw_strip(painter: QPainter, strip: FilmRow, longest_ns: int, top: float, above: bool) -> None:
    """Draw a film; the one ``above`` has its sound over its pictures, the other below."""
    width = across(strip.duration_ns, longest_ns)
    each = width / len(strip.pictures)
    clip = QPainterPath()
    clip.addRoundedRect(QRectF(MARGIN, top, width, STRIP), 6, 6)
    painter.save()
    painter.setClipPath(clip)
    for k, picture in enumerate(strip.pictures):
        shown = image(picture)
        place = QRectF(MARGIN + k * each, top, each + 0.5, STRIP)
        cut = QRectF(shown.rect())
        if cut.width() / cut.height() > place.width() / place.height():
            wide = cut.height() * place.width() / place.height()
            cut = QRectF((cut.width() - wide) / 2, 0, wide, cut.height())
        painter.drawImage(place, shown, cut)
        if k:
            painter.fillRect(QRectF(place.left() - 0.75, top, 1.5, STRIP), QColor(GROUND))
    painter.restore()
    _draw_swell(painter, strip, longest_ns, top, above)


def _draw_swell(
    painter: QPainter, strip: FilmRow, longest_ns: int, top: float, above: bool
) -> None:
    """Draw what is heard, said and cut on the strip's outer side: lines first, then the sound."""
    base = top - 8 if above else top + STRIP + 8
    way = -1 if above else 1
    painter.setPen(Qt.PenStyle.NoPen)
    if len(strip.loudness):
        width = max(round(across(strip.duration_ns, longest_ns)), 2)
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
        rest = QRectF(place_of(begins, longest_ns), base - (4 if not above else 0), 0, 4)
        rest.setRight(max(place_of(min(ends, strip.duration_ns), longest_ns), rest.left() + 2))
        rest.moveTop(base - 2)
        painter.setBrush(said)
        painter.drawRoundedRect(rest, 2, 2)
    painter.setBrush(QColor(INK))
    inner = top + STRIP - 7 if above else top
    for at_ns in strip.cuts:
        painter.drawRect(QRectF(place_of(at_ns, longest_ns) - 1, inner, 2, 7))
    painter.setPen(QColor(QUIET))
    painter.setFont(font(15))
    name = f"{strip.title}   {status_words.clock(seconds(strip.duration_ns))}"
    y = base + way * SWELL + (0 if above else 12)
    painter.drawText(QPointF(MARGIN, y - (6 if above else -4)), name)
