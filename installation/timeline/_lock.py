"""Story lock: the map that brings one cut of the film to every beat at the story's own time. Pure.

Between two beats a cut is told faster or slower within bounds. What the bounds cannot absorb:

* A cut that is *too short* waits, just before the beat that it is too early for (a film's first
  pictures wait before they begin, so that they run into their beat).
* A cut that is *too long* leaves its stretch early and is at its beat in time; before its first
  beat it is entered late.

A beat that the cut does not have is passed over: the cut runs from the beat before to the one after
it. If it is too short for that, it plays up to where the missing beat would be, and waits there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from msgspec import Struct

from installation.timeline._storymap import Point, Points
from installation.units import MILLISECOND

BEFORE_NS = 3 * MILLISECOND
"""A cut that waits for a beat stands this much before it: on the picture before the beat's own,
which begins up to 1 ms before the beat (see :func:`on_picture`)."""
INTO_NS = MILLISECOND
"""How far into its picture a beat lies. Container times are rounded, to a millisecond at worst."""
SLOWEST_OF_ALL = 0.4
"""As slow as pictures are repeated rather than held, for cuts that wait by slowing down."""


class Waiting(Enum):
    """The ways to spend the time that a cut is too short by."""

    HOLD = "hold"
    SLOW = "slow"
    BREATHE = "breathe"
    TITLE = "title"
    DIM = "dim"


class Beat(Struct, frozen=True):
    """A named moment of the story."""

    name: str
    story_ns: int


class Interlude(Struct, frozen=True):
    """A wait that is more than a picture that stands: ``how`` it is spent, and the beat after it.

    ``label`` is what the screen says meanwhile, if it waits for lack of a beat.
    """

    from_ns: int
    until_ns: int
    how: Waiting
    beat: str = ""
    label: str = ""


@dataclass(frozen=True)
class Terms:
    """The limits for bending a cut: the least and the most film seconds in a second, and its waits.

    ``label`` is for a beat that is missing; BEAT in it stands for the beat's name.
    """

    slowest: float = 0.85
    fastest: float = 1.15
    waiting: Waiting = Waiting.HOLD
    missing: Waiting = Waiting.DIM
    label: str = ""


@dataclass(frozen=True)
class StoryTiming:
    """The story's own timing: its beats in order, rising, and its length."""

    beats: tuple[Beat, ...]
    length_ns: int


@dataclass(frozen=True)
class Cut:
    """One version, locked: its map, its waits, and the story's beats that it does not have.

    ``astray`` are beats that it has in another order than the story: they count as missing.
    """

    points: Points
    interludes: tuple[Interlude, ...] = ()
    missing: tuple[str, ...] = ()
    astray: tuple[str, ...] = ()


def on_picture(media_ns: int, fps: tuple[int, int]) -> int:
    """A beat's place moved into the picture that begins nearest to it.

    People write 19.33 and mean the picture at 19.333: the beat's own picture should come on at the
    beat, not be on since a part of a picture before it.
    """
    rate, base = fps
    nearest = (2 * media_ns * rate + base * 1_000_000_000) // (2 * base * 1_000_000_000)
    return nearest * base * 1_000_000_000 // rate + INTO_NS


def lock_cut(story: StoryTiming, places: Mapping[str, int], duration_ns: int, terms: Terms) -> Cut:
    """Lock a cut to the story. ``places`` has the media time of each beat that it has."""
    having = [beat for beat in story.beats if 0 <= places.get(beat.name, -1) < duration_ns]
    kept = _rising([places[beat.name] for beat in having])
    anchors = [having[i] for i in kept]
    missing = tuple(beat.name for beat in story.beats if beat not in anchors)
    astray = tuple(beat.name for beat in having if beat not in anchors)
    bending = _Bending(story, places, terms, missing)
    bending.enter(anchors[0] if anchors else None)
    for here, there in pairwise(anchors):
        bending.play(here.story_ns, there.story_ns, places[there.name], there.name)
    bending.play(anchors[-1].story_ns if anchors else 0, story.length_ns, duration_ns, "")
    return Cut(bending.points(), tuple(bending.interludes), missing, astray)


