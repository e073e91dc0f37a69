"""A deck that plays fingerprints in simulated time; it meets the same contract as the real one.

What it does when, it does as libvlc was seen to: it shows a picture from before the place asked
for while it is paused, does not show it again, repeats a picture when none comes, also while it
stands still, and takes a moment for everything.
"""

import ctypes
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from installation.model import SIZE, FilmFacts, FilmIndex
from installation.model._fingerprint import fingerprint_grid
from installation.player._deck import DeckState, Sink
from installation.player._vlcdeck import EARLY_NS
from installation.timeline import NATURAL, ROLL_NS
from installation.units import MILLISECOND, SECOND

WIDTH, HEIGHT = 64, 36
CUE_NS = 40 * MILLISECOND
TIMEOUT_NS = SECOND
AHEAD_NS = 12 * MILLISECOND
REPEAT_NS = 70 * MILLISECOND


def film_of(seed: int, frames: int, fps: tuple[int, int] = (24, 1)) -> FilmIndex:
    """The index of a film whose pictures are all different."""
    pts_ns = np.arange(frames, dtype=np.int64) * SECOND * fps[1] // fps[0]
    facts = FilmFacts(
        width=WIDTH,
        height=HEIGHT,
        sar=(1, 1),
        fps=fps,
        matrix="bt709",
        full_range=False,
        audio=False,
        codec="h264",
        pixel_format="yuv420p",
        duration_ns=frames * SECOND * fps[1] // fps[0],
        frames=frames,
    )
    prints = np.random.default_rng(seed).integers(16, 236, (frames, SIZE)).astype(np.uint8)
    return FilmIndex(facts, pts_ns, prints)


@dataclass
class Reels:
    """The films that there are, by path, and what is wrong with them."""

    films: dict[str, FilmIndex]
    broken: set[str] = field(default_factory=set)
    stalls: dict[str, int] = field(default_factory=dict)
    """The picture after which nothing new comes, once."""
    short: dict[str, int] = field(default_factory=dict)
    """How many pictures fewer there are than the index has."""
    grey: set[int] = field(default_factory=set)
    """The pictures that come out grey, as those do whose reference the decoder has lost."""
    cue_ns: int = CUE_NS
    """How long a deck takes to stand ready."""


