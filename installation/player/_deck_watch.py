"""Finds a deck that libvlc does not come back to: a share that hangs, or a deadlock of its own.

Such a deck takes no order any more, and the thread that waits in libvlc cannot be ended. Only the
whole player can, and its screen keeps the last picture until the next one has joined in.
"""

from installation.timeline import WatchedTime
from installation.units import SECOND

KEPT_NS = 6 * SECOND
"""For how long libvlc may keep an order. Stopping a film, the longest of them, takes 0.1 s, and a
few times that on a slow machine."""


class DeckWatch:
    """One deck, by the number of the order that it has not done yet; 0 while there is none.

    Only time in which the watching thread itself runs counts. :meth:`looked` is called several
    times a second.
    """

    def __init__(self) -> None:
        self._watched = WatchedTime()
        self._order = 0
        self._kept_ns = 0

    def looked(self, now_ns: int, order: int) -> bool:
        """Tell whether libvlc has kept one order for too long."""
        passed_ns = self._watched.passed(now_ns)
        self._kept_ns = self._kept_ns + passed_ns if order and order == self._order else 0
        self._order = order
        return self._kept_ns > KEPT_NS
