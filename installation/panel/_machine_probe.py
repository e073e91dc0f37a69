"""Asks the machine and the ledger how they are, on a thread: a slow disk never holds up the panel.

The only file of the panel that imports psutil.
"""

import shutil
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from installation.errors import KissError
from installation.ledger import FaultEvent, VersionEvent, read_account

EVERY_S = 2.0
LEDGER_S = 15.0
"""How often the ledger is read: its day may be long."""
DAY_MS = 24 * 3600 * 1000
LATEST = 40


@dataclass(frozen=True)
class ProcessLoad:
    """A process: its share of one processor core, 0 to 1 and more, and its memory in bytes.

    A share is taken from one look to the next: at the first one it is None.
    """

    name: str
    share: float | None
    memory: int


@dataclass(frozen=True)
class MachineState:
    """The machine as it was a moment ago. ``free`` and ``whole`` are the state folder's disk."""

    loads: tuple[ProcessLoad, ...] = ()
    free: int = 0
    whole: int = 0
    memory_share: float = 0.0
    temperatures: tuple[tuple[str, float], ...] = ()
    events: tuple[VersionEvent, ...] = ()


class MachineProbe:
    """Says at once what is known, and has a thread look again when that is old."""

    def __init__(self, state: Path | None) -> None:
        self._state = state
        self._known = MachineState()
        self._processes: dict[int, psutil.Process] = {}
        self._events: tuple[VersionEvent, ...] = ()
        self._thread: threading.Thread | None = None
        self._asked_s = self._read_s = float("-inf")

    def look(self, pids: Mapping[str, int | None]) -> MachineState:
        """Return how the machine is, with the load of processes by their names."""
        now_s = time.monotonic()
        busy = self._thread is not None and self._thread.is_alive()
        if not busy and now_s - self._asked_s >= EVERY_S:
            self._asked_s = now_s
            found = {name: pid for name, pid in pids.items() if pid is not None}
            self._thread = threading.Thread(target=self._ask, args=(found,), name="machine probe")
            self._thread.daemon = True  # a disk that hangs must not hold up the panel's end
            self._thread.start()
        return self._known

    def _ask(self, pids: Mapping[str, int]) -> None:
        loads = tuple(filter(None, (self._load(name, pid) for name, pid in pids.items())))
        gone = self._processes.keys() - set(pids.values())
        for pid in gone:
            del self._processes[pid]
        free = whole = 0
        if self._state is not None:
            try:
                usage = shutil.disk_usage(self._state)
                free, whole = usage.free, usage.total
            except OSError:
                pass  # the show's own notes say what is wrong with it
            self._read_ledger(self._state)
        memory = psutil.virtual_memory().percent / 100
        self._known = MachineState(loads, free, whole, memory, _temperatures(), self._events)

    def _load(self, name: str, pid: int) -> ProcessLoad | None:
        try:
            known = self._processes.get(pid)
            process = self._processes[pid] = known or psutil.Process(pid)
            share = process.cpu_percent() / 100
            return ProcessLoad(name, share if known else None, process.memory_info().rss)
        except psutil.Error:
            return None

    def _read_ledger(self, state: Path) -> None:
        if time.monotonic() - self._read_s < LEDGER_S:
            return
        self._read_s = time.monotonic()
        now_ms = time.time_ns() // 1_000_000
        try:
            account = read_account(state, now_ms - DAY_MS, now_ms, now_ms)
        except (KissError, OSError):
            return
        events = (*account.faults, *account.actions, *account.house, *account.arrivals)
        self._events = tuple(sorted(events, key=lambda one: -one.at_ms)[:LATEST])


def is_fault(event: VersionEvent) -> bool:
    """Tell whether something broke."""
    return isinstance(event, FaultEvent)


def _temperatures() -> tuple[tuple[str, float], ...]:
    found = psutil.sensors_temperatures()
    hottest = {name: max(one.current for one in each) for name, each in found.items() if each}
    return tuple(sorted(hottest.items()))
