"""The page of `bench limit`: what each player costs by the wall's pixels, drawn as SVG. Pure."""

from collections.abc import Collection, Sequence
from html import escape

from installation.bench._limit import (
    DECODING,
    LIBVLC,
    LIBVLC_GL,
    MPV,
    OPENGL,
    SOFTWARE,
    WORDS,
    Size,
    WallCost,
    rows,
    said,
)
from installation.bench._report import Bar

_STYLE = """body{font:15px/1.4 sans-serif;max-width:960px;margin:2em auto;padding:0 1em}
h2{font-size:1em;margin:1.6em 0 .2em}svg{width:100%}text{font-size:12px;fill:#555}
table{border-collapse:collapse;margin:1em 0}td,th{padding:.15em .7em;text-align:right;
border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}
.wrong{color:#c0392b;font-weight:bold}"""
_COLOURS = {
    SOFTWARE: "#1b6ca8",
    OPENGL: "#7fb2d9",
    MPV: "#c0392b",
    LIBVLC: "#d98c1f",
    LIBVLC_GL: "#f0c987",
    DECODING: "#777777",
}
_WIDTH, _HEIGHT = 900, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 240, 12, 40
_ALL_SHOWN = 0.995
"""A run that lost more than these few pictures is drawn hollow: its cost would be a greater one."""


def page(walls: Sequence[WallCost], bars: Sequence[Bar]) -> str:
    """Return the page, as HTML that needs nothing else."""
    films = sorted({wall.film for wall in walls})
    plots = [_plot(film, [wall for wall in walls if wall.film == film]) for film in films]
    tables = [_table(rows(wall)) for wall in walls]
    judged = [("bar", "wanted", "found"), *((b.what, b.wanted, b.found) for b in bars)]
    missed = {number for number, bar in enumerate(bars, 1) if not bar.held}
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>What a wall costs</title>'
        f"<style>{_STYLE}</style><h1>What a wall of three heads costs</h1>"
        "<p>Cores of this machine by the pixels of the wall. Hollow: pictures were lost.</p>"
        f"{''.join(plots)}{_table(judged, missed)}{''.join(tables)}</html>\n"
    )


def _plot(film: Size, walls: Sequence[WallCost]) -> str:
    """Draw a line for each player, from the smallest heads to the largest."""
    wide = max(_pixels(wall.head) for wall in walls)
    high = max([0.1, *(cost.cpu for wall in walls for cost in wall.players)]) * 1.05

    def across(head: Size) -> float:
        return _LEFT + _pixels(head) / wide * (_WIDTH - _LEFT - _RIGHT)

    def down(cpu: float) -> float:
        return _TOP + (1 - cpu / high) * (_HEIGHT - _TOP - _BOTTOM)

    title = f"Films of {said(film)} at 24 pictures a second"
    parts = [f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">']
    for share in (0, 0.5, 1):
        y = down(share * high)
        parts.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{share * high:.2f}</text>'
        )
    parts += [
        f'<text x="{across(head):.1f}" y="{_HEIGHT - 20}" text-anchor="middle">{said(head)}</text>'
        for head in sorted({wall.head for wall in walls})
    ]
    known = [name for name in _COLOURS if any(wall.of(name) for wall in walls)]
    for place, name in enumerate(known):
        colour = _COLOURS[name]
        points = [
            (across(wall.head), down(cost.cpu), cost.seen is None or cost.seen.shown >= _ALL_SHOWN)
            for wall in sorted(walls, key=lambda wall: wall.head)
            if (cost := wall.of(name)) is not None
        ]
        course = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        parts.append(f'<polyline points="{course}" fill="none" stroke="{colour}"/>')
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" stroke="{colour}" '
            f'fill="{colour if whole else "white"}"/>'
            for x, y, whole in points
        ]
        y = _TOP + 14 + 18 * place
        parts.append(
            f'<rect x="{_WIDTH - _RIGHT + 20}" y="{y - 9}" width="10" height="10" '
            f'fill="{colour}"/><text x="{_WIDTH - _RIGHT + 36}" y="{y}">{WORDS[name]}</text>'
        )
    return f"<h2>{escape(title)}</h2>{''.join(parts)}</svg>"


def _pixels(head: Size) -> int:
    return head[0] * head[1]


def _table(lines: Sequence[Sequence[str]], wrong: Collection[int] = ()) -> str:
    found = []
    for number, line in enumerate(lines):
        cell = "td" if number else "th"
        style = ' class="wrong"' if number in wrong else ""
        found.append(f"<tr{style}>{''.join(f'<{cell}>{escape(t)}</{cell}>' for t in line)}</tr>")
    return f"<table>{''.join(found)}</table>"
