"""A story map as spans that a deck can play: each without a break, at one rate. Pure.

A deck plays at a rate that it was given before it began; libvlc takes rates in steps of about a
thousandth. So a span follows its part of the map to within a few milliseconds, and a new one begins
where that is not enough: at a leap, at the end of a wait, at another pace. What is on the glass is
chosen by the map itself (the stage); the span only sees to it that pictures arrive in time and that
the sound goes with them.
"""

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from installation.timeline._storymap import Point, Points, media_at
from installation.timeline._transport import FOREVER
from installation.units import MILLISECOND

NATURAL = 1000
"""The pace of a film at its own speed: thousandths of a second for a thousandth of film."""
OFF_NS = 15 * MILLISECOND
"""How far a deck may be off the map for the sake of fewer spans: a third of a picture, unheard."""
HURRIED_OFF_NS = 70 * MILLISECOND
"""The same where spans would be too short to serve; a lead of 200 ms covers it."""
SHORTEST_NS = 1300 * MILLISECOND
"""A span that two decks can serve in turn: a cue takes up to 0.5 s, the lead comes off, and the
deck of the span before is busy until that has ended."""


class Span(NamedTuple):
    """A part of the story, from ``story_ns`` to ``until_ns``, that one deck plays.

    It begins at ``media_ns`` and lasts ``pace`` thousandths of a second for each thousandth of
    film. Film from ``ends_ns`` on is not wanted; where that is ``media_ns`` the span is one still
    picture. The last span lasts for ever.
    """

    number: int
    story_ns: int
    until_ns: int
    media_ns: int
    ends_ns: int
    pace: int

    def story_of(self, media_ns: int) -> int:
        """The story time at which the deck is at a place, also before and after the span."""
        return self.story_ns + (media_ns - self.media_ns) * self.pace // NATURAL

    def media_at(self, story_ns: int) -> int:
        """The deck's place at a story time."""
        return self.media_ns + (story_ns - self.story_ns) * NATURAL // self.pace

    @property
    def stops_ns(self) -> int:
        """The story time from which the deck has nothing more to play."""
        return min(self.until_ns, self.story_of(self.ends_ns))


@lru_cache(maxsize=64)
def spans(points: Points) -> tuple[Span, ...]:
    """The spans of a map, in order; the first begins with the map."""
    fine = _fine(points)
    found: list[Span] = []
    at = 0
    while at < len(fine) - 1:
        if fine[at + 1][0] == fine[at][0]:  # a leap: the next span begins behind it
            at += 1
            continue
        to, pace = _reach(fine, at, OFF_NS)
        if fine[to][0] - fine[at][0] < SHORTEST_NS:
            to, pace = _reach(fine, at, HURRIED_OFF_NS)
        (story, media), stands = fine[at], fine[to][1]
        waits = to
        while waits < len(fine) - 1 and fine[waits + 1][1] == stands:
            waits += 1  # the deck has nothing to do meanwhile
        ends = stands + 1 if waits > to or stands == media else stands
        found.append(Span(len(found), story, fine[waits][0], media, ends, pace))
        at = waits
    return (*found[:-1], found[-1]._replace(until_ns=FOREVER))


def span_at(points: Points, story_ns: int) -> Span:
    """The span that plays at a story time."""
    found = spans(points)
    return next((s for s in reversed(found) if s.story_ns <= story_ns), found[0])


def _pace(story_ns: int, media_ns: int) -> int:
    return max(1, round(NATURAL * story_ns / media_ns)) if media_ns else NATURAL


def _fine(points: Points) -> Points:
    """The map with long pieces divided, so that steps of pace are fine enough for each."""
    found: list[Point] = [points[0]]
    for (story, media), (next_story, next_media) in pairwise(points):
        span, film = next_story - story, next_media - media
        off = abs(film * _pace(span, film) // NATURAL - span) if film else 0
        parts = off // OFF_NS + 1
        for part in range(1, parts):
            at = story + span * part // parts
            found.append((at, media_at(points, at)))
        found.append((next_story, next_media))
    return tuple(found)


def _reach(points: Points, at: int, off_ns: int) -> tuple[int, int]:
    """The farthest point that one pace from a point comes to, and that pace."""
    (story, media), best = points[at], (at + 1, NATURAL)
    for to in range(at + 1, len(points)):
        span, film = points[to][0] - story, points[to][1] - media
        if film == 0:
            continue
        pace = _pace(span, film)
        passed = points[at + 1 : to + 1]
        if all(abs((m - media) * pace // NATURAL - (s - story)) <= off_ns for s, m in passed):
            best = to, pace
        elif to == at + 1:
            best = to, pace  # a leap of a picture or two may have come before
    return best
