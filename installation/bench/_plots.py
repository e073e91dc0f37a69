"""Draws figures over time as SVG. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 900, 150
LEFT, RIGHT, TOP, BOTTOM = 56, 32, 8, 24
INK, WRONG, GRID = "#23618e", "#c0392b", "#ddd"
LINES, MARKS = 4, 10
"""At most so many lines across, and times below."""


@dataclass(frozen=True)
class PlotPoint:
    """A value at a time, perhaps a wrong one; ``text`` is what is said when it is pointed at."""

    at_s: float
    value: float
    wrong: bool = False
    text: str = ""


def scale(low: float, high: float, most: int = LINES) -> list[float]:
    """Return round values, one step apart, from at most ``low`` to at least ``high``. Pure.

    A step is 1, 2 or 5 times a power of ten, so that they are ``most`` or a few more.
    """
    room = max(high - low, abs(high) * 1e-9, 1e-9) / most
    power = 10.0 ** math.floor(math.log10(room))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= room * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def plot(
    title: str,
    points: Sequence[PlotPoint],
    seconds: float,
    within: tuple[float, float],
    line: bool = True,
) -> str:
    """Draw points over the time from 0 to ``seconds``; values ``within`` are seen in any case."""
    values = [point.value for point in points]
    lines = scale(min([within[0], *values]), max([within[1], *values]))
    low, high = lines[0], lines[-1]
    span = high - low

    def across(at_s: float) -> float:
        return LEFT + at_s / max(seconds, 1e-9) * (WIDTH - LEFT - RIGHT)

    def down(value: float) -> float:
        return TOP + (high - value) / span * (HEIGHT - TOP - BOTTOM)

    parts = [f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">']
    parts += [
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{down(value):.1f}" '
        f'y2="{down(value):.1f}" stroke="{GRID}"/>'
        f'<text x="{LEFT - 6}" y="{down(value) + 4:.1f}" text-anchor="end">{value:.4g}</text>'
        for value in lines
    ]
    parts += [
        f'<text x="{across(minutes * 60):.1f}" y="{HEIGHT - 6}" text-anchor="middle">'
        f"{minutes:.4g}{'' if minutes else ' min'}</text>"
        for minutes in scale(0, seconds / 60, MARKS)
        if minutes * 60 <= seconds
    ]
    if line and points:
        course = " ".join(f"{across(p.at_s):.1f},{down(p.value):.1f}" for p in points)
        parts.append(f'<polyline points="{course}" fill="none" stroke="{INK}"/>')
    for point in points:
        colour = WRONG if point.wrong else INK
        said = f"<title>{escape(point.text)}</title>" if point.text else ""
        parts.append(
            f'<circle cx="{across(point.at_s):.1f}" cy="{down(point.value):.1f}" '
            f'r="{4 if point.wrong else 2}" fill="{colour}">{said}</circle>'
        )
    return f"<h2>{escape(title)}</h2>{''.join(parts)}</svg>"
