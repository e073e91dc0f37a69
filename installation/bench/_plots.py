"""Draws figures over time as SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 900, 150
LEFT, RIGHT, TOP, BOTTOM = 56, 32, 8, 24
INK, WRONG, GRID = "#23618e", "#c0392b", "#ddd"


@dataclass(frozen=True)
class PlotPoint:
    """A value at a time, perhaps a wrong one; ``text`` is what is said when it is pointed at."""

    at_s: float
    value: float
    wrong: bool = False
    text: str = ""


def plot(
    title: str,
    points: Sequence[PlotPoint],
    seconds: float,
    floor: float | None = 0.0,
    line: bool = True,
) -> str:
    """Draw points over the time from 0 to ``seconds``; ``floor`` None: from the least value."""
    values = [point.value for point in points] or [0.0]
    low = min(values) if floor is None else floor
    high = max(*values, low + 1e-9) if len(values) > 1 else max(values[0], low + 1)
    if high - low < 1e-6:
        high = low + 1
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
        for value in (low, (low + high) / 2, high)
    ]
    parts += [
        f'<text x="{across(at_s):.1f}" y="{HEIGHT - 6}" text-anchor="middle">'
        f"{at_s / 60:.1f} min</text>"
        for at_s in (seconds * part / 6 for part in range(7))
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
