"""Works out a screen's light and title while its cut waits for the others. Pure."""

import math
from typing import NamedTuple

from installation.timeline._lock import Interlude, Waiting
from installation.timeline._programme import Entry
from installation.timeline._transport import FOREVER
from installation.units import MILLISECOND

BREATH_NS = 800 * MILLISECOND
"""A shorter wait is held: so quick a breath looks like a fault."""
TITLE_NS = 1500 * MILLISECOND
"""A title that nobody can read is not shown."""
FADE_NS = 500 * MILLISECOND
DIM = 0.2
"""The light of a screen whose cut lacks a beat: it rests, and can be seen to be alive."""
STEP_NS = 40 * MILLISECOND


class Look(NamedTuple):
    """The opacity of the picture over the background, and of a title upon it, 0 to 1."""

    light: float = 1.0
    title: str = ""
    strength: float = 0.0


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
    begun_ns = rest.from_ns + FADE_NS * (2 if rest.how is Waiting.TITLE else 1)
    ends_ns = rest.until_ns - (0 if rest.how is Waiting.TITLE else FADE_NS)
    if rest.how is Waiting.BREATHE or story_ns < begun_ns or story_ns >= ends_ns:
        return min(story_ns + STEP_NS, following)
    return min(ends_ns, following)


def _rest_at(entry: Entry, story_ns: int) -> Interlude | None:
    return next((r for r in entry.interludes if r.from_ns <= story_ns < r.until_ns), None)


def _look(rest: Interlude, passed_ns: int) -> Look:
    whole_ns = rest.until_ns - rest.from_ns
    fade = min(1.0, passed_ns / FADE_NS)
    if rest.how is Waiting.BREATHE and whole_ns >= BREATH_NS:
        return Look((1 + math.cos(2 * math.pi * passed_ns / whole_ns)) / 2)
    if rest.how is Waiting.TITLE and rest.beat and whole_ns >= TITLE_NS:
        # the words come when the picture has gone, and make way for the beat itself; at the story's
        # end there is no beat to name, and the picture stays
        return Look(1 - fade, *_words(rest.beat, passed_ns / FADE_NS - 1))
    there = min(fade, (whole_ns - passed_ns) / FADE_NS)
    words = _words(rest.label, there) if whole_ns >= TITLE_NS else ("", 0.0)
    if rest.how is Waiting.DIM:
        return Look(1 - (1 - DIM) * there, *words)
    return Look(1.0, *words)


def _words(text: str, strength: float) -> tuple[str, float]:
    return (text, min(1.0, strength)) if text and strength > 0 else ("", 0.0)
