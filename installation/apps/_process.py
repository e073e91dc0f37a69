"""The common parts of the show's processes: how they end, report, and stand in the queue."""

import contextlib
import logging
import os
import resource
import signal
from pathlib import Path
from types import FrameType

from installation.apps._patient_log import PatientHandler

FIRST = -10
"""The niceness of what is small and must not be late."""
REAL_TIME = 4
"""Behind JACK's own threads, which have 5 and more."""
EXPENDABLE, MOST_EXPENDABLE = 400, 900
"""In thousandths of all memory: what the kernel adds to a process's own when it looks whom to
end. More than a healthy player has, and less than the 1000 of who looks at unknown films."""
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class EndSignal:
    """Set by SIGTERM and SIGINT; the process's loop looks at it."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._on_signal)
        # Ctrl-C reaches the whole terminal group; the keeper alone decides on it
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


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


def go_before_neighbours() -> None:
    """Be ended before the show's other processes when memory runs out.

    Of all processes a player has most to do with what it is given, and is missed the least: it is
    back within two seconds, and its screen holds its picture meanwhile.
    """
    own = Path("/proc/self/oom_score_adj")
    with contextlib.suppress(OSError, ValueError):  # a container may forbid it
        own.write_text(str(min(int(own.read_text()) + EXPENDABLE, MOST_EXPENDABLE)))


def allow_files(most: int) -> None:
    """Allow this process so many open files at once, as far as the system lets it.

    Shells and systemd give 1,024 at first, whatever could be had.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def run_in_real_time() -> None:
    """Have the process's first thread go before all that are not in real time.

    For one that does little. Where this is not allowed (LimitRTPRIO), it goes first among the rest.
    Neither the processes nor the threads that it starts have it from here: Linux counts both as
    forked. So a flood that a listener reads stays behind the pictures.
    """
    if not _in_real_time(os.SCHED_RR | os.SCHED_RESET_ON_FORK):
        go_first()


def run_thread_in_real_time() -> None:
    """Have the calling thread, and what it starts, go before all that are not in real time.

    For one that does little. Where this is not allowed (LimitRTPRIO), it stays among the rest.
    """
    _in_real_time(os.SCHED_RR)


def _in_real_time(policy: int) -> bool:
    try:
        os.sched_setscheduler(0, policy, os.sched_param(REAL_TIME))
    except PermissionError:
        return False
    return True


def log_to_stderr(name: str) -> logging.Logger:
    """The process's log; its supervisor gives stderr a file."""
    if not logging.root.handlers:
        logging.basicConfig(handlers=[PatientHandler(_FORMAT)], level=logging.INFO)
    return logging.getLogger(name)
