"""Keeps a process that looks at unknown films out of the show's way, and within bounds."""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from installation.apps._process import rank_by_niceness

NICE = 19
MEMORY = 3 << 30
"""Bytes of its own that it may have, less on a machine with little: half of all there is."""
FILE = 2 << 30
"""Bytes that a file of its making may have."""
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that started it ends (Linux)."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def step_back() -> None:
    """Leave processor and disk to the show, and be the first to go when memory runs out.

    SCHED_IDLE: whoever else wants the processor has it at once, not at the end of a time slice. In
    a session of its own, whose niceness counts against the show's.
    """
    with suppress(PermissionError):  # it leads one already
        os.setsid()
    os.nice(NICE)
    rank_by_niceness()
    with suppress(OSError):  # a container may forbid it; the nice value stays
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    psutil.Process().ionice(psutil.IOPRIO_CLASS_IDLE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def keep_within(processor_s: int) -> None:
    """Limit what this process may use: memory, processor seconds, file sizes, no core dumps.

    Too much memory raises MemoryError or ends the process; so does too much time.
    """
    memory = min(MEMORY, psutil.virtual_memory().total // 2)
    _limit(resource.RLIMIT_DATA, memory)
    _limit(resource.RLIMIT_CPU, processor_s)
    _limit(resource.RLIMIT_FSIZE, FILE)
    _limit(resource.RLIMIT_CORE, 0)


@contextmanager
def any_file_size() -> Iterator[None]:
    """Lift the limit of files for a while: a film's copy is as large as the film."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, hard))
