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


class WatchedTime:
    """The time between one look and the next, of somebody who looks several times a second.

    Whoever waits for another's life signs takes this one: a longer gap counts only up to
    ``LONGEST_NS``. In a machine that stood still as a whole (a virtual one, a disk that did not
    answer) nobody could give any, and nobody hangs for it.
    """

    LONGEST_NS = SECOND

    def __init__(self) -> None:
        self._last_ns: int | None = None

    def passed(self, now_ns: int) -> int:
        """Look, and return how much time counts since the last look: none at the first."""
        last_ns = now_ns if self._last_ns is None else self._last_ns
        self._last_ns = now_ns
        return min(now_ns - last_ns, self.LONGEST_NS)


class RunningTime:
    """A clock that stands still while its owner does: watched time, from its making on."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now, self._watched, self._ran_ns = now, WatchedTime(), 0
        self._watched.passed(now())

    def __call__(self) -> int:
        """Return the present instant."""
        self._ran_ns += self._watched.passed(self._now())
        return self._ran_ns


def boot_id() -> str:
    """Names this boot of the machine."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
