"""A film in a deck, and the sink that takes its pictures to the frame ring.

libvlc's threads call :meth:`CuedFilm.slot` and :meth:`CuedFilm.shown`; everything else is the
player's thread. The fields that both sides touch are single references, swapped whole under the
GIL.
"""

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
KEPT = 3
"""The most pictures to keep from before a deck rolls."""


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
    """One film from one picture on, for one leg."""

    def __init__(
        self,
        ring: RingWriter,
        counts: Counts,
        place: FilmPlace,
        run_up: RunUp,
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
        """The instant at which libvlc's clock stands at ``media_ns``; None until it rolls."""
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
        self._stepped = False
        self._slot: int | None = None
        self._kept: list[tuple[int, int]] = []
        """Slot and number of the picture aimed at, and of those after it, when libvlc shows them
        before the deck rolls: it does not always do so again after (AV1). They stay out of the
        ring until then, where later pictures would overwrite them."""

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

    def buffered(self, percent: float) -> None:
        """Hear how full libvlc's buffer was after the first step (the deck's thread)."""
        told_ns = key_told(self.index, self._suffix, self.media_ns, percent)
        if told_ns is not None and told_ns != self._run_up.key_ns and self.pace != NATURAL:
            self.surprise_ns = told_ns

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
        facts, origin = self.index.facts, self.origin_ns
        seen = fingerprint(self._ring.luma(slot, self.shape), facts.width, facts.height)
        if origin is None or now_ns < origin:
            self._keep(slot, seen)
            return
        self._hand_over_kept(now_ns)
        played_ns = (now_ns - origin) * NATURAL // self.span.pace
        media_ns = self.media_ns + played_ns + facts.frame_ns // 4
        expected = self.last if self._stepped else self.index.frame_at(media_ns)
        match = identify(self.index, seen, expected)
        if not match.certain and self.delivered < 0 and now_ns < origin + STALE_NS:
            self._ring.drop(slot)
            return
        if not match.certain and self.delivered >= 0:  # a deck that hangs shows the same for long
            known = identify(self.index, seen, self.delivered)
            match = known if known.certain else match
        if self._publish(slot, match.frame, now_ns):
            self._counts.unidentified += not match.certain

    def stepped(self) -> None:
        """Expect the film's last picture next, before its date (the deck's thread)."""
        self._stepped = True

    def closed(self) -> None:
        """Give back what libvlc took and will not show: the deck has stopped (its thread).

        A film of one picture may end before it is shown again; that one is handed over.
        """
        if self.origin_ns is not None:
            self._hand_over_kept(self.origin_ns)
        for slot, _ in self._kept:
            self._ring.drop(slot)
        if self._slot is not None:
            self._ring.drop(self._slot)
        self._slot, self._kept = None, []

    def _keep(self, slot: int, seen: Luma) -> None:
        wanted = self._kept[-1][1] + 1 if self._kept else self.aim.frame
        if len(self._kept) < KEPT and identify(self.index, seen, wanted) == Match(wanted, True):
            self._kept.append((slot, wanted))
        else:
            self._ring.drop(slot)

    def _hand_over_kept(self, now_ns: int) -> None:
        kept, self._kept = self._kept, []
        for slot, frame in kept:
            self._publish(slot, frame, now_ns)

    def _publish(self, slot: int, frame: int, now_ns: int) -> bool:
        label, counts = self.label, self._counts
        story_ns = self.story_of(frame)
        known = frame <= self.delivered
        strange = frame < self.aim.frame or frame > self.final or story_ns > self.last_story_ns
        if label is None or known or strange:
            counts.repeated += frame == self.delivered
            self._ring.drop(slot)
            return False
        if self.delivered >= 0:
            counts.skipped += frame - self.delivered - 1
        self._ring.publish(slot, label.take, label.cycle, story_ns, frame, now_ns, self.shape)
        counts.pictures += 1
        self.delivered, self.arrived_ns = frame, now_ns
        if self.due_offset_ns is not None:
            self.lead_ns = self.due_offset_ns + story_ns - now_ns
            counts.late += self.lead_ns < 0
        return True
