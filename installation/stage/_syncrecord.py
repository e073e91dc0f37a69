"""The sync record: what every screen showed each time a beat of the story came."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from installation.link import BeatPassed
from installation.stage._schedule import Track
from installation.timeline import Beat, Run
from installation.units import MILLISECOND

KEPT = 48
"""So many stay: a cycle of a story of 6 beats on 8 screens."""
FRESH_NS = 200 * MILLISECOND
"""A beat that came longer ago than this was not looked at in time; it is left out."""


class OnGlass(NamedTuple):
    """A screen, the version and picture on it, and the track that it follows."""

    screen: str
    version: str
    frame: int
    track: Track


class SyncRecord:
    """``passed`` are the latest beats, screen by screen. The stage's thread."""

    def __init__(self) -> None:
        self.passed: deque[BeatPassed] = deque(maxlen=KEPT)
        self._seen = (-1, -1, -1)

    def look(
        self, run: Run, beats: Sequence[Beat], story_ns: int, shown: Iterable[OnGlass]
    ) -> None:
        """Note the beat that came lately.

        ``shown`` is on the glass since the swap that showed all that was due by ``story_ns``.
        """
        for number, beat in enumerate(beats):
            key = (run.take, run.cycle, number)
            fresh = story_ns - FRESH_NS < beat.story_ns <= story_ns
            if not fresh or beat.story_ns < run.story_ns or key <= self._seen:
                continue
            self._seen = key
            at_ns = run.instant(beat.story_ns)
            for on in shown:
                expected = on.track.frame_at(beat.story_ns)
                facts = (at_ns, run.cycle, beat.name, on.screen, on.version, on.frame, expected)
                self.passed.append(BeatPassed(*facts, on.frame - expected))
