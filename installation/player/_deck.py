"""The protocol of a deck, and of the sink that takes its pictures.

The real one is in :mod:`installation.player._vlcdeck`; the tests' plays fingerprints and meets the
same contract.
"""

from enum import Enum
from pathlib import Path
from typing import Protocol

from installation.link import RingShape


class DeckState(Enum):
    """The states of a deck."""

    IDLE = "idle"
    LOADING = "loading"
    CUED = "cued"
    ROLLING = "rolling"
    ENDED = "ended"
    FAILED = "failed"


class Sink(Protocol):
    """Takes a deck's pictures. Called on libvlc's threads; must only hand over."""

    @property
    def shape(self) -> RingShape:
        """Return how pictures are to be laid out."""
        ...

    @property
    def complete(self) -> bool:
        """All pictures that are wanted have come."""
        ...

    @property
    def pace(self) -> int:
        """Thousandths of a second that a thousandth of film lasts; 1000 is the film's own pace."""
        ...

    @property
    def late_ns(self) -> int:
        """Return by how much libvlc shows the place later at that pace than at the film's own."""
        ...

    def slot(self) -> tuple[int, int]:
        """A number and the address for the next picture."""
        ...

    def buffered(self, percent: float) -> None:
        """Note how full libvlc's buffer was after its first read at the place (deck's thread)."""
        ...

    def shown(self, slot: int, now_ns: int) -> None:
        """The picture's date on libvlc's clock has come."""
        ...

    def stepped(self) -> None:
        """The film's last picture is shown next, before its date (deck's thread)."""
        ...

    def closed(self) -> None:
        """The deck has stopped; no further call comes."""
        ...


class Deck(Protocol):
    """One deck. Orders return at once; the state tells how far they are."""

    state: DeckState

    @property
    def decoder(self) -> str:
        """Return what decodes: ``software`` or ``hardware``; empty before the first film."""
        ...

    def cue(self, film: Path, media_ns: int, sink: Sink) -> None:
        """Stand ready, paused, at a place in a film, to play at the sink's pace."""
        ...

    def roll(self, at_ns: int) -> None:
        """Play, so that the clock stands at the cue's place at an instant."""
        ...

    def park(self) -> None:
        """Stop and let the film go."""
        ...

    def close(self) -> None:
        """Park, and release everything; returns when it is done."""
        ...
