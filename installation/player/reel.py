"""What a deck is cued with, and the sink that takes its pictures to the frame ring.

libvlc's threads call :meth:`Reel.slot` and :meth:`Reel.shown`; everything else is the player's
thread. The fields that both sides touch are single references, swapped whole under the GIL.
"""

from dataclasses import dataclass
from typing import NamedTuple

from installation.link.ring import RingWriter, Shape
from installation.model.film import FilmIndex
from installation.model.fingerprint import fingerprint
from installation.player.identity import identify
from installation.timeline.programme import Entry
from installation.timeline.storymap import story_at


class Label(NamedTuple):
    """The run that pictures belong to."""

    take: int
    cycle: int


class Aim(NamedTuple):
    """What a deck is to be cued with: equal aims need no new cue."""

    revision: str
    frame: int


@dataclass
class Counts:
    """A player's counters; each is only ever raised by one thread at a time."""

    pictures: int = 0
    late: int = 0
    repeated: int = 0
    skipped: int = 0
    unidentified: int = 0


class Reel:
    """One film from one picture on, for one run."""

    def __init__(
        self, ring: RingWriter, counts: Counts, index: FilmIndex, entry: Entry, frame: int
    ) -> None:
        facts = index.facts
        self.index = index
        self.entry = entry
        self.aim = Aim(entry.revision, frame)
        self.shape = Shape.of(facts)
        # half a picture early, so that rounding never excludes the picture itself; libvlc may
        # show some from before it, which shown() drops (0 of 80 cues lost the picture asked for)
        self.media_ns = int(index.pts_ns[frame]) - facts.frame_ns // 2 if frame else 0
        self.label: Label | None = None
        self.origin_ns: int | None = None
        """The instant at which libvlc's clock stands at ``media_ns``; None until it rolls."""
        self.last_story_ns = 1 << 62
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
        self._kept: int | None = None
        """The picture aimed at, when libvlc shows it before the deck rolls: it may not do so again
        after. It stays out of the ring until then, where later pictures would overwrite it."""

    def story_of(self, frame: int) -> int:
        """The story time at which a picture begins."""
        return self.story_of_media(int(self.index.pts_ns[frame]))

    def story_of_media(self, media_ns: int) -> int:
        """The story time at which the film reaches a media time."""
        return story_at(self.entry.points, media_ns)

    @property
    def complete(self) -> bool:
        """The film's last picture has been delivered."""
        return self.delivered >= len(self.index.pts_ns) - 1

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
        paused = origin is None or now_ns < origin
        if paused and self._kept is not None:
            self._ring.drop(slot)  # the same again
            return
        seen = fingerprint(self._ring.luma(slot, self.shape), facts.width, facts.height)
        if paused or origin is None:
            if identify(self.index, seen, self.aim.frame).frame == self.aim.frame:
                self._kept = slot
            else:
                self._ring.drop(slot)
            return
        self._hand_over_kept(now_ns)
        media_ns = self.media_ns + now_ns - origin + facts.frame_ns // 4
        match = identify(self.index, seen, self.index.frame_at(media_ns))
        if self._publish(slot, match.frame, now_ns):
            self._counts.unidentified += not match.certain

    def closed(self) -> None:
        """Give back what libvlc took and will not show: the deck has stopped (its thread)."""
        for slot in (self._slot, self._kept):
            if slot is not None:
                self._ring.drop(slot)
        self._slot = self._kept = None

    def _hand_over_kept(self, now_ns: int) -> None:
        slot, self._kept = self._kept, None
        if slot is not None:
            self._publish(slot, self.aim.frame, now_ns)

    def _publish(self, slot: int, frame: int, now_ns: int) -> bool:
        label, counts = self.label, self._counts
        story_ns = self.story_of(frame)
        known = frame <= self.delivered
        if label is None or known or frame < self.aim.frame or story_ns > self.last_story_ns:
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
