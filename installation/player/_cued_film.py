"""A film in a deck, and the sink that takes its pictures to the frame ring.

A deck that stands ready has played its first pictures: they lie in slots of the ring and are kept
out of the stage's sight until it rolls. So an order need not wait for libvlc, nor for a lead.

libvlc's threads call :meth:`CuedFilm.slot` and :meth:`CuedFilm.shown`, the deck's thread what it
says of its clock; everything else is the player's thread. The fields that several of them touch are
single references, swapped whole under the GIL; what is kept has a lock.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from installation.link import RingShape, RingWriter
from installation.model import FilmIndex, Luma, fingerprint
from installation.player._identity import Match, identify
from installation.player._runup import RunUp, key_told, run_up
from installation.player._segments import SegmentLabel
from installation.timeline import FOREVER, NATURAL, Entry, Span, media_at, span_at, story_at
from installation.units import MILLISECOND

STALE_NS = 500 * MILLISECOND
"""For how long after a deck rolls a strange picture is taken for one from before the film's
beginning: libvlc hands over those that an mp4's edit list hides, up to 170 ms long."""


class CueTarget(NamedTuple):
    """The film and place that a deck is to be cued with: equal targets need no new cue."""

    revision: str
    frame: int
    pace: int


class FilmPlace(NamedTuple):
    """A place to cue a deck at: a picture of a version's film, in one span of its map."""

    film: FilmIndex
    entry: Entry
    span: Span
    frame: int

    @property
    def aim(self) -> CueTarget:
        """Return what it takes to cue it."""
        return CueTarget(self.entry.revision, self.frame, self.span.pace)

    def run_up(self, key_ns: int | None = None, spare_ns: int = 0) -> RunUp:
        """Return where in its film to cue it; as :func:`installation.player._runup.run_up`."""
        suffix = Path(self.entry.film).suffix
        return run_up(self.film, suffix, self.frame, self.span.pace, key_ns, spare_ns)


def place_at(index: FilmIndex, entry: Entry, story_ns: int) -> FilmPlace:
    """The place that a version has to be cued at for a story time; ``index`` is its film's."""
    frame = index.frame_at(media_at(entry.points, story_ns))
    return FilmPlace(index, entry, span_at(entry.points, story_ns), frame)


@dataclass
class Counts:
    """A player's counters. At a seam two decks' threads may raise one; a lost count is no harm."""

    pictures: int = 0
    late: int = 0
    repeated: int = 0
    skipped: int = 0
    unidentified: int = 0


