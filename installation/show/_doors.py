"""Knows whether the house is open: its hours, and an order that goes before them.

The order is kept in the state folder, so that a restart or a power cut does not open a house that
somebody has closed.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import structs

from installation.model import (
    SANE_S,
    HouseNow,
    HouseOrder,
    OpeningHours,
    Override,
    house_at,
    overridden,
)
from installation.said import NOTHING, Said
from installation.show._lazy_writer import LazyWriter
from installation.show.status_words import house_line

NAME = "house.json"
LOOK_S = 60.0
"""What comes next is reckoned again as often as this, also when nothing is due."""
_LATER_S = 0.001
"""How much later than the last one an order is said to be, at the least."""


class Doors:
    """The house's doors. One thread; ``wall_s`` is UTC in seconds."""

    def __init__(
        self, state_dir: Path, writer: LazyWriter, wall_s: Callable[[], float] = time.time
    ) -> None:
        self._path, self._writer, self._wall_s = state_dir / NAME, writer, wall_s
        self._hours: OpeningHours | None = None
        self._warm_up_s = 0.0
        self._override = Override()
        with contextlib.suppress(OSError, ValueError):
            self._override = msgspec.json.decode(self._path.read_bytes(), type=Override)
        self._house = HouseNow()
        self._span_s = (0.0, 0.0)
        self.troubles: tuple[Said, ...] = ()
        """What is wrong with the hours, in words; what they said before holds."""

    def keep(
        self, hours: OpeningHours | None, warm_up_s: float, troubles: Sequence[Said] = ()
    ) -> None:
        """The layout has other hours, or something is wrong with them."""
        self._hours, self._warm_up_s, self.troubles = hours, warm_up_s, tuple(troubles)
        self._span_s = (0.0, 0.0)

    def look(self) -> HouseNow:
        """Return how the house is now; cheap to ask, and right when the clock is set."""
        now_s = self._wall_s()
        if not self._span_s[0] <= now_s < self._span_s[1]:
            self._house = house_at(self._hours, self._override, self._warm_up_s, now_s)
            change = self._house.change
            dues = [] if change is None else [change.at_s - self._warm_up_s, change.at_s]
            self._span_s = (now_s, min(at_s for at_s in (*dues, now_s + LOOK_S) if at_s > now_s))
        return self._house

    def told(self) -> HouseNow | None:
        """Return the same for the status: None where it has no hours and nothing was ordered."""
        house = self.look()
        return house if self._hours is not None or house.ordered else None

    def order(self, order: HouseOrder) -> Said:
        """Open or close the house; what to tell who gave the order."""
        override, last_s = overridden(self._hours, order, self._wall_s()), self._override.at_s
        # later than the last one also where a clock was set back, or another machine's is ahead
        self._decide(structs.replace(override, at_s=max(override.at_s, last_s + _LATER_S)))
        return house_line(self.look())

    @property
    def override(self) -> Override:
        """Return the last order, for the other machines."""
        return self._override

    def hear(self, override: Override) -> bool:
        """Take over another machine's last order, if it is later; whether it is."""
        later = override.is_later_than(self._override)
        if later:
            self._decide(override)
        return later

    @property
    def trouble(self) -> Said:
        """Return why the hours are not obeyed, in words; empty when they are."""
        if self._hours is None or self._wall_s() >= SANE_S:
            fault = self._writer.fault(self._path)
            if not fault:
                return NOTHING
            return Said(
                "{path}: an order to open or close is not kept: {why}",
                path=str(self._path),
                why=fault,
            )
        return Said("the machine's clock was never set: the house stays open until it is")

    def _decide(self, override: Override) -> None:
        self._override, self._span_s = override, (0.0, 0.0)
        self._writer.write(self._path, msgspec.json.encode(override))
