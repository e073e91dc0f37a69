"""Works out what one screen's decks have to play, segment by segment. Pure.

A leg is one span of one run: the pictures of one version at one pace without a break. Where a leg
ends the next one is a cue on the other deck, whether that is a loop's seam, an order, or a beat at
which this version waits, leaps or changes its pace.
"""

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

from installation.timeline import (
    FOREVER,
    NATURAL,
    Entry,
    Programme,
    Run,
    Span,
    entry_of,
    leaving_at,
    run_at,
    span_at,
)
from installation.units import MILLISECOND

EARLY_NS = 15 * MILLISECOND
"""How early a place may be heard at another pace than the film's own: see `_paced_sound`."""


class SegmentLabel(NamedTuple):
    """The leg that pictures belong to: the run's take and cycle, and the number of its span.

    ``leaving``: of the film that dissolves into the one that the run is for.
    """

    take: int
    cycle: int
    span: int = 0
    leaving: bool = False


@dataclass(frozen=True)
class Segment:
    """A part of a run on one screen; instants as in :class:`installation.timeline._transport.Run`.

    ``entry`` is None on a screen that shows nothing. ``gone_ns`` is when a film has left that
    dissolves into another one; None for the film that the run is for.
    """

    run: Run
    entry: Entry | None
    span: Span
    gone_ns: int | None = None

    @property
    def label(self) -> SegmentLabel:
        """Whose pictures these are."""
        leaving = self.gone_ns is not None
        return SegmentLabel(self.run.take, self.run.cycle, self.span.number, leaving)

    @property
    def start_ns(self) -> int:
        """Return when it begins on the glass."""
        return max(self.run.start_ns, self.run.instant(self.span.story_ns))

    @property
    def story_ns(self) -> int:
        """The story time at which it begins."""
        return max(self.run.story_ns, self.span.story_ns)

    @property
    def end_ns(self) -> int:
        """Return when the next one begins on the glass, or FOREVER."""
        if self.span.until_ns >= FOREVER:
            return self.run.end_ns
        ends_ns = self.run.instant(self.span.until_ns)
        return ends_ns if ends_ns <= min(self.run.hold_ns, self.run.end_ns) else self.run.end_ns

    @property
    def silent_ns(self) -> int:
        """Return when everything has been played: nothing is heard from then on."""
        stops_ns, end_ns = self.run.instant(self.span.stops_ns), self.end_ns
        if self.span.pace != NATURAL and stops_ns < end_ns:
            stops_ns -= EARLY_NS  # or a wait would begin with a shred of what it waits for
        return min(end_ns, self.run.hold_ns, stops_ns)

    @property
    def offset_ns(self) -> int:
        """Instant minus story time."""
        return self.run.start_ns - self.run.story_ns

    def story_at(self, now_ns: int) -> int:
        """The story time at an instant, or extrapolated before its start."""
        return self.run.story_at(now_ns)


_KEPT = 4
"""The leg that ends, the one that plays, the one that follows, and one to spare."""
_NOTHING = Span(0, 0, FOREVER, 0, 1, NATURAL)


def span_of(entry: Entry | None, story_ns: int) -> Span:
    """The span of a screen's version that plays at a place of the story."""
    return span_at(entry.points, story_ns) if entry else _NOTHING


def leg_at(programme: Programme, screen: str, now_ns: int) -> Segment | None:
    """The leg that is on the glass at an instant; None before the first take."""
    run = run_at(programme, now_ns)
    if run is None:
        return None
    entry = entry_of(programme, run.cycle, screen)
    return Segment(run, entry, span_of(entry, run.story_at(now_ns)))


def leaving_of(programme: Programme, screen: str, run: Run) -> Segment | None:
    """Return the leg of the film that leaves a screen when a run begins; None where none does.

    It is over at the end of its span: what is left of a dissolve then has a picture that stands.
    """
    found = leaving_at(programme, run, screen)
    if found is None:
        return None
    entry, gone_ns = found
    return Segment(run, entry, span_of(entry, run.story_ns), gone_ns)


class Segments:
    """One screen's legs by instant, each worked out once while the programme stays. One thread."""

    def __init__(self, screen: str) -> None:
        self._screen = screen
        self._programme: Programme | None = None
        self._known: deque[tuple[int, int, Segment]] = deque(maxlen=_KEPT)

    def at(self, programme: Programme, now_ns: int) -> Segment | None:
        """As :func:`leg_at`."""
        if programme is not self._programme:
            self._programme = programme
            self._known.clear()
        for start_ns, end_ns, leg in self._known:
            if start_ns <= now_ns < end_ns:
                return leg
        found = leg_at(programme, self._screen, now_ns)
        if found is not None:
            self._known.appendleft((found.start_ns, found.end_ns, found))
        return found
