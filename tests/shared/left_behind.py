"""Watches for threads, processes, files, shared memory and ranks that outlive what made them."""

import contextlib
import gc
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from installation.rig import command_of

GRACE_S = 10.0
"""How long what has been ended may take to be gone."""


def threads() -> set[str]:
    """The Python threads of this process."""
    return {f"thread {thread.name} {thread.ident}" for thread in threading.enumerate()}


def children() -> set[str]:
    """The processes below this one; a finished one that nobody waited for counts too."""
    return {f"process {pid} {' '.join(command_of(int(pid)))}" for pid in below(os.getpid())}


def below(pid: int | str) -> Iterator[str]:
    """The children of a process, and theirs. psutil would read everybody on this machine."""
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread, or the process, has just ended
            for child in path.read_text().split():
                yield child
                yield from below(child)


def files() -> set[str]:
    """The open file descriptors and what they are."""
    found = set()
    for handle in Path("/proc/self/fd").iterdir():
        try:
            found.add(f"file {handle.name} {handle.readlink()}")
        except FileNotFoundError:  # the one that lists the folder
            continue
    return found


def segments() -> set[str]:
    """Our files in shared memory that this process has made or mapped, or that nobody owns."""
    there = {str(path) for path in Path("/dev/shm").glob("kiss-*")}
    if not there:
        return set()
    mine = Path("/proc/self/maps").read_text()
    others = {path for path in there if path not in mine}
    return {f"shared memory {path}" for path in there - _used(others)}


_users: dict[str, tuple[str, str]] = {}
"""Which process was found to have a file mapped: to read what all have takes 5 ms each time.

A show's processes have their files until they end.
"""


def _used(paths: set[str]) -> set[str]:
    """Those of these files that any process has mapped (other shows may run on this machine)."""
    used = {path for path in paths & _users.keys() if _lives(*_users[path])}
    pids = _pids()
    while used != paths and (pid := next(pids, None)) is not None:
        began = _began(pid)
        try:
            maps = Path(f"/proc/{pid}/maps").read_text()
        except OSError:
            continue
        found = {path for path in paths - used if path in maps}
        _users.update(dict.fromkeys(found, (pid, began)))
        used |= found
    return used


def _lives(pid: str, began: str) -> bool:
    return began != "" and _began(pid) == began


def _began(pid: str) -> str:
    """When a process began, in ticks; nothing when it has ended."""
    try:
        state, *facts = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return ""
    return "" if state == "Z" else facts[18]


def _pids() -> Iterator[str]:
    return (path.name for path in Path("/proc").glob("[0-9]*"))


def ranks() -> set[str]:
    """How this thread is scheduled: what it starts inherits that."""
    return {f"scheduling {os.sched_getscheduler(0)} {os.sched_getparam(0).sched_priority}"}


def without_qts_pool(left: Iterable[str]) -> list[str]:
    """What is left but for the eventfds of Qt's pool, by which large pictures are painted.

    Qt ends its threads when they have had nothing to do for 30 s.
    """
    left = sorted(left)
    events = [thing for thing in left if thing.endswith("anon_inode:[eventfd]")]
    if not events or len(events) > pooled():
        return left
    return [thing for thing in left if thing not in events]


def pooled() -> int:
    """How many threads Qt's pool has."""
    names = []
    for path in Path("/proc/self/task").glob("*/comm"):
        with contextlib.suppress(OSError):  # a thread has just ended
            names.append(path.read_text().strip())
    return names.count("Thread (pooled)")


WATCHED: tuple[Callable[[], set[str]], ...] = (threads, children, files, segments, ranks)


@contextlib.contextmanager
def nothing_left_behind(stay: Callable[[], Iterable[int]] = tuple) -> Iterator[None]:
    """Fail the test in which something is left behind, but for processes that are to ``stay``."""
    before = [look() for look in WATCHED]
    yield
    deadline = time.monotonic() + GRACE_S
    while left := without_qts_pool(
        thing
        for look, had in zip(WATCHED, before, strict=True)
        for thing in look() - had
        if not thing.startswith(tuple(f"process {pid} " for pid in stay()))
    ):
        if time.monotonic() > deadline:
            pytest.fail("left behind: " + "; ".join(left))
        gc.collect()
        time.sleep(0.02)
