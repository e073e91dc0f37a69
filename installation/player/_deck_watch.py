"""Finds a deck that libvlc does not come back to: a share that hangs, or a deadlock of its own.

Such a deck takes no order any more, and the thread that waits in libvlc cannot be ended. Only the
whole player can, and its screen keeps the last picture until the next one has joined in.
"""

import os
from collections.abc import Callable, Mapping

from installation.link import Stillness, ThreadTime, thread_times
from installation.units import SECOND

KEPT_NS = 6 * SECOND
"""For how long libvlc may keep an order. Stopping a film, the longest of them, takes 0.1 s, and a
few times that on a slow machine."""


class DeckWatch:
    """One deck, by the number of the order that it has not done yet; 0 while there is none.

    Only time counts in which the watching thread itself runs, and no thread of this process waits
    for a processor. :meth:`looked` is called several times a second.
    """

    def __init__(self, times: Callable[[int], Mapping[int, ThreadTime]] = thread_times) -> None:
        self._kept = Stillness(times)
        self._order = 0

    def looked(self, now_ns: int, order: int) -> bool:
        """Tell whether libvlc has kept one order for too long."""
        too_long = self._kept.looked(now_ns, os.getpid(), KEPT_NS)
        if not order or order != self._order:
            self._kept.begins()
            self._order, too_long = order, False
        return too_long
