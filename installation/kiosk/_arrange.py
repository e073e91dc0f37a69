"""Puts the displays side by side, where no desktop does it.

A bare X server shows the same on all displays, and leaves one dark that is plugged in later.
What lies side by side already stays as it is, in whatever order somebody has put it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from installation.errors import KioskError
from installation.kiosk._outputs import ask_xrandr, xrandr
from installation.model import Rect

_LINE = re.compile(
    r"^(\S+) (connected|disconnected) (?:primary )?(?:(\d+)x(\d+)\+(\d+)\+(\d+) )?", re.MULTILINE
)


@dataclass(frozen=True)
class Connector:
    """One connector. One that is lit though nothing is connected still takes up its place."""

    name: str
    connected: bool
    rect: Rect | None = None


def heads(text: str) -> list[Connector]:
    """The connectors that are lit, or could be, in ``xrandr``'s words."""
    found = []
    for name, state, *numbers in _LINE.findall(text):
        width, height, x, y = (int(number or 0) for number in numbers)
        rect = Rect(x, y, width, height) if width and height else None
        if rect or state == "connected":
            found.append(Connector(name, state == "connected", rect))
    return found


def words(there: Sequence[Connector]) -> list[str]:
    """Return what to tell ``xrandr``; nothing when all are lit and none lies over another.

    In the order of their names, from left to right, each in its own best mode. If somebody has put
    them in another order, they stay, and what is new goes to the right of them.
    """
    lit = sorted((head for head in there if head.rect), key=lambda head: head.rect or ())
    dark = sorted((head for head in there if not head.rect), key=_natural)
    rects = [head.rect for head in lit if head.rect]
    over = any(one.overlaps(other) for one, other in combinations(rects, 2))
    if not dark and not over:
        return []
    if over or lit == sorted(lit, key=_natural):
        row = sorted(there, key=_natural)
        begin = ["--output", row[0].name, *_light(row[0]), "--pos", "0x0"]
    else:
        row, begin = [lit[-1], *dark], []
    return begin + [
        word
        for left, head in pairwise(row)
        for word in ("--output", head.name, *_light(head), "--right-of", left.name)
    ]


def arrange_outputs(display: str) -> list[str]:
    """Put a display's heads side by side; what ``xrandr`` was told, nothing if all was well.

    Raises KioskError when the X server is not there, or refuses.
    """
    told = words(heads(ask_xrandr(display)))
    if told:
        done = xrandr(display, *told)
        if done.returncode:
            raise KioskError(
                f"the displays could not be put side by side: {done.stderr.strip()}",
                f"`{' '.join(done.args)}` says the same; a smaller mode for one of them may do.",
            )
    return told


def _light(head: Connector) -> list[str]:
    return [] if head.rect else ["--auto"]


def _natural(head: Connector) -> list[tuple[str, int]]:
    """DP-2 before DP-10."""
    return [(word, int(number or 0)) for word, number in re.findall(r"(\D*)(\d*)", head.name)]
