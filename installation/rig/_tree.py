"""Measures a show's cost: CPU and memory of all its processes, whoever is their parent now.

The show is started with a mark in its environment, which every descendant inherits. Unlike a walk
down from the first process, that also finds those whose parent was killed, or that lead a session
of their own.
"""

import os
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

_MARK = "KISS_BENCH"
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Footprint:
    """One look at the tree. ``cpu_s`` includes processes that have ended.

    ``machine_s`` is all that the processors did, the tree's part and everybody else's.
    """

    at_ns: int
    cpu_s: float
    machine_s: float
    memory: int
    processes: int
    threads: int


class Tree:
    """Watches the processes that carry its mark, in a thread, until :meth:`close`.

    CPU is read twice a second (so a process that lives for less may be missed), memory every four
    seconds: the kernel walks the page tables for it.
    """

    def __init__(self) -> None:
        self.environment = {_MARK: uuid.uuid4().hex}
        """To be merged into the environment of whatever belongs to the tree."""
        self._mark = f"{_MARK}={self.environment[_MARK]}".encode()
        self._cpu: dict[tuple[int, int], float] = {}
        self._looks: list[Footprint] = []
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="tree")

    def __enter__(self) -> "Tree":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop watching."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def pids(self) -> list[int]:
        """The processes that carry the mark and are no zombies."""
        found = []
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                try:
                    if self._mark in Path(entry.path, "environ").read_bytes().split(b"\0"):
                        found.append(int(entry.name))
                except OSError:
                    continue
        return found

    def look(self, memory: bool = True) -> Footprint:
        """Look now. Any thread."""
        with self._lock:
            pids = self.pids()
            threads = 0
            for pid in pids:
                try:
                    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                # fields are counted from the state, the third of proc(5)
                self._cpu[pid, int(fields[19])] = (int(fields[11]) + int(fields[12])) * _TICK_S
                threads += int(fields[17])
            used = sum(map(_memory, pids)) if memory else 0
            spent = sum(self._cpu.values())
            return Footprint(time.monotonic_ns(), spent, _machine_s(), used, len(pids), threads)

    def looks(self) -> list[Footprint]:
        """All looks of the watching so far."""
        return list(self._looks)

    def cpu_per_second(self, from_ns: int, until_ns: int) -> tuple[float, float]:
        """CPU seconds a second between the looks nearest to two instants.

        The tree's, and those of everybody else on the machine (the X server and the bench among
        them).
        """
        looks = self.looks()
        first = min(looks, key=lambda look: abs(look.at_ns - from_ns))
        last = min(looks, key=lambda look: abs(look.at_ns - until_ns))
        passed_s = (last.at_ns - first.at_ns) / 1e9
        if passed_s <= 0:
            return 0.0, 0.0
        tree_s, machine_s = last.cpu_s - first.cpu_s, last.machine_s - first.machine_s
        return tree_s / passed_s, max(0.0, machine_s - tree_s) / passed_s

    def peak_memory(self) -> int:
        """The most bytes that the tree ever used, shared pages divided among their users."""
        return max((look.memory for look in self.looks()), default=0)

    def _watch(self) -> None:
        count = 0
        while not self._over.is_set():
            self._looks.append(self.look(memory=count % 8 == 4))
            count += 1
            self._over.wait(0.5)


def _machine_s() -> float:
    """Seconds that all processors together have worked since the boot."""
    total = Path("/proc/stat").read_text().split("\n", 1)[0]
    user, nice, system, _idle, _waiting, irq, softirq = map(int, total.split()[1:8])
    return (user + nice + system + irq + softirq) * _TICK_S


def _memory(pid: int) -> int:
    """Return what a process holds, in bytes: its own memory and its share of shared memory.

    Pages of program files do not count: the system may drop them, and a process's share of them
    changes with whatever else runs on the machine. 0 when the process has just gone.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    held = (line.split() for line in lines if line.startswith(("Pss_Anon:", "Pss_Shmem:")))
    return sum(int(words[1]) for words in held) * 1024


def command_of(pid: int) -> list[str]:
    """Return the words that a process has started with or names itself by; none if it is gone."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []
    if len(words) == 1 or not any(words[1:]):  # a copy that has taken a program's name
        words = words[0].split()
    return [word.decode(errors="replace") for word in words]
