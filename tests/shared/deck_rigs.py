"""The same deck tests for the fake and for libvlc: a deck, films and a time of its own."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import vlc
from fake_deck import FakeDeck, Reels, film_of
from player_films import Recipe, write_film

from installation.library._probe import probe
from installation.link import RingShape, RingWriter
from installation.model import FilmIndex, fingerprint
from installation.player import VlcDeck
from installation.player._cued_film import Counts, CuedFilm, FilmPlace
from installation.player._deck import Deck, DeckState
from installation.player._segments import SegmentLabel
from installation.timeline import FOREVER, HEADROOM_NS, LEAD_NS, NATURAL, Entry, Span
from installation.units import MILLISECOND, SECOND

KEPT = 5
"""The most pictures, at 24 a second, that a deck which stands ready has kept."""


class Arrival(NamedTuple):
    """A picture that went into the ring, when, and how far its luma is from the index's."""

    frame: int
    now_ns: int
    distance: float


class LoggedRing(RingWriter):
    """A ring that remembers what was published, for one film at a time."""

    index: FilmIndex

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.log: list[Arrival] = []

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
        seen = fingerprint(self.luma(slot, shape), shape.width, shape.height, shape.depth)
        distance = float(np.abs(self.index.prints[frame].astype(int) - seen).mean())
        self.log.append(Arrival(frame, now_ns, distance))
        super().publish(slot, take, cycle, story_ns, frame, now_ns, shape, leaving)


class WatchedReel(CuedFilm):
    """A reel that knows whether it was called when it should not be."""

    closings = 0
    calls_after = 0

    @property
    def counts(self) -> Counts:
        return self._counts

    @property
    def counts_wrong(self) -> bool:
        """Any picture left out, or known by the clock only."""
        return bool(self.counts.skipped or self.counts.unidentified)

    def slot(self) -> tuple[int, int]:
        self.calls_after += self.closings > 0
        return super().slot()

    def shown(self, slot: int, now_ns: int) -> None:
        self.calls_after += self.closings > 0
        super().shown(slot, now_ns)

    def closed(self) -> None:
        super().closed()
        self.closings += 1


class Rig(Protocol):
    """A deck with what it needs."""

    deck: Deck
    ring: LoggedRing
    film: Path
    index: FilmIndex
    broken: Path

    def now(self) -> int:
        """The deck's clock, ns."""
        ...

    def pass_time(self) -> None:
        """A few milliseconds."""
        ...


class FakeRig:
    """Simulated time."""

    def __init__(self, folder: Path) -> None:
        self.ring = LoggedRing(folder / "left.ring")
        self.film, self.broken = Path("/films/a"), Path("/films/broken")
        self.index = film_of(1, 48)
        films = {str(path): self.index for path in (self.film, self.broken)}
        self._deck = FakeDeck(Reels(films, broken={str(self.broken)}))
        self.deck: Deck = self._deck
        self._now_ns = SECOND

    def now(self) -> int:
        return self._now_ns

    def pass_time(self) -> None:
        self._now_ns += 2 * MILLISECOND
        self._deck.tick(self._now_ns)


class VlcRig:
    """libvlc and real time."""

    def __init__(self, folder: Path, libvlc: vlc.Instance) -> None:
        self.folder = folder
        self.ring = LoggedRing(folder / "left.ring")
        self.deck: Deck = VlcDeck(libvlc, "test")
        self.broken = folder / "broken.mp4"
        self.broken.write_bytes(np.random.default_rng(1).bytes(50_000))

    def make(self, name: str, recipe: Recipe) -> None:
        """A film to play."""
        self.use(write_film(self.folder / name, recipe))

    def use(self, film: Path) -> None:
        """Have this film played."""
        self.film, self.index = film, probe(film)

    def now(self) -> int:
        return time.monotonic_ns()

    def pass_time(self) -> None:
        time.sleep(0.002)


def until(rig: Rig, happened: Callable[[], object], patience_s: float = 12.0) -> None:
    """Let time pass until something happens."""
    deadline_ns = rig.now() + round(patience_s * SECOND)
    while not happened():
        assert rig.now() < deadline_ns, f"it never happened; the deck is {rig.deck.state}"
        rig.pass_time()


def wait(rig: Rig, seconds: float) -> None:
    """Let time pass."""
    end_ns = rig.now() + round(seconds * SECOND)
    until(rig, lambda: rig.now() >= end_ns)


def reel_at(
    rig: Rig, frame: int, pace: int = NATURAL, kind: type[WatchedReel] = WatchedReel
) -> WatchedReel:
    """A reel of the rig's film from a picture on."""
    length_ns = rig.index.facts.duration_ns
    points = ((0, 0), (length_ns * pace // NATURAL, length_ns))
    entry = Entry("v", "r", "", str(rig.film), "", points)
    rig.ring.index = rig.index
    rig.ring.log = []
    span = Span(0, 0, FOREVER, 0, length_ns, pace)
    place = FilmPlace(rig.index, entry, span, frame)
    reel = kind(rig.ring, Counts(), place, place.run_up(), LEAD_NS - HEADROOM_NS)
    reel.label = SegmentLabel(1, 1)
    return reel


def cued(rig: Rig, frame: int, pace: int = NATURAL) -> WatchedReel:
    """Cue a picture and wait until the deck stands ready."""
    reel = reel_at(rig, frame, pace)
    rig.deck.cue(rig.film, reel.media_ns, reel)
    until(rig, lambda: rig.deck.state is not DeckState.LOADING)
    assert rig.deck.state is DeckState.CUED
    return reel


def rolled(rig: Rig, frame: int, pace: int = NATURAL) -> WatchedReel:
    """Cue a picture, and roll."""
    reel = cued(rig, frame, pace)
    reel.launched_ns = rig.now() + 60 * MILLISECOND
    rig.deck.roll(reel.launched_ns)
    return reel


def parked(rig: Rig, reel: WatchedReel) -> None:
    """Park, and wait until the deck has let the reel go."""
    rig.deck.park()
    assert rig.deck.state is DeckState.IDLE
    until(rig, lambda: reel.closings)


def played(rig: Rig, frame: int, pace: int = NATURAL) -> WatchedReel:
    """Play from a picture to the end, and park."""
    reel = rolled(rig, frame, pace)
    until(rig, lambda: rig.deck.state is DeckState.ENDED, 20)
    parked(rig, reel)
    return reel


def frames(rig: Rig) -> list[int]:
    """The pictures that went into the ring, in their order."""
    return [arrival.frame for arrival in rig.ring.log]


def off_ms(rig: Rig, reel: WatchedReel) -> list[float]:
    """By how much each picture came after its date; but those kept from before the deck rolled."""
    assert reel.launched_ns is not None
    pace = reel.span.pace
    begin_ns = reel.launched_ns - reel.media_ns * pace // NATURAL
    return [
        (at.now_ns - begin_ns - int(rig.index.pts_ns[at.frame]) * pace // NATURAL) / MILLISECOND
        for at in rig.ring.log[KEPT:]
    ]