class FakeDeck:
    """Time passes for it in :meth:`tick` only, which is its own thread and libvlc's."""

    def __init__(self, reels: Reels) -> None:
        self.state = DeckState.IDLE
        self.decoder = "software"
        self.cues = 0
        self.open = True
        self._reels = reels
        self._orders: list[Callable[[int], None]] = []
        self._sink: Sink | None = None
        self._next = 0
        self._ready_ns: int | None = None
        self._origin_ns: int | None = None
        self._stands_ns: int | None = None
        self._at_ns: int | None = None
        self._aired = self._ended = False
        self._serial = self._loaded = 0

    def cue(self, film: Path, media_ns: int, sink: Sink) -> None:
        """Stand ready a moment later, with the first pictures."""
        self.cues += 1
        serial = self._enter(DeckState.LOADING)
        self._orders.append(lambda now_ns: self._load(serial, now_ns, str(film), media_ns, sink))

    def roll(self, at_ns: int) -> None:
        """Play."""
        self.state = DeckState.ROLLING
        self._orders.append(lambda _: self._schedule(at_ns))

    def park(self) -> None:
        """Stop."""
        self._enter(DeckState.IDLE)
        self._orders.append(lambda _: self._stop())

    def close(self) -> None:
        """Stop for good; done when it returns."""
        self._stop()
        self.open = False

    def tick(self, now_ns: int) -> None:
        """What has happened until now."""
        orders, self._orders = self._orders, []
        for order in orders:
            order(now_ns)
        self._happen(now_ns)
        self._ticked_ns = now_ns

    def _happen(self, now_ns: int) -> None:
        if self._sink is None:
            return
        if self._ready_ns is not None and now_ns >= self._ready_ns:
            self._ready_ns = None
            if self._film in self._reels.broken:
                self._advance(DeckState.LOADING, DeckState.FAILED)
            else:
                self._show(self._next, now_ns)
                self._next += 1
                self._origin_ns = now_ns + ROLL_NS + self._sink.late_ns
                self._sink.plays(self._origin_ns)
        if self._origin_ns is None:
            return
        at_ns = None if self._at_ns is None else self._at_ns + self._sink.way_ns
        if at_ns is not None and now_ns >= at_ns and not self._aired:
            self._aired = True
            self._sink.airs(now_ns)
        if self._keeps_still(now_ns, self._sink, self._origin_ns):
            if now_ns - self._shown_ns > REPEAT_NS:
                self._show(self._shown, now_ns)
        else:
            self._play(now_ns)
        if self._sink.there or self._ended:
            self._advance(DeckState.LOADING, DeckState.CUED)
        if self._ended and self._aired:
            self._advance(DeckState.ROLLING, DeckState.ENDED)

    def _enter(self, state: DeckState) -> int:
        self.state = state
        self._serial += 1
        return self._serial

    def _advance(self, before: DeckState, after: DeckState) -> None:
        if self.state is before and self._loaded == self._serial:
            self.state = after

    def _load(self, serial: int, now_ns: int, film: str, media_ns: int, sink: Sink) -> None:
        self._stop()
        if serial != self._serial:
            return
        self._loaded, self._film, self._media_ns, self._sink = serial, film, media_ns, sink
        broken = film in self._reels.broken
        self._ready_ns = now_ns + (TIMEOUT_NS if broken else self._reels.cue_ns)
        self._index = self._reels.films[film]
        self._next = self._index.frame_at(media_ns)
        self._held: int | None = None
        self._shown, self._shown_ns = -1, now_ns

    def _schedule(self, at_ns: int) -> None:
        self._at_ns = at_ns

    def _keeps_still(self, now_ns: int, sink: Sink, origin_ns: int) -> bool:
        """Stand still with the first pictures kept, until it is time to go on behind them."""
        at_ns, since_ns = self._at_ns, self._stands_ns
        if at_ns is not None and since_ns is not None and origin_ns + now_ns - since_ns >= at_ns:
            if self._next == len(self._index.pts_ns) - 1:
                self._next += 1  # with nothing behind it, libvlc may lose what is ready to be shown
            # at that instant, if it came since the last tick
            stood_ns = max(self._ticked_ns, since_ns) - since_ns
            self._origin_ns, self._stands_ns = max(origin_ns + stood_ns, at_ns), None
            sink.plays(self._origin_ns)
        early = self._at_ns is None or self._at_ns > origin_ns + EARLY_NS
        if self._stands_ns is None and early and sink.full and not self._ended:
            self._stands_ns = now_ns
            sink.stands(now_ns)
        return self._stands_ns is not None

    def _stop(self) -> None:
        self._origin_ns = self._stands_ns = self._at_ns = None
        self._aired = self._ended = False
        if self._sink is not None:
            sink, self._sink = self._sink, None
            sink.closed()

    def _play(self, now_ns: int) -> None:
        pts_ns = self._index.pts_ns
        frames = len(pts_ns) - self._reels.short.get(self._film, 0)
        origin_ns = self._origin_ns
        assert origin_ns is not None
        while self._next < frames:
            if self._next > self._reels.stalls.get(self._film, frames):
                if now_ns - self._shown_ns > REPEAT_NS:
                    self._show(self._shown, now_ns)
                return
            date_ns = origin_ns + self._takes(int(pts_ns[self._next]) - self._media_ns)
            if self._held is None and now_ns >= date_ns - AHEAD_NS:
                self._held = self._lock(self._next)
            if now_ns < date_ns:
                return
            self._hand_over(self._next, now_ns)
            self._next += 1
        ends_ns = int(pts_ns[frames - 1]) - self._media_ns + self._index.facts.frame_ns
        self._ended = now_ns >= origin_ns + self._takes(ends_ns)

    def _takes(self, film_ns: int) -> int:
        assert self._sink is not None
        return film_ns * self._sink.pace // NATURAL

    def _show(self, frame: int, now_ns: int) -> None:
        self._held = self._lock(frame)
        self._hand_over(frame, now_ns)

    def _lock(self, frame: int) -> int:
        assert self._sink is not None
        slot, address = self._sink.slot()
        shape = self._sink.shape
        plane = np.ctypeslib.as_array(
            (ctypes.c_uint8 * (shape.pitch * shape.rows)).from_address(address)
        ).reshape(shape.rows, shape.pitch)
        rows, columns = fingerprint_grid(WIDTH, HEIGHT)
        grey = frame in self._reels.grey
        plane[rows, columns] = 128 if grey else self._index.prints[frame].reshape(9, 16)
        return slot

    def _hand_over(self, frame: int, now_ns: int) -> None:
        assert self._sink is not None and self._held is not None
        slot, self._held = self._held, None
        self._shown, self._shown_ns = frame, now_ns
        self._sink.shown(slot, now_ns)


def tick_all(decks: Iterable[FakeDeck], now_ns: int) -> None:
    """Let an instant happen to several decks."""
    for deck in decks:
        deck.tick(now_ns)
