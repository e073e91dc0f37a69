"""Finds that the file of a player's ring was removed: by a log-out, or a cleaner of /dev/shm.

The stage that runs has it open, and shows what comes through it; the next one would not find it.
"""

from pathlib import Path

from installation.link import RingWriter
from installation.units import SECOND

LOOK_NS = SECOND


class RingWatch:
    """One player's ring, and where its file should lie."""

    def __init__(self, ring: RingWriter, path: Path) -> None:
        self._ring, self._path = ring, path
        self._look_ns = 0
        self._was_there = True

    def looked(self, now_ns: int) -> bool:
        """Tell whether it was not there at two looks in a row; called several times a second."""
        if now_ns < self._look_ns:
            return False
        self._look_ns = now_ns + LOOK_NS
        before, self._was_there = self._was_there, self._ring.is_at(self._path)
        return not (before or self._was_there)
