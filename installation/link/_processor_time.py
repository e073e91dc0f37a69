"""Reads from the kernel's accounts how long the threads of a process ran, and waited to run."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class ThreadTime(NamedTuple):
    """One thread: for how long it has run, and waited for a processor, in all.

    ``waits`` tells whether it would run now. A wait that goes on is in no account yet: the kernel
    adds it when it is over.
    """

    ran_ns: int
    waited_ns: int
    waits: bool = False


def main_thread_ran_ns(pid: int) -> int:
    """Return for how long a process's main thread has run; 0 when it is gone."""
    return _account(f"/proc/{pid}/task/{pid}")[0]


def thread_times(pid: int) -> dict[int, ThreadTime]:
    """Return the times of each of a process's threads, by its number; none when it is gone."""
    found: dict[int, ThreadTime] = {}
    with suppress(OSError):
        for place in Path(f"/proc/{pid}/task").iterdir():
            found[int(place.name)] = ThreadTime(*_account(str(place)), _state(str(place)) == "R")
    return found


def longest_wait_ns(pid: int) -> int:
    """Return how long the thread of a process that waited longest has waited for a processor."""
    return max((each.waited_ns for each in thread_times(pid).values()), default=0)


def wait_between_ns(
    before: Mapping[int, ThreadTime], after: Mapping[int, ThreadTime], passed_ns: int
) -> int:
    """Return for how much of a time one of a process's threads was kept from running.

    ``before`` and ``after`` are what it began and ended with. One that would have run, and is where
    it was, has waited all along. Pure.
    """
    longest_ns = 0
    for thread, now in after.items():
        then = before.get(thread, ThreadTime(0, 0))
        stood = now[:2] == then[:2] and now.waits and then.waits
        longest_ns = max(longest_ns, passed_ns if stood else now.waited_ns - then.waited_ns)
    return min(longest_ns, passed_ns)


def _account(place: str) -> tuple[int, int]:
    ran, waited = (_read(f"{place}/schedstat").split() or (0, 0))[:2]
    return int(ran), int(waited)


def _state(place: str) -> str:
    """Return a thread's state, the word behind its name: R is one that runs or would."""
    return _read(f"{place}/stat").rpartition(")")[2].strip()[:1]


def _read(path: str) -> str:
    try:
        # a path's own way of reading takes three times as long, ten times a second each
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # it has ended
        return ""
    try:
        return os.read(handle, 1024).decode(errors="replace")
    except OSError:
        return ""
    finally:
        os.close(handle)