def _rising(values: Sequence[int]) -> list[int]:
    """The places of a longest row of strictly rising values."""
    best: list[list[int]] = []
    for i, value in enumerate(values):
        before = [row for row in best if values[row[-1]] < value]
        best.append([*max(before, key=len, default=[]), i])
    return max(best, key=len, default=[])


class _Bending:
    """The map in the making."""

    def __init__(
        self, story: StoryTiming, places: Mapping[str, int], terms: Terms, missing: Sequence[str]
    ) -> None:
        self.interludes: list[Interlude] = []
        self._points: list[Point] = []
        self._story, self._places, self._terms = story, places, terms
        self._missing = [beat for beat in story.beats if beat.name in missing]
        self._slowest = terms.slowest
        if terms.waiting is Waiting.SLOW:
            self._slowest = min(terms.slowest, SLOWEST_OF_ALL)

    def enter(self, first: Beat | None) -> None:
        """From the beginning to the first beat."""
        if first is None:
            self._put(0, 0)
            return
        media_ns, story_ns = self._places[first.name], first.story_ns
        most = int(story_ns * self._terms.fastest)
        lacking = self._lacking(0, story_ns)
        slowest = self._terms.slowest if lacking else self._slowest
        takes = int(media_ns / slowest)
        if media_ns > most:
            self._put(0, media_ns - most)
        else:
            self._put(0, 0)
            if takes < story_ns:
                self._put(story_ns - takes, 0)
                self._wait(0, story_ns - takes, first.name, lacking)
        self._put(story_ns, media_ns)

    def play(self, from_ns: int, until_ns: int, media_ns: int, beat: str) -> None:
        """From the last point, a beat at ``from_ns``, to the next beat, or to the end ("")."""
        begun_ns = self._points[-1][1]
        span, film, terms = until_ns - from_ns, media_ns - begun_ns, self._terms
        lacking = self._lacking(from_ns, until_ns)
        slowest = terms.slowest if lacking else self._slowest
        if film > span * terms.fastest:
            self._put(until_ns, begun_ns + int(span * terms.fastest))
        elif film < span * slowest:
            stands_ns = max(begun_ns, media_ns - BEFORE_NS) if beat else media_ns
            film = stands_ns - begun_ns
            takes = int(film / slowest)
            if lacking is not None:  # up to the place of what it lacks, if the bounds allow
                takes = min(max(lacking.story_ns - from_ns, int(film / terms.fastest) + 1), takes)
            self._put(from_ns + takes, stands_ns)
            self._put(until_ns, stands_ns)
            self._wait(from_ns + takes, until_ns, beat, lacking)
        if beat or film <= span * terms.fastest:
            self._put(until_ns, media_ns)  # a leap, unless the stretch came out even

    def points(self) -> Points:
        """The map."""
        return tuple(self._points)

    def _lacking(self, from_ns: int, until_ns: int) -> Beat | None:
        """The first beat that the cut lacks within a stretch."""
        found = [beat for beat in self._missing if from_ns <= beat.story_ns < until_ns]
        return found[0] if found else None

    def _wait(self, from_ns: int, until_ns: int, beat: str, lacking: Beat | None) -> None:
        how = self._terms.missing if lacking else self._terms.waiting
        label = self._terms.label.replace("BEAT", lacking.name) if lacking else ""
        if label or how not in (Waiting.HOLD, Waiting.SLOW):
            self.interludes.append(Interlude(from_ns, until_ns, how, beat, label))

    def _put(self, story_ns: int, media_ns: int) -> None:
        if self._points[-1:] != [(story_ns, media_ns)]:
            self._points.append((story_ns, media_ns))
