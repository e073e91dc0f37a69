"""Tells a process that hangs from one that is only slow.

A process that hangs neither speaks nor runs. One that runs without speaking is slow at first: on
an overloaded or emulated machine a stage needed a minute to start, and if it is killed before each
time it never starts at all. So time counts in which the main thread did nothing; and a long while
without a life sign counts, too, for one that runs in circles. Neither does while a thread waits for
a processor.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from installation.link import Stillness, main_thread_ran_ns
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
    """One process's life signs. :meth:`looked` is called at least every second.

    ``ran_ns`` tells for how long the main thread of a process has run in all.
    """

    silent_ns: int = SILENT_NS
    """How long it may say and do nothing once it has spoken."""
    heard: bool = False
    """It has spoken since it was started."""
    ran_ns: Callable[[int], int] = main_thread_ran_ns
    _silent: Stillness = field(default_factory=Stillness)
    _still: Stillness = field(default_factory=Stillness)
    _ran_ns: int = 0

    def spoke(self) -> None:
        """Note a life sign."""
        self.heard = True
        self._silent.begins()
        self._still.begins()

    def looked(self, now_ns: int, pid: int) -> bool:
        """Look at the process, and tell whether it hangs."""
        still_ns, longest_ns = (
            (self.silent_ns, LONGEST_SILENCE_NS) if self.heard else (STARTING_NS, LONGEST_START_NS)
        )
        stands = self._still.looked(now_ns, pid, still_ns)
        ran_ns = self.ran_ns(pid)
        if ran_ns - self._ran_ns >= RUNS_NS:
            self._ran_ns, stands = ran_ns, False
            self._still.begins()
        return self._silent.looked(now_ns, pid, longest_ns) or stands
