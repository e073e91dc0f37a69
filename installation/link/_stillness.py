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
        self.begins()

    def begins(self) -> None:
        """Note that the process moves: it is still from the last look on at most."""
        self._unread_ns = self._read_ns = self._waited_ns = 0
        self._first: Mapping[int, ThreadTime] = {}
        self._before: Mapping[int, ThreadTime] | None = None

    def looked(self, now_ns: int, pid: int, longest_ns: int) -> bool:
        """Look, and tell whether the process keeps still for longer than it may."""
        passed_ns = self._watched.passed(now_ns)
        if self._before is None:
            self._unread_ns += passed_ns
            if 2 * self._unread_ns > longest_ns:
                self._first = self._before = self._times(pid)
            return self._unread_ns > longest_ns
        times = self._times(pid)
        self._read_ns += passed_ns
        self._waited_ns += wait_between_ns(self._before, times, passed_ns)
        self._before = times
        # a wait that a short run broke off between two looks is in no difference of theirs
        waited_ns = max(self._waited_ns, wait_between_ns(self._first, times, self._read_ns))
        return self._unread_ns + self._read_ns - waited_ns > longest_ns
