"""The order in which the show's processes have a processor.

It imports next to nothing, so that the launcher can.
"""

import contextlib
import os
from pathlib import Path

FIRST = -10
"""The niceness of what is small and must not be late, and of what follows one that hung, until it
is in command: beside a stage that takes a whole machine it had a tenth of that, and was in command
after four minutes."""


def rank_by_niceness() -> None:
    """Have this process's niceness count against the show's other processes.

    Linux divides the processor between sessions first (autogroups, on in Debian), and heeds
    niceness only within each. Every process of the show has a session of its own, so without this
    a stage at -10 had no more right to a processor than each player at 5: swaps came up to 40 ms
    late while three decks were cued.
    """
    with contextlib.suppress(OSError):  # a kernel without autogroups; no right to go below 0
        Path("/proc/self/autogroup").write_text(str(os.getpriority(os.PRIO_PROCESS, 0)))


def go_first() -> None:
    """Stand before the show's other processes; without the right to it (LimitNICE), among them."""
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, FIRST)
    rank_by_niceness()


def goes_first() -> bool:
    """Tell whether this process stands beside the stage."""
    return os.getpriority(os.PRIO_PROCESS, 0) == FIRST


def send_ahead(pid: int) -> None:
    """Have a process that was just begun, and all that it begins, stand beside the stage."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # LimitNICE; among the rest
        os.setpriority(os.PRIO_PROCESS, pid, FIRST)


def stand_beside(pid: int) -> None:
    """Have the calling thread, and what it has begun, no more right to a processor than a process.

    Nothing is done for one that does not run, or that has the same right.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        niceness = os.getpriority(os.PRIO_PROCESS, pid)
        if os.getpriority(os.PRIO_PROCESS, 0) == niceness:
            return
        begun = Path("/proc/thread-self/children").read_text().split()
        for one in (0, *map(int, begun)):
            os.setpriority(os.PRIO_PROCESS, one, niceness)
