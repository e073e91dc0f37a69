"""A rehearsal: a film through the very deck that will show it, at the places that matter.

The first seconds, those around each beat, the last ones. Every picture that the index expects has
to come, in order, and be known for what it is. What only a film can be blamed for is told from
what a busy machine does: a picture that is missing while others come late says nothing of the film.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from installation.link import RingShape, RingWriter, ThreadTime, thread_times
from installation.model import FilmIndex
from installation.player._cued_film import Counts, CuedFilm, FilmPlace
from installation.player._deck import Deck, DeckState
from installation.player._segments import SegmentLabel
from installation.timeline import CUE_NS, HEADROOM_NS, LEAD_NS, Entry, identity_map, span_at
from installation.units import MILLISECOND, SECOND, ns

END_NS = 2 * SECOND
"""How much of the film's beginning and of its end is played."""
BEAT_NS = (ns(0.5), 2 * SECOND)
"""How much around a beat, at least and at most."""
ALL_NS = 16 * SECOND
"""What all stretches may take together, whatever the film's length."""
TRIES = 3
ROLL_IN_NS = 60 * MILLISECOND
RUN_IN = 3
"""How many pictures before a stretch the deck is cued. What it is cued at exactly libvlc may leave
out, however good the film: a key picture of an mp4 with B-frames it leaves out every time."""
CLOSED_NS = 2 * SECOND
OVERDUE_NS = ns(1.5)
"""How long after its instant the last picture of a stretch is waited for."""
STRANGE_MOST = 12
"""So many pictures that are not in the index are no accident: the film is another one."""
LATE_NS = 150 * MILLISECOND
"""Pictures that come this late tell of a machine that has no time."""


class RehearsedStretch(NamedTuple):
    """Pictures to play, the last one included."""

    first: int
    last: int


