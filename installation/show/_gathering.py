"""Decides whether a line-up waits for versions that are on their way. Pure; the time is given.

At a first start with a folder of films they become ready one by one. The first of them is on every
screen at once. The others join it together and do not wait for the boundary: the same film would be
on all screens for a whole cycle.
"""

from dataclasses import dataclass

from installation.units import SECOND

GATHER_NS = 30 * SECOND
"""How long what is ready waits for the rest, at the most."""


@dataclass(frozen=True)
class OnTheWay:
    """The numbers of what may play, ``found``, and of what may soon.

    ``coming`` have not been found good or bad yet, ``vetting`` those of them that have settled;
    ``naming`` tells that one which was found good is given its second name, which takes a moment.
    """

    found: int
    coming: int
    vetting: int
    naming: bool


class Gathering:
    """Keeps since when a line-up waits, and whether the first one began with too few films."""

    def __init__(self, screens: int, at_boundary: bool) -> None:
        self._screens, self._at_boundary = screens, at_boundary
        self._since_ns: int | None = None
        self._hasty = False

    @property
    def waits(self) -> bool:
        """Tell whether a line-up waited when it was asked last."""
        return self._since_ns is not None

    def asked(self, there: OnTheWay, begun: bool, now_ns: int) -> bool:
        """Tell whether a line-up should still wait; ``begun`` once there has been a first one."""
        # a wall that could have a film for each screen waits no longer
        lacks = there.coming > 0 and there.found < self._screens
        if not begun:
            self._hasty = lacks
            waits = there.naming
        elif self._hasty:
            waits = lacks or there.naming
        else:
            # what comes until the boundary is one change of line-up anyway
            waits = there.vetting > 0 and not self._at_boundary
        if not waits or not there.found:
            self._since_ns = None
        elif self._since_ns is None:
            self._since_ns = now_ns
        return self._since_ns is not None and now_ns - self._since_ns < GATHER_NS

    def completes(self, playing: bool) -> bool:
        """Tell, once, that what takes over completes the first line-up, and so comes now."""
        completes = self._hasty and playing
        self._hasty = self._hasty and not completes
        return completes
