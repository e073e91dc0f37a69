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

from installation.apps._niceness import rank_by_niceness

NICE = 19
MEMORY = 3 << 30
"""Bytes of its own that it may have, less on a machine with little: half of all there is."""
FILE = 2 << 30
"""Bytes that a file of its making may have."""
PLAYER_MEMORY = (2 << 30, 4 << 30)
"""Bytes of its own that a player may have, at least and at most: half of all there is. It has two
decks; a rehearsal of a film of 3840x2160, which has one, took 0.66 GB (VmData)."""
FIRST_TO_GO = 1000
"""How ready the kernel is to end an intake when memory runs out: before all others."""
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def die_with_parent(parent: int | None = None) -> None:
    """Ask the kernel to kill this process when the thread that started it ends (Linux).

    It is loaded for a while before it gets here, and its parent may have ended by then. Who has a
    pipe from its ``parent`` finds that out; who has none is told its number, and ends here.
    """
    parent = os.getppid() if parent is None else parent
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
        Path("/proc/self/oom_score_adj").write_text(str(FIRST_TO_GO))


def leave_network() -> None:
    """Give up the network for good, as far as the system lets everybody do so.

    Before there is a second thread, for a network of its own takes a user namespace.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)  # refused in some containers


def bound_player() -> None:
    """Limit what a process that plays films may take: one that leaks ends alone.

    It is started again, and its screen keeps its picture meanwhile.
    """
    least, most = PLAYER_MEMORY
    _limit(resource.RLIMIT_DATA, max(least, min(most, psutil.virtual_memory().total // 2)))
    _limit(resource.RLIMIT_CORE, 0)


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
