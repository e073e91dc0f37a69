"""The drawing of a report: a line of time for each screen, an iteration in each stretch of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape

from installation.cli._report_words import titles
from installation.ledger import PAUSE_MS, Account

WIDTH, ROW, LEFT, TOP = 860, 34, 74, 6
INKS = ("#7a2f1d", "#2f4858", "#8a7640", "#4f6d5a", "#6b4e71", "#a65f3e", "#3f6b8a", "#75704f")
TICKS = 8
LETTER = 6.6
"""How wide a letter is taken to be, in units of the drawing."""
LEAST = 26
"""Stretches narrower than this have no room for a name."""

Entry = tuple[str, str]


def timeline(found: Account) -> Iterator[str]:
    """An SVG; nothing when nothing was shown."""
    if not found.stretches:
        return
    first, last = found.stretches[0].first_ms, found.stretches[-1].last_ms
    scale = (WIDTH - LEFT) / max(last - first, 1)
    height = TOP + ROW * len(found.screens) + 22
    yield (
        f"<svg class='timeline' viewBox='0 0 {WIDTH} {height}' role='img'"
        " aria-label='Which iteration was on which screen, over time'>"
    )
    for row, screen in enumerate(found.screens):
        top = TOP + ROW * row
        yield f"<text x='0' y='{top + 17}'>{escape(screen)}</text>"
        for start, end, entry in _runs(found, screen):
            left, width = LEFT + (start - first) * scale, max((end - start) * scale, 0.6)
            yield from _bar(found, entry, left, width, top)
    for at, text in _ticks(first, last):
        x = LEFT + (at - first) * scale
        anchor = "end" if x > WIDTH - 40 else "start" if x < LEFT + 20 else "middle"
        yield f"<line x1='{x:.1f}' x2='{x:.1f}' y1='{height - 24}' y2='{height - 18}'/>"
        yield f"<text x='{x:.1f}' y='{height - 6}' text-anchor='{anchor}'>{text}</text>"
    yield "</svg>"


def _bar(found: Account, entry: Entry, left: float, width: float, top: int) -> Iterator[str]:
    order = [(one.version, one.revision) for one in found.iterations]
    ink = INKS[order.index(entry) % len(INKS)] if entry in order else "#999"
    name = titles(found).get(entry, entry[0])
    yield (
        f"<rect x='{left:.1f}' y='{top}' width='{width:.1f}' height='{ROW - 8}'"
        f" fill='{ink}'><title>{escape(name)}</title></rect>"
    )
    if width > LEAST:
        room = int(width / LETTER)
        text = name if len(name) <= room else name[: max(room - 1, 1)] + "…"
        yield f"<text x='{left + 5:.1f}' y='{top + 17}' class='name'>{escape(text)}</text>"


def _runs(found: Account, screen: str) -> Iterator[tuple[int, int, Entry]]:
    """(start, end, what) of a screen; neighbours that show the same are one."""
    on: tuple[int, int, Entry] | None = None
    for stretch in found.stretches:
        entry = stretch.entries.get(screen)
        if entry is None:
            continue
        if on and on[2] == entry and stretch.first_ms - on[1] < PAUSE_MS:
            on = (on[0], stretch.last_ms, entry)
            continue
        if on:
            yield on
        on = (stretch.first_ms, stretch.last_ms, entry)
    if on:
        yield on


_STEPS = [timedelta(seconds=s) for s in (1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600)]
_STEPS += [timedelta(days=d) for d in (1, 2, 7, 14, 28, 91, 182, 364)]


def _ticks(first_ms: int, last_ms: int) -> Iterator[tuple[int, str]]:
    """Some round instants of the place's time, with what to write at them."""
    begin = datetime.fromtimestamp(first_ms / 1000).astimezone()
    length = timedelta(milliseconds=max(last_ms - first_ms, 1))
    step = next((s for s in _STEPS if length / s <= TICKS), _STEPS[-1])
    midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + step * ((begin - midnight) // step + 1)
    style = "%-d %b" if step >= timedelta(days=1) else "%H:%M" if step.seconds >= 60 else "%H:%M:%S"
    while at.timestamp() * 1000 <= last_ms:
        yield round(at.timestamp() * 1000), at.strftime(style)
        at += step
