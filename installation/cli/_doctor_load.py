"""Reads what a show that runs takes of the machine, from its processes' times; disturbs nothing."""

import os
import time
from contextlib import suppress

import psutil

from installation.cli._doctor_show import ShowLoad
from installation.show import ShowStatus

WATCHED_S = 3.0


def load_of(status: ShowStatus, seconds: float = WATCHED_S) -> ShowLoad:
    """Watch the processes of a show for a moment."""
    players = [screen.pid for screen in status.screens]
    parts = (players, [status.stage.pid], _others(status, {*players, status.stage.pid}))
    before, began_s = [_spent_s(pids) for pids in parts], time.monotonic()
    busy_s = _busy_s()
    time.sleep(seconds)
    passed_s = time.monotonic() - began_s
    took = [
        max(0.0, _spent_s(pids) - spent) / passed_s
        for pids, spent in zip(parts, before, strict=True)
    ]
    machine = (_busy_s() - busy_s) / passed_s
    return ShowLoad(len(os.sched_getaffinity(0)), took[0], took[1], took[2], machine)


def _others(status: ShowStatus, known: set[int | None]) -> list[int | None]:
    """Return the controller, its launcher, and what else they have begun."""
    found: list[int | None] = []
    with suppress(psutil.Error):
        controller = psutil.Process(status.controller_pid)
        launcher = controller.parent()
        family = [controller, *controller.children(recursive=True)]
        family += [launcher] if launcher is not None and launcher.pid > 1 else []
        found += [process.pid for process in family if process.pid not in known]
    return found


def _spent_s(pids: list[int | None]) -> float:
    """Return the processor's seconds that processes have had; of those that are gone none."""
    spent_s = 0.0
    for pid in pids:
        with suppress(psutil.Error):
            times = psutil.Process(pid).cpu_times() if pid else None
            spent_s += times.user + times.system if times else 0.0
    return spent_s


def _busy_s() -> float:
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)
