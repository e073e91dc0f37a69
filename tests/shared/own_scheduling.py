"""Keeps a process out of real time while libraries work in it that take it for themselves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_scheduling() -> Iterator[None]:
    """Have the calling thread scheduled afterwards as it was before.

    The AV1 encoder puts who calls it first among all (SCHED_FIFO 99, as root), and leaves it there:
    whatever is started later, whole shows among it, would have its priority.
    """
    policy, rank = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, rank)
