"""Tells how long a process got no processor: such time says nothing of the film it looks at."""

from contextlib import suppress
from pathlib import Path


def waited_s(pid: int) -> float:
    """Return how long the thread of a process that waited longest was kept from running.

    The second figure of /proc/PID/task/TID/schedstat, ns.
    """
    waits = [0]
    for account in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with suppress(OSError, ValueError, IndexError):
            waits.append(int(account.read_text().split()[1]))
    return max(waits) / 1e9
