"""Somebody aligns the projectors: one at a time, and never for longer than their command lives.

The stage has what they see, by a lease that ends by itself; here is only who may send it.
"""

from installation.link import LEASE_NS, Alignment, Reply
from installation.said import Said

BUSY = Said("somebody aligns the projectors already, with another `kiss calibrate`")
DARK = Said("blackout: the screens are dark until `kiss blackout off`")
SHUT = Said("the house is closed: the screens are dark until `kiss open`")


class Aligning:
    """Whose alignment holds. ``sender`` is an address of the link."""

    def __init__(self) -> None:
        self._holder = b""
        self._until_ns = 0

    def take(self, sender: bytes, alignment: Alignment, dark: Said, now_ns: int) -> Reply:
        """The answer to somebody who aligns; only one that is ok is for the stage.

        ``dark`` is why they will see nothing, in words; empty when they do.
        """
        if sender != self._holder and now_ns < self._until_ns:
            return Reply(False, BUSY)
        self._holder = sender
        self._until_ns = min(alignment.until_ns, now_ns + LEASE_NS)
        return Reply(True, dark)

    def lasts(self, now_ns: int) -> bool:
        """Tell whether somebody aligns now."""
        return now_ns < self._until_ns