class CuedFilm:
    """One film from one picture on, for one leg.

    It keeps ``keep_ns`` of pictures until it is aired. A deck that stands still too late for that
    (on a machine that is busy with other things) brings more: those that the ring has no room for
    are left out, for without a slot for the next picture libvlc would write into nowhere.
    """

    def __init__(
        self,
        ring: RingWriter,
        counts: Counts,
        place: FilmPlace,
        run_up: RunUp,
        keep_ns: int,
    ) -> None:
        self.index, self.entry, self.span = place[:3]
        self.aim = place.aim
        self.shape = RingShape.of(self.index.facts)
        self._suffix = Path(self.entry.film).suffix
        self._run_up = run_up
        self.media_ns, self.late_ns = run_up.media_ns, run_up.late_ns
        self.ahead_ns = run_up.ahead_ns
        self.surprise_ns: int | None = None
        """Where libvlc began to decode, when that is not where it was thought to."""
        self.label: SegmentLabel | None = None
        self.origin_ns: int | None = None
        """The instant at which libvlc's clock stands at ``media_ns``; None until it plays."""
        self.stands_ns: int | None = None
        """Since when that clock stands still; None while it runs."""
        self.launched_ns: int | None = None
        """When that clock should stand at ``media_ns``, and all kept is aired; None before it is
        known when the deck rolls."""
        self.last_story_ns = FOREVER
        """Pictures that begin after this story time are not wanted (the story is held there)."""
        self.delivered = -1
        """The last picture that went into the ring."""
        self.arrived_ns = 0
        self.lead_ns = 0
        """How early the last picture came before it is due, when a due time is known."""
        self.due_offset_ns: int | None = None
        """Instant minus story time in this reel's run; None while the run has no instant."""
        self._ring = ring
        self._counts = counts
        self._slot: int | None = None
        self._keep_ns = keep_ns
        self._last = -1
        """The last picture that has come."""
        self._stood = -1
        """The picture that it stood still at, which is shown again and again."""
        self._goes_on = False
        """The clock runs again, and the picture that libvlc shows at once has not come yet."""
        self.near = False
        """Libvlc has decoded up to the place that was cued, for sure."""
        self._there_ns: int | None = None
        self._aired = False
        self._kept: list[tuple[int, int]] = []
        """Slot and number of the pictures that came before it was aired. Out of the ring's sight no
        later picture overwrites them. The one aimed at may be among them from before the deck
        plays: libvlc does not always show it again after (AV1)."""
        self._lock = threading.Lock()
        """Between what is kept and what is aired; held for a few microseconds."""

    def story_of(self, frame: int) -> int:
        """The story time at which a picture begins."""
        return story_at(self.entry.points, int(self.index.pts_ns[frame]))

    @property
    def complete(self) -> bool:
        """The span's last picture has been delivered."""
        return self.delivered >= self.final

    @property
    def final(self) -> int:
        """The last picture that the span needs."""
        return self.index.frame_at(self.span.ends_ns - 1)

    @property
    def pace(self) -> int:
        """Thousandths of a second that a thousandth of film lasts."""
        return self.aim.pace

    @property
    def last(self) -> int:
        """The film's last picture."""
        return len(self.index.pts_ns) - 1

    @property
    def last_ns(self) -> int:
        """Return when the film's last picture begins, in media time."""
        return int(self.index.pts_ns[self.last])

    def buffered(self, percent: float) -> None:
        """Hear how full libvlc's buffer was after the first step (the deck's thread)."""
        told_ns = key_told(self.index, self._suffix, self.media_ns, percent)
        if told_ns is not None and told_ns != self._run_up.key_ns and self.pace != NATURAL:
            self.surprise_ns = told_ns

    @property
    def there(self) -> bool:
        """The picture aimed at, or one behind it, has come."""
        return self._there_ns is not None

    @property
    def way_ns(self) -> int:
        """Return how long it plays from ``media_ns`` to the picture aimed at."""
        return (int(self.index.pts_ns[self.aim.frame]) - self.media_ns) * self.pace // NATURAL

    @property
    def came_ns(self) -> int:
        """Return since when pictures are there as early as they will be; 0 before the first is."""
        if self._there_ns is None or self.origin_ns is None:
            return 0
        return max(self._there_ns, self.origin_ns + self.way_ns)

    @property
    def full(self) -> bool:
        """It has kept enough; never so near the film's end that libvlc would have nothing left."""
        if not 0 <= self._last < self.last - 1:
            return False
        kept_ns = self.story_of(self._last) - self.story_of(self.aim.frame)
        # the one that may still come while the deck is told to stand still has its room, too
        return kept_ns >= self._keep_ns or len(self._kept) >= self._ring.share - 1

    @property
    def over(self) -> bool:
        """The film's last picture has come."""
        return self._last >= self.last

    def starts_ns(self, now_ns: int) -> int | None:
        """Return when the clock stood at ``media_ns`` if it plays from now on; None: it never has.

        That is the soonest instant that it can be asked to have stood there.
        """
        origin_ns, stands_ns = self.origin_ns, self.stands_ns
        if origin_ns is None or stands_ns is None:
            return origin_ns
        return origin_ns + now_ns - stands_ns

    def slot(self) -> tuple[int, int]:
        """A slot for libvlc's next picture and its address (libvlc's thread)."""
        if self._slot is not None:  # handed over and never shown
            self._ring.drop(self._slot)
        self._slot = self._ring.begin()
        return self._slot, self._ring.address(self._slot)

    def shown(self, slot: int, now_ns: int) -> None:
        """libvlc's date for the picture in a slot has come (libvlc's thread)."""
        if slot != self._slot:
            return
        self._slot = None
        facts, origin, stands = self.index.facts, self.origin_ns, self.stands_ns
        seen = fingerprint(
            self._ring.luma(slot, self.shape), facts.width, facts.height, self.shape.depth
        )
        if origin is None or now_ns < origin:
            first = identify(self.index, seen, self.aim.frame) == Match(self.aim.frame, True)
            self.near = first or self.near or self._reached(seen)
            self._take(slot, self.aim.frame if first else -1, now_ns)
            return
        goes_on, self._goes_on = self._goes_on and stands is None, False
        match = identify(self.index, seen, self._expected(now_ns, goes_on))
        if not match.certain and self._last < 0 and now_ns < origin + STALE_NS:
            self._ring.drop(slot)
            return
        if not match.certain and self._last >= 0:  # a deck that hangs shows the same for long
            known = identify(self.index, seen, self._last)
            match = known if known.certain else match
        if not match.certain:
            # A decoder that lost what it needed gives grey for a second, on a machine that has no
            # time for it. All pictures of a film were seen by the intake: this is none of them.
            self._counts.unidentified += 1
            self._ring.drop(slot)
            return
        self._take(slot, match.frame, now_ns)

    def plays(self, origin_ns: int) -> None:
        """Pictures come from now on, by a clock that stands at the place then (deck's thread)."""
        self._goes_on = self.stands_ns is not None
        self.origin_ns, self.stands_ns = origin_ns, None

    def stands(self, since_ns: int) -> None:
        """The clock stands still; what comes is what was shown before (deck's thread)."""
        self.stands_ns, self._stood = since_ns, self._last

    def airs(self, now_ns: int) -> None:
        """Put what was kept into the ring, and from now on what comes (deck's thread)."""
        with self._lock:
            self._aired, kept, self._kept = True, self._kept, []
            for slot, frame in kept:
                self._publish(slot, frame, now_ns)

    def closed(self) -> None:
        """Give back what libvlc took and will not show: the deck has stopped (its thread)."""
        for slot, _ in self._kept:
            self._ring.drop(slot)
        if self._slot is not None:
            self._ring.drop(self._slot)
        self._slot, self._kept = None, []

    def _reached(self, seen: Luma) -> bool:
        """Tell whether a picture from before the one aimed at is the one at the place cued.

        With pictures that are decoded in the order in which they are shown, none is left to decode
        before it then: of 216 places told fast, nine films at once, none was left out.
        """
        begins = self.index.frame_at(self.media_ns)
        return self._run_up.in_order and identify(self.index, seen, begins) == Match(begins, True)

    def _expected(self, now_ns: int, goes_on: bool) -> int:
        """Return which picture comes now; of those that look alike it is that one."""
        origin_ns = self.origin_ns
        assert origin_ns is not None
        if self.stands_ns is not None:
            return self._stood
        if goes_on:  # it had been made ready before the clock stood still, and comes early
            return min(self._stood + 1, self.last)
        media_ns = self.media_ns + (now_ns - origin_ns) * NATURAL // self.span.pace
        return self.index.frame_at(media_ns + self.index.facts.frame_ns // 4)

    def _take(self, slot: int, frame: int, now_ns: int) -> bool:
        """Keep a picture that is new, or publish it; False when it was neither."""
        if frame <= self._last or frame < self.aim.frame:
            again = self._aired and frame == self.delivered != self._stood
            self._counts.repeated += again
            self._ring.drop(slot)
            return False
        self._last = frame
        if self._there_ns is None:
            self._there_ns = now_ns
        with self._lock:
            if self._aired:
                return self._publish(slot, frame, now_ns)
            if len(self._kept) < self._ring.share:
                self._kept.append((slot, frame))
                return True
        self._ring.drop(slot)
        return False

    def _publish(self, slot: int, frame: int, now_ns: int) -> bool:
        label, counts = self.label, self._counts
        story_ns = self.story_of(frame)
        if label is None or frame > self.final or story_ns > self.last_story_ns:
            self._ring.drop(slot)
            return False
        if self.delivered >= 0:
            counts.skipped += frame - self.delivered - 1
        self._ring.publish(
            slot, label.take, label.cycle, story_ns, frame, now_ns, self.shape, label.leaving
        )
        counts.pictures += 1
        self.delivered, self.arrived_ns = frame, now_ns
        if self.due_offset_ns is not None:
            self.lead_ns = self.due_offset_ns + story_ns - now_ns
            counts.late += self.lead_ns < 0
        return True