def stretches_to_rehearse(
    index: FilmIndex, beats_ns: Sequence[int]
) -> tuple[RehearsedStretch, ...]:
    """The places to rehearse: the beginning, the end, then the beats, as many as there is time for.

    Of too many beats some are left out, evenly.
    """
    facts, last = index.facts, len(index.pts_ns) - 1
    if facts.duration_ns <= 2 * END_NS:
        return (RehearsedStretch(0, last),)
    found = [
        RehearsedStretch(0, index.frame_at(END_NS)),
        RehearsedStretch(index.frame_at(facts.duration_ns - END_NS), last),
    ]
    left_ns = ALL_NS - 2 * (END_NS + CUE_NS)
    most = left_ns // (BEAT_NS[0] + CUE_NS)
    beats = list(beats_ns)
    if len(beats) > most:
        beats = [beats[k * len(beats) // most] for k in range(most)]
    if beats:
        each_ns = min(left_ns // len(beats) - CUE_NS, BEAT_NS[1])
        for beat_ns in beats:
            begin = index.frame_at(max(0, beat_ns - each_ns // 2))
            found.append(RehearsedStretch(begin, index.frame_at(beat_ns + each_ns // 2)))
    return tuple(found)


class PictureArrival(NamedTuple):
    """A picture that came, and how long after its instant."""

    frame: int
    late_ns: int


class RehearsalRing(RingWriter):
    """A frame ring that nobody reads; keeps a list of what came."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.begin_ns: int | None = None
        """The instant of the film's first picture in the stretch that plays."""
        self.came: list[PictureArrival] = []

    @property
    def share(self) -> int:
        """Return how many slots may be held back: one deck has all but the one it writes in."""
        return self._window - 1

    def publish(
        self,
        slot: int,
        take: int,
        cycle: int,
        story_ns: int,
        frame: int,
        now_ns: int,
        shape: RingShape,
        leaving: bool = False,
    ) -> None:
        """Take note of a picture."""
        begin_ns = self.begin_ns
        self.came.append(PictureArrival(frame, now_ns - begin_ns - story_ns if begin_ns else 0))
        super().publish(slot, take, cycle, story_ns, frame, now_ns, shape, leaving)


class _Reel(CuedFilm):
    """A reel that knows when the deck has let it go."""

    is_closed = False

    def closed(self) -> None:
        """Nothing more comes."""
        super().closed()
        self.is_closed = True


@dataclass
class Played:
    """The result of one stretch. ``missing`` is the first picture that did not come, if any.

    ``strange`` counts pictures that are not in the index, ``processor_ns`` the time of the busiest
    thread for ``media_ns`` of film, ``waited_ns`` how long one of them had to wait for a processor.
    """

    stretch: RehearsedStretch
    missing: int | None = None
    strange: int = 0
    late_ns: int = 0
    media_ns: int = 0
    processor_ns: int = 0
    waited_ns: int = 0

    @property
    def whole(self) -> bool:
        """Every picture came, and was the one that the index expects."""
        return self.missing is None and not self.strange


def _own_threads() -> dict[int, ThreadTime]:
    return thread_times(os.getpid())


@dataclass(frozen=True)
class RehearsalClock:
    """The time, and waiting; of each of the process's threads how long it ran and waited, in ns."""

    now: Callable[[], int] = time.monotonic_ns
    wait: Callable[[float], None] = time.sleep
    threads: Callable[[], dict[int, ThreadTime]] = _own_threads


class Rehearsal:
    """Plays stretches of one film, one after the other, in one deck."""

    def __init__(
        self,
        deck: Deck,
        ring: RehearsalRing,
        film: Path,
        index: FilmIndex,
        clock: RehearsalClock | None = None,
    ) -> None:
        self._deck, self._ring, self._film, self._index = deck, ring, film, index
        self._clock = clock or RehearsalClock()

    def play(self, stretch: RehearsedStretch) -> Played:
        """Play a stretch; again when something was missing, since machines stall."""
        for _ in range(TRIES):
            played = self._once(stretch)
            if played.whole:
                break
        return played

    def _once(self, stretch: RehearsedStretch) -> Played:
        clock, deck, index = self._clock, self._deck, self._index
        played = Played(stretch, missing=stretch.first)
        counts = Counts()
        entry = Entry(
            "rehearsal", "", "", str(self._film), "", identity_map(index.facts.duration_ns)
        )
        span = span_at(entry.points, 0)
        first = max(0, stretch.first - RUN_IN)
        place = FilmPlace(index, entry, span, first)
        reel = _Reel(self._ring, counts, place, place.run_up(), LEAD_NS - HEADROOM_NS)
        reel.label = SegmentLabel(1, 1)
        self._ring.begin_ns, self._ring.came = None, []
        before = set(clock.threads())
        deck.cue(self._film, reel.media_ns, reel)
        # showing nothing but strange pictures, a deck waits for the first known one for ever
        self._until(
            lambda: deck.state is not DeckState.LOADING or counts.unidentified > STRANGE_MOST
        )
        if deck.state is DeckState.CUED:
            begun = clock.threads()
            origin_ns = clock.now() + ROLL_IN_NS
            self._ring.begin_ns = origin_ns - reel.media_ns
            deck.roll(origin_ns)
            played.media_ns = int(index.pts_ns[stretch.last]) - reel.media_ns
            ends_ns = origin_ns + played.media_ns + OVERDUE_NS
            self._until(
                lambda: (
                    reel.delivered >= stretch.last
                    or deck.state is DeckState.ENDED
                    or clock.now() > ends_ns
                )
            )
            for thread, now in clock.threads().items():
                then = begun.get(thread, ThreadTime(0, 0))
                played.waited_ns = max(played.waited_ns, now.waited_ns - then.waited_ns)
                if thread not in before:
                    played.processor_ns = max(played.processor_ns, now.ran_ns - then.ran_ns)
        deck.park()
        ends_ns = clock.now() + CLOSED_NS
        self._until(lambda: reel.is_closed or clock.now() > ends_ns)
        reel.label = None
        came = self._ring.came
        there = {arrival.frame for arrival in came}
        wanted = range(stretch.first, stretch.last + 1)
        played.missing = next((frame for frame in wanted if frame not in there), None)
        played.strange = counts.unidentified
        played.late_ns = max((at.late_ns for at in came), default=0)
        return played

    def _until(self, happened: Callable[[], bool]) -> None:
        while not happened():
            self._clock.wait(0.01)
