"""Times the swaps. With vsync the display sets the grid; without, each picture has its instant.

Pure: fed with what was measured, asked for instants.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from installation.units import MILLISECOND

FREE_MERGE_NS = 6 * MILLISECOND
"""Without vsync, pictures of different screens that are due this close share a swap: half a
refresh of a 60 Hz display and a little less than the least gap between 50 and 60 pictures/s."""


@dataclass(frozen=True)
class Pace:
    """A display's refreshes.

    ``period_ns`` is their period, None without vsync; ``phase_ns`` an instant at which one was.
    """

    period_ns: int | None = None
    phase_ns: int = 0

    @property
    def merge_ns(self) -> int:
        """Return how early a picture may come on to share a swap with another."""
        return FREE_MERGE_NS if self.period_ns is None else self.period_ns // 2

    def shows_at(self, due_ns: int) -> int:
        """The instant at which a picture due then can be on the glass: the nearest refresh."""
        if self.period_ns is None:
            return due_ns
        steps = (due_ns - self.phase_ns + self.period_ns // 2) // self.period_ns
        return self.phase_ns + steps * self.period_ns

    def swap_at(self, shows_ns: int) -> int:
        """Return when to ask for the swap: in the refresh before, clear of its edges."""
        return shows_ns if self.period_ns is None else shows_ns - self.period_ns // 2

    def swapped(self, returned_ns: int) -> "Pace":
        """Follow the display's clock by a tenth of what a blocking swap's return is off it."""
        if self.period_ns is None:
            return self
        off_ns = returned_ns - self.shows_at(returned_ns)
        return replace(self, phase_ns=self.shows_at(returned_ns) + off_ns // 10)


def measured(returns_ns: Sequence[int]) -> Pace:
    """The pace that a row of swaps in immediate succession tells, by the instants of their return.

    Swaps that block return on a grid of 4 to 50 ms (20 to 240 Hz); anything else is no vsync.
    """
    gaps = [b - a for a, b in pairwise(returns_ns)]
    if len(gaps) < 8:
        return Pace()
    period_ns = round(statistics.median(gaps))
    steady = sum(abs(gap - period_ns) < period_ns // 10 for gap in gaps)
    if not 4 * MILLISECOND <= period_ns <= 50 * MILLISECOND or steady < len(gaps) * 0.8:
        return Pace()
    return Pace(period_ns, returns_ns[-1])


def known_pace(period_ms: float) -> Pace:
    """The pace that an earlier stage measured on these displays; 0 is no vsync.

    The phase is found by the first swaps.
    """
    return Pace(round(period_ms * MILLISECOND)) if period_ms > 0 else Pace()
