"""The story's own timing, made from the cuts that tell it. Pure.

It is told stretch by stretch: from one beat to the next, from the beginning to the first, and from
the last to the end. Positions would not do: a cut with a long beginning would push all its later
beats away from the others'.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from installation.timeline._lock import Beat, StoryTiming
from installation.timeline._storymap import Point, media_at


@dataclass(frozen=True)
class Telling:
    """One version's telling of the story: its beats' places by name, and its length."""

    places: Mapping[str, int]
    duration_ns: int


def time_story(names: Sequence[str], tellings: Sequence[Telling]) -> StoryTiming:
    """The story with each stretch as long as the middle one of those that the tellings have.

    A single telling gives its own timing. A beat that no telling has is left out; one that none has
    together with a neighbour lies in the middle of what is known.
    """
    known = [name for name in names if any(name in t.places for t in tellings)]
    marks: list[str | None] = [None, *known, None]
    lengths = {(a, b): _middle(a, b, tellings) for a, b in pairwise(marks)}
    at_ns, beats = 0, []
    for i, (a, b) in enumerate(pairwise(marks)):
        length = lengths[a, b]
        if length is None:
            length = _share(marks, i, tellings)
        at_ns += max(length, i > 0)  # beats rise, even where two cuts cannot agree
        if b is not None:
            beats.append(Beat(b, at_ns))
    return StoryTiming(tuple(beats), at_ns)


def story_led_by(leader: Telling, story: StoryTiming) -> StoryTiming:
    """The same story at the pace of one telling; what that lacks lies between what it has."""
    points: list[Point] = []
    for beat in story.beats:
        place = leader.places.get(beat.name)
        if place is not None and (not points or place > points[-1][1]):
            points.append((beat.story_ns, place))
    if not points or points[0][0] > 0:
        points.insert(0, (0, 0))
    points.append((story.length_ns, max(leader.duration_ns, points[-1][1] + 1)))
    beats, before = [], -1
    for beat in story.beats:
        before = max(media_at(tuple(points), beat.story_ns), before + 1)
        beats.append(Beat(beat.name, before))
    return StoryTiming(tuple(beats), max(leader.duration_ns, before + 1))


def _place(telling: Telling, mark: str | None, end: bool) -> int | None:
    if mark is None:
        return telling.duration_ns if end else 0
    return telling.places.get(mark)


def _middle(a: str | None, b: str | None, tellings: Sequence[Telling]) -> int | None:
    """The median length of a stretch, among the tellings that have both its ends."""
    found = []
    for telling in tellings:
        begins, ends = _place(telling, a, end=False), _place(telling, b, end=True)
        if begins is not None and ends is not None and begins <= ends:
            found.append(ends - begins)
    return round(median(found)) if found else None


def _share(marks: Sequence[str | None], i: int, tellings: Sequence[Telling]) -> int:
    """The part of a stretch that nobody has alone: the nearest wider one that somebody has."""
    for wider in range(2, len(marks)):
        for first in range(max(0, i + 1 - wider), min(i, len(marks) - 1 - wider) + 1):
            length = _middle(marks[first], marks[first + wider], tellings)
            if length is not None:
                return length // wider
    return 0
