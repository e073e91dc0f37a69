"""The common parts of the show's processes: how they end and report, and what they may have."""

import contextlib
import logging
import os
import resource
import signal
from pathlib import Path
from types import FrameType

from installation.apps._niceness import go_first
from installation.apps._patient_log import PatientHandler

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
