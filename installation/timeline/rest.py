"""How a screen looks while its cut waits for the others: its light, and a title. Pure."""

import math
from typing import NamedTuple

from installation.timeline.lock import Interlude, Waiting
from installation.timeline.programme import Entry
from installation.timeline.transport import FOREVER
from installation.units import MILLISECOND, SECOND

BREATH_NS = 800 * MILLISECOND
"""A shorter wait is held: so quick a breath looks like a fault."""
TITLE_NS = 1500 * MILLISECOND
"""A title that nobody can read is not shown."""
FADE_NS = 500 * MILLISECOND
DIM = 0.2
"""The light of a screen whose cut lacks a beat: it rests, and can be seen to be alive."""
STEP_NS = 40 * MILLISECOND


class Look(NamedTuple):
    """How much of the picture is left over the background, 0 to 1, and a title upon it."""

    light: float = 1.0
    title: str = ""


PLAIN = Look()


def look_at(entry: Entry, story_ns: int) -> Look:
    """A screen's look at a story time."""
    rest = _rest_at(entry, story_ns)
    return PLAIN if rest is None else _look(rest, story_ns - rest.from_ns)


def next_look(entry: Entry, story_ns: int) -> int:
    """The next story time at which the look may be another one; FOREVER when it stays."""
    ends = (each.until_ns for each in entry.interludes if each.until_ns > story_ns)
    begins = (each.from_ns for each in entry.interludes if each.from_ns > story_ns)
    following = min([FOREVER, *ends, *begins])
    rest = _rest_at(entry, story_ns)
    if rest is None:
        return following
    fades = rest.how is Waiting.BREATHE or story_ns < rest.from_ns + FADE_NS
    if fades or (rest.how is Waiting.DIM and story_ns >= rest.until_ns - FADE_NS):
        return min(story_ns + STEP_NS, following)
    return min(rest.until_ns - FADE_NS, following) if rest.how is Waiting.DIM else following


def _rest_at(entry: Entry, story_ns: int) -> Interlude | None:
    return next((r for r in entry.interludes if r.from_ns <= story_ns < r.until_ns), None)


def _look(rest: Interlude, passed_ns: int) -> Look:
    whole_ns = rest.until_ns - rest.from_ns
    fade = min(1.0, passed_ns / FADE_NS)
    if rest.how is Waiting.DIM:
        back = min(1.0, (whole_ns - passed_ns) / FADE_NS)
        return Look(1 - (1 - DIM) * min(fade, back))
    if rest.how is Waiting.BREATHE and whole_ns >= BREATH_NS:
        return Look((1 + math.cos(2 * math.pi * passed_ns / whole_ns)) / 2)
    if rest.how is Waiting.TITLE and whole_ns >= max(TITLE_NS, SECOND):
        return Look(1 - fade, rest.beat if fade >= 1 else "")
    return PLAIN
