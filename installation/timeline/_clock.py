"""The only clock: CLOCK_MONOTONIC, in nanoseconds, one for all processes of a machine.

Injected, so that tests and simulations bring their own.
"""

import time
from pathlib import Path
from typing import Protocol


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


def boot_id() -> str:
    """Names this boot of the machine."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
