"""The only clock: CLOCK_MONOTONIC, in nanoseconds, one for all processes of a machine.

Injected, so that tests and simulations bring their own.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from installation.units import SECOND


class Clock(Protocol):
    """Reads the time and waits for an instant."""

    def now(self) -> int:
        """The present instant."""
        ...

    def sleep_until(self, instant_ns: int) -> None:
        """Wait until an instant or shortly after it; not at all when it has passed."""
        ...


class MonotonicClock:
    """The machine's own. A sleep wakes about 0.1 ms late on an idle Linux machine."""

    def now(self) -> int:
        """The present instant of CLOCK_MONOTONIC."""
        return time.monotonic_ns()

    def sleep_until(self, instant_ns: int) -> None:
        """Sleep in one piece; the kernel's timer is finer than the sleep's error."""
        left = instant_ns - time.monotonic_ns()
        if left > 0:
            time.sleep(left / 1e9)


class RunningTime:
    """The time in which its owner ran, by a clock that it looks at several times a second.

    Whoever waits for another's life signs takes this one. In a machine that stood still as a whole
    (a virtual one, a disk that did not answer) nobody could give any, and nobody hangs for it.
    """

    def __init__(self, now: Callable[[], int], longest_ns: int = SECOND) -> None:
        self._now, self._longest_ns = now, longest_ns
        self._last_ns = now()
        self._ran_ns = 0

    def __call__(self) -> int:
        """Return the present instant; a gap since the last look counts only up to the longest."""
        now_ns = self._now()
        self._ran_ns += min(now_ns - self._last_ns, self._longest_ns)
        self._last_ns = now_ns
        return self._ran_ns


def boot_id() -> str:
    """Names this boot of the machine."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
