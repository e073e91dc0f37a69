"""Tells for how long a process has kept still that could have moved.

What waits for a processor looks like what hangs: it neither speaks nor runs. Beside ten programs
that wanted all of the machine a player was replaced for that. So whoever gives a process up asks
here, and the time in which one of its threads would have run, and was not let, does not count.
"""

from collections.abc import Callable, Mapping

from installation.link._processor_time import ThreadTime, thread_times, wait_between_ns
from installation.timeline import WatchedTime


class Stillness:
    """One process's, since :meth:`begins`. :meth:`looked` is called at least every second.

    The accounts of a process with many threads take 0.4 ms to read. They are read only once it has
    kept still for half as long as it may, which one that is well never does.
    """

    def __init__(self, times: Callable[[int], Mapping[int, ThreadTime]] = thread_times) -> None:
        self._times = times
        self._watched = WatchedTime()
        self._still_ns = 0
        self._before: Mapping[int, ThreadTime] | None = None

    def begins(self) -> None:
        """Note that the process moves: it is still from the last look on at most."""
        self._still_ns, self._before = 0, None

    def looked(self, now_ns: int, pid: int, longest_ns: int) -> bool:
        """Look, and tell whether the process keeps still for longer than it may."""
        passed_ns = self._watched.passed(now_ns)
        if self._before is not None or 2 * (self._still_ns + passed_ns) > longest_ns:
            times = self._times(pid)
            if self._before is not None:
                passed_ns -= wait_between_ns(self._before, times, passed_ns)
            self._before = times
        self._still_ns += passed_ns
        return self._still_ns > longest_ns
