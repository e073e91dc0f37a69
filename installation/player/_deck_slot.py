"""A place for a deck: the deck, what it is cued with, and since when."""

from dataclasses import dataclass

from installation.player._cued_film import CuedFilm, CueTarget, FilmPlace
from installation.player._deck import Deck, DeckState
from installation.player._segments import SegmentLabel
from installation.timeline import ROLL_NS


@dataclass
class DeckSlot:
    """A deck with what it is cued with."""

    deck: Deck
    reel: CuedFilm | None = None
    cued_at_ns: int = 0
    seen_ready: bool = False
    """It has been seen to stand ready."""

    @property
    def label(self) -> SegmentLabel | None:
        """The leg that it serves."""
        return self.reel.label if self.reel else None

    @property
    def rolling(self) -> bool:
        """Its pictures are on their way to the glass, or will be at an instant that is set."""
        return self.reel is not None and self.reel.launched_ns is not None

    @property
    def stands(self) -> bool:
        """It stands ready, and may be had for something else."""
        return self.reel is not None and self.deck.state is DeckState.CUED and not self.rolling

    def serves(self, aim: CueTarget) -> bool:
        """Tell whether it is cued for a place."""
        return self.reel is not None and self.reel.aim == aim

    def relabel(self, label: SegmentLabel | None, place: FilmPlace | None = None) -> None:
        """Serve another leg, which begins at the same place; or none."""
        if self.reel is not None:
            self.reel.label = label
            if place is not None:
                self.reel.entry, self.reel.span = place.entry, place.span

    def took_ns(self, now_ns: int) -> int:
        """Return how long it took to have libvlc stand ready, or has taken so far."""
        if self.reel is None or self.reel.origin_ns is None:
            return now_ns - self.cued_at_ns
        return self.reel.origin_ns - self.reel.late_ns - ROLL_NS - self.cued_at_ns

    def park(self) -> None:
        """Free for the next cue."""
        if self.reel is not None:
            self.reel.label = None  # from now on its pictures are dropped
            self.finish()

    def finish(self) -> None:
        """Free for the next cue; what is still on its way to the ring may arrive."""
        if self.reel is not None:
            self.deck.park()
            self.reel = None
