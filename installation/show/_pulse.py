"""Tells a process that hangs from one that is only slow.

A process that hangs neither speaks nor runs. One that runs without speaking is slow at first: on
an overloaded or emulated machine a stage needed a minute to start, and if it is killed before each
time it never starts at all. So time counts in which the main thread did nothing; and a long while
without a life sign counts, too, for one that runs in circles.
"""

import os
from dataclasses import dataclass, field

from installation.timeline import WatchedTime
from installation.units import MILLISECOND, SECOND

SILENT_NS = 6 * SECOND
"""One that says nothing and does nothing for this long hangs."""
WORKER_SILENT_NS = 2200 * MILLISECOND
"""SILENT_NS of a player, the stage and the remote, which speak every second at least. With the
1.3 s that a player takes to come back, a screen stands still for less than 4 s."""
LONGEST_SILENCE_NS = 60 * SECOND
"""One that says nothing for this long hangs, whatever it does."""
CONTROLLER_SILENT_NS = 5 * SECOND
"""SILENT_NS of the controller, which may wait for xrandr for 4 s, and is missed less. The next one
is in command within 10 s: beside a busy virtual machine it took up to 4 s to be there."""
STARTING_NS = 20 * SECOND
"""The same of one that has not said anything yet, and may wait for a disk."""
LONGEST_START_NS = 600 * SECOND
RUNS_NS = 10 * MILLISECOND
"""How long it has to run to count as running: what only wakes to look at a lock runs less."""


@dataclass
class Pulse:
    """One process's life signs. :meth:`looked` is called at least every second."""

    silent_ns: int = SILENT_NS
    """How long it may say and do nothing once it has spoken."""
    heard: bool = False
    """It has spoken since it was started."""
    _silent_ns: int = 0
    _still_ns: int = 0
    _ran_ns: int = 0
    _watched: WatchedTime = field(default_factory=WatchedTime)

    def spoke(self) -> None:
        """Note a life sign."""
        self.heard = True
        self._silent_ns = self._still_ns = 0

    def looked(self, now_ns: int, ran_ns: int) -> bool:
        """Tell whether it hangs; ``ran_ns`` is for how long its main thread has run in all."""
        passed_ns = self._watched.passed(now_ns)
        self._silent_ns += passed_ns
        self._still_ns += passed_ns
        if ran_ns - self._ran_ns >= RUNS_NS:
            self._ran_ns, self._still_ns = ran_ns, 0
        still_ns, longest_ns = (
            (self.silent_ns, LONGEST_SILENCE_NS) if self.heard else (STARTING_NS, LONGEST_START_NS)
        )
        return self._still_ns > still_ns or self._silent_ns > longest_ns


def ran_ns(pid: int) -> int:
    """Return for how long a process's main thread has run; 0 when it is gone."""
    try:
        # a path's own way of reading takes three times as long, ten times a second each
        handle = os.open(f"/proc/{pid}/task/{pid}/schedstat", os.O_RDONLY)
        try:
            return int(os.read(handle, 64).split()[0])
        finally:
            os.close(handle)
    except (OSError, ValueError, IndexError):
        return 0
