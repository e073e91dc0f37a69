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
    def last_ns(self) -> int:
        """Return when the film's last picture begins, in media time."""
        ...

    @property
    def pace(self) -> int:
        """Thousandths of a second that a thousandth of film lasts; 1000 is the film's own pace."""
        ...

    @property
    def late_ns(self) -> int:
        """Return by how much libvlc shows the place later at that pace than at the film's own."""
        ...

    @property
    def way_ns(self) -> int:
        """Return how long it plays from the place that was cued to the picture aimed at."""
        ...

    @property
    def near(self) -> bool:
        """Tell whether libvlc has for sure decoded up to the place: the clock may run."""
        ...

    @property
    def there(self) -> bool:
        """Tell whether the picture aimed at has come: from now on the deck may be asked to roll."""
        ...

    @property
    def full(self) -> bool:
        """Tell whether it has kept as many pictures as it wants to before the deck rolls."""
        ...

    @property
    def over(self) -> bool:
        """Tell whether the film's last picture has come."""
        ...

    def slot(self) -> tuple[int, int]:
        """A number and the address for the next picture."""
        ...

    def buffered(self, percent: float) -> None:
        """Note how full libvlc's buffer was after its first read at the place (deck's thread)."""
        ...

    def plays(self, origin_ns: int) -> None:
        """Pictures come from now on, by a clock that stands at the place at an instant."""
        ...

    def stands(self, since_ns: int) -> None:
        """The clock stands still from an instant on, until it plays again."""
        ...

    def airs(self, now_ns: int) -> None:
        """Hand over what was kept, and from now on what comes."""
        ...

    def shown(self, slot: int, now_ns: int) -> None:
        """The picture's date on libvlc's clock has come."""
        ...

    def closed(self) -> None:
        """The deck has stopped; no further call comes."""
        ...


class Deck(Protocol):
    """One deck. Orders return at once; the state tells how far they are.

    What stands ready has played its first pictures already, which the sink keeps until it rolls.
    """

    state: DeckState

    @property
    def decoder(self) -> str:
        """Return what decodes: ``software`` or ``hardware``; empty before the first film."""
        ...

    def cue(self, film: Path, media_ns: int, sink: Sink) -> None:
        """Stand ready at a place in a film, with its first pictures, to play at the sink's pace.

        LOADING, then CUED when the first picture is there; the rest follow by themselves.
        """
        ...

    def roll(self, at_ns: int) -> None:
        """Go on from behind the pictures kept, by a clock at the cue's place at an instant.

        What was kept is aired when that clock is at the picture aimed at. Is it late for either, it
        does it at once, and pictures come by as much less early.
        """
        ...

    def park(self) -> None:
        """Stop and let the film go."""
        ...

    def close(self) -> None:
        """Park, and release everything; returns when it is done."""
        ...
