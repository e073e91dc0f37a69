"""Decides when the stage draws its small pictures: while somebody looks, and where there is room.

Pure: the clock, the drawing and the memory are handed in.
"""

from collections.abc import Callable
from typing import Protocol

from installation.units import MILLISECOND

EVERY_NS = 100 * MILLISECOND
"""Less than the half of 400 ms, which is how old a picture may be where it is seen."""
SPARE_NS = 4 * MILLISECOND
"""What must be left until the swap: small pictures are made in a gap, and never make one late."""
STANDING_NS = 60 * MILLISECOND
"""A gap before the next picture that none of a film that plays has: the show stands."""


class MirrorMemory(Protocol):
    """The protocol of the memory that small pictures go into."""

    @property
    def wanted_until_ns(self) -> int:
        """Until when somebody wants them."""
        ...

    def publish(self, at_ns: int) -> None:
        """Hand over what was drawn: it came on the glass at an instant."""
        ...

    def still(self, now_ns: int) -> None:
        """Say that it is on the glass still."""
        ...


class Mirror:
    """``draw`` makes the small pictures of what is drawn and not shown yet, and is slow."""

    def __init__(
        self, memory: MirrorMemory, draw: Callable[[], None], now: Callable[[], int]
    ) -> None:
        self._memory, self._draw, self._now = memory, draw, now
        self._drawn_ns = 0
        self._cost_ns = 0
        """What the last one took."""
        self._drawn, self._latest = False, False

    def drawn(self, swap_ns: int) -> None:
        """Make small pictures of what is drawn, if there is room before its swap."""
        now_ns = self._now()
        wanted = now_ns < self._memory.wanted_until_ns and now_ns - self._drawn_ns >= EVERY_NS
        self._drawn = wanted and swap_ns - now_ns >= self._cost_ns + SPARE_NS
        if wanted and not self._drawn:
            self._cost_ns -= self._cost_ns // 8  # it was slow once, and need not be for ever
        if self._drawn:
            self._draw()
            self._drawn_ns = self._now()
            self._cost_ns = self._drawn_ns - now_ns

    def shown(self, at_ns: int) -> None:
        """All that was drawn is on the glass since an instant."""
        if self._drawn:
            self._memory.publish(at_ns)
        elif self._latest:
            self._memory.still(at_ns)  # for the last time: from now on it is not
        self._latest, self._drawn = self._drawn, False

    def behind(self, now_ns: int, slack_ns: int) -> bool:
        """Tell whether to draw the wall again for the small pictures' sake.

        They are of something that is not on the glass any more, and nothing new is due for long.
        """
        if self._latest:
            self._memory.still(now_ns)
            return False
        wanted = now_ns < self._memory.wanted_until_ns
        return wanted and slack_ns > STANDING_NS and now_ns - self._drawn_ns >= EVERY_NS
