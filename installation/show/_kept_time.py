"""Keeps how this machine's clock stands to the others'; joins them at a seam when it was set."""

from installation.machines import MachineClock
from installation.timeline import CommonTime, Programme, run_at
from installation.units import SECOND

READ_NS = SECOND
"""How often the clocks are looked at."""


class KeptTime:
    """The common time as this machine knows it; ``clock`` is read now and then. One thread."""

    def __init__(self, clock: MachineClock) -> None:
        self._clock = clock
        self._read_ns = 0
        self._seam_ns: int | None = None
        self.now = CommonTime.first(clock.read(), 0)

    def begin(self, now_ns: int) -> None:
        """Take the clocks as they are."""
        self.now = CommonTime.first(self._clock.read(), now_ns)

    def look(self, programme: Programme, now_ns: int) -> bool:
        """Read the clocks, if that is due; whether this machine's was set, and is followed now."""
        if self.now.was_set and self._seam_ns is None:
            run = run_at(programme, now_ns)
            self._seam_ns = run.end_ns if run else now_ns
        joins = self._seam_ns is not None and now_ns >= self._seam_ns
        if joins or now_ns - self._read_ns >= READ_NS:
            reading, self._read_ns = self._clock.read(), now_ns
            move = self.now.join if joins else self.now.read
            self.now = move(reading, now_ns)
        if joins:
            self._seam_ns = None
        return joins

    def close(self) -> None:
        """Ask the clock no more."""
        self._clock.close()
