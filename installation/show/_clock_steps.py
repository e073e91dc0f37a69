"""Notices that the wall clock was set, by the clock that only ever goes on. Pure."""

from installation.timeline import TokenBucket
from installation.units import MILLISECOND

STEP_MS = 100
"""A clock that is only slewed moves 0.05 ms between two looks; time daemons step from 128 ms on."""
AT_ONCE, PER_SECOND = 20, 1 / 60
"""Rows: a clock that is set over and over is summed up."""


class ClockSteps:
    """Compares two looks at both clocks; the other one counts the time that the machine slept."""

    def __init__(self) -> None:
        self._offset_ms: int | None = None
        self._untold_ms = 0
        self._rows = TokenBucket(AT_ONCE, PER_SECOND)

    def look(self, since_boot_ns: int, wall_ms: int) -> int:
        """Return by how many ms the wall clock was set, back if below 0; 0 when it was not."""
        offset_ms = wall_ms - since_boot_ns // MILLISECOND
        step_ms = 0 if self._offset_ms is None else offset_ms - self._offset_ms
        self._offset_ms = offset_ms
        if abs(step_ms) >= STEP_MS:
            self._untold_ms += step_ms
        if not self._untold_ms or not self._rows.take(since_boot_ns):
            return 0
        told_ms, self._untold_ms = self._untold_ms, 0
        return told_ms
