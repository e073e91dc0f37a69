"""Says when pictures are due by a film's index, whether the ring has them or not. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.link import RingShape
from installation.timeline import FOREVER, Points, Run, media_at, story_at


@dataclass(frozen=True, eq=False)
class Track:
    """One version as the stage needs it: when each of its pictures begins, and its story map.

    ``shape`` is how its pictures lie in the ring; ``pts_ns`` is (frames,) int64, rising from 0.
    """

    version: str
    shape: RingShape
    pts_ns: NDArray[np.int64]
    points: Points

    def frame_at(self, story_ns: int) -> int:
        """The picture that is on at a story time."""
        found = int(self.pts_ns.searchsorted(media_at(self.points, story_ns), side="right"))
        return max(0, found - 1)

    def begins(self, frame: int) -> int:
        """The story time at which a picture comes on; FOREVER after the last."""
        if frame >= len(self.pts_ns):
            return FOREVER
        media_ns = int(self.pts_ns[frame])
        return story_at(self.points, media_ns) if media_ns <= self.points[-1][1] else FOREVER

    def next_due(self, run: Run, now_ns: int) -> int:
        """The instant after ``now_ns`` at which this run changes the picture, or FOREVER."""
        story_ns = self.begins(self.frame_at(run.story_at(now_ns)) + 1)
        if story_ns >= FOREVER:
            return FOREVER
        due_ns = run.instant(story_ns)
        return FOREVER if due_ns > run.hold_ns else due_ns
