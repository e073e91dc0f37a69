"""Finds versions' tracks by their index files, each read once. The stage's thread."""

import logging
from collections.abc import Callable
from pathlib import Path

from installation.errors import KissError
from installation.link import RingShape
from installation.model import read_index_head
from installation.stage._schedule import Track
from installation.timeline import Points
from installation.units import SECOND

KEPT = 16
"""Two line-ups of three screens, and as much again for what was on before."""
AGAIN_NS = SECOND

Key = tuple[str, str, Points]

_log = logging.getLogger("stage")


class Tracks:
    """The tracks of the programme's entries; ``now`` reads the clock.

    An index that cannot be read costs its own screen the picture, never the stage: it is tried
    again every :data:`AGAIN_NS`, for the library makes it again. ``faults`` has what is wrong, by
    the index's path.
    """

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._known: dict[Key, Track] = {}
        self._again_ns: dict[str, int] = {}
        self.faults: dict[str, str] = {}

    def find(self, index: str, version: str, points: Points) -> Track | None:
        """Return an entry's track; None while its index cannot be read."""
        key = index, version, points
        track = self._known.get(key)
        if track is not None:
            return track
        now_ns = self._now()
        if now_ns < self._again_ns.get(index, 0):
            return None
        try:
            facts, pts_ns = read_index_head(Path(index))
        except KissError as fault:
            self._again_ns[index] = now_ns + AGAIN_NS
            if self.faults.get(index) != str(fault):
                self.faults[index] = fault.said
                _log.error("%s cannot be shown: %s", version, fault)
            return None
        self._again_ns.pop(index, None)
        self.faults.pop(index, None)
        if len(self._known) >= KEPT:
            del self._known[next(iter(self._known))]  # the one that has been known longest
        track = self._known[key] = Track(version, RingShape.of(facts), pts_ns, points)
        return track
