"""How the threads of this process fare, whoever else has the processor meanwhile."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TASKS = Path("/proc/self/task")
ITSELF = Path("/proc/thread-self")


def until_all_rest() -> None:
    """Wait until every other thread of this process has done what it was given, and sleeps.

    What one has handed to another has arrived then: who is given something is awake at once, and
    has slept once more afterwards.
    """
    before = None
    ends = time.monotonic() + 60
    while (now := _rests()) is None or now != before:
        assert time.monotonic() < ends, "a thread has not come to rest"
        before = now
        time.sleep(0.001)


def _rests() -> dict[str, str] | None:
    """How often each other thread has gone to sleep; None while one of them is awake."""
    itself, rests = ITSELF.resolve().name, {}
    for task in TASKS.iterdir():
        if task.name == itself:
            continue
        try:
            lines = (task / "status").read_text().splitlines()
        except OSError:  # it has just ended
            return None
        facts = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        if not facts["State"].startswith("S"):
            return None
        rests[task.name] = facts["voluntary_ctxt_switches"]
    return rests


@contextmanager
def waiting_less_than(limit_s: float) -> Iterator[None]:
    """What is done here waits for nothing and nobody so long, but for the processor.

    That includes Python's lock: who has it may be another thread of this process, which runs, or is
    kept from running. Nor does it wait where it never went to sleep, or while the machine's host
    had the processor: what a guest's thread ran leaves that out.
    """
    began_s, before, slept = time.monotonic(), _busy_s(), _sleeps()
    stolen_s = _stolen_s()
    yield
    lasted_s = time.monotonic() - began_s
    if _sleeps() == slept:
        return
    busy_s = sum(now_s - before.get(task, 0.0) for task, now_s in _busy_s().items())
    waited_s = lasted_s - busy_s - (_stolen_s() - stolen_s)
    assert waited_s < limit_s, f"it waited for {waited_s:.3f} s"


def _sleeps() -> str:
    """How often this thread has gone to sleep of its own accord so far."""
    lines = (ITSELF / "status").read_text().splitlines()
    return next(line for line in lines if line.startswith("voluntary_ctxt_switches"))


def _stolen_s() -> float:
    """How long the machine's host has kept its processors from it so far, all of them together."""
    steal = Path("/proc/stat").read_text().split(maxsplit=9)[8]
    return int(steal) / os.sysconf("SC_CLK_TCK")


def _busy_s() -> dict[str, float]:
    """How long each thread of this process ran, or was ready to run and kept from it, so far."""
    found = {}
    for task in TASKS.iterdir():
        with suppress(OSError):  # it has just ended
            ran, kept, _ = (task / "schedstat").read_text().split()
            found[task.name] = (int(ran) + int(kept)) / 1e9
    return found
