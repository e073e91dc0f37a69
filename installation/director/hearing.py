"""The orders ``voice`` and ``level``: who is heard, and how loud. Pure.

``voice`` takes a screen, ``one`` (the middle screen), ``all`` or ``none``; ``level`` a screen and
a percentage, ``left 40``.
"""

import re

from msgspec.structs import replace

from installation.errors import UsageError
from installation.model.layout import Layout
from installation.model.naming import did_you_mean
from installation.timeline.voice import ALL, LOUDEST, NONE, Heard

ORDERS = ("voice", "level")


def by_layout(layout: Layout) -> Heard:
    """What a layout asks for."""
    levels = {str(screen.name): screen.sound.volume for screen in layout.screens}
    return Heard(_voice(layout, layout.voice or "one"), levels)


def settled(heard: Heard, layout: Layout) -> Heard:
    """A choice made in an earlier layout, as far as this one has its screens."""
    asked = by_layout(layout)
    known = {screen: heard.level(screen) for screen in asked.levels if screen in heard.levels}
    there = heard.voice in (ALL, NONE, *layout.names)
    return Heard(heard.voice if there else asked.voice, asked.levels | known)


def ordered(heard: Heard, layout: Layout, what: str, to: str) -> tuple[Heard, str]:
    """What is heard after an order, and the answer. Raises UsageError, with what could be meant."""
    if what == "voice":
        voice = _voice(layout, to.strip())
        said = {ALL: "all screens speak", NONE: "no screen speaks"}
        return replace(heard, voice=voice), said.get(voice, f"{voice} speaks")
    screen, _, percent = to.strip().rpartition(" ")
    screen = screen.strip()
    if not re.fullmatch(r"\d{1,3}%?", percent) or int(percent.rstrip("%")) > LOUDEST:
        raise UsageError(f"{to!r} is no level.", "Give a screen and 0 to 100: left 40")
    if screen not in layout.names:
        raise _no_screen(layout, screen, [])
    level = int(percent.rstrip("%"))
    levels = {**heard.levels, screen: level}
    return replace(heard, levels=levels), f"{screen} at {level} %"


def _voice(layout: Layout, word: str) -> str:
    if word == "one":
        return layout.names[(len(layout.names) - 1) // 2]
    if word not in (ALL, NONE, *layout.names):
        raise _no_screen(layout, word, ["one", ALL, NONE])
    return word


def _no_screen(layout: Layout, word: str, others: list[str]) -> UsageError:
    names = [*map(str, layout.names), *others]
    meant = did_you_mean(word, names) or "."
    return UsageError(f"there is no screen {word!r}{meant}", f"There are {', '.join(names)}.")
