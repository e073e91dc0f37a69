"""`bench memory`: whether anything grows, cycle after cycle."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from installation.bench._report import Bar, table
from installation.errors import KissError
from installation.rig import PreparedShow, Show, VirtualHeads
from installation.units import SECOND, ns

WARM_CYCLES = 20
FEWEST_CYCLES = 60
"""With fewer cycles than this nothing can be said."""
GROWTH_MB = 10.0
_LOOK_S = 6.0
_AVERAGED = 5


@dataclass(frozen=True)
class TreeSample:
    """The whole tree at one instant; memory in bytes, files as open descriptors."""

    cycle: int
    memory: int
    processes: int
    threads: int
    descriptors: int
    segments: int


@dataclass(frozen=True)
class Growth:
    """From the looks after the warm-up's end to the last ones, in medians of a few each."""

    cycles: int
    memory: float
    processes: float
    threads: float
    descriptors: float
    segments: float


def measure(
    heads: VirtualHeads,
    stage: PreparedShow,
    cycle_s: float,
    cycles: int,
    say: Callable[[str], None],
) -> list[TreeSample]:
    """Play so many cycles and look every few seconds."""
    looks: list[TreeSample] = []
    with Show(stage, heads.environment) as show:
        show.wait("all films", show.knows_all)
        began_ns, first = time.monotonic_ns(), show.cycle() or 0
        late_ns = began_ns + ns(cycles * cycle_s * 1.2 + 30)
        while (cycle := (show.cycle() or 0) - first) < cycles:
            if time.monotonic_ns() > late_ns:
                passed = (time.monotonic_ns() - began_ns) / SECOND
                raise KissError(f"only {cycle} of {cycles} cycles in {passed:.0f} s", show.output())
            seen = show.tree.look()
            files = sum(_count(Path(f"/proc/{pid}/fd")) for pid in show.tree.pids())
            segments = _count(Path("/dev/shm"))
            looks.append(
                TreeSample(cycle, seen.memory, seen.processes, seen.threads, files, segments)
            )
            say(f"cycle {cycle} of {cycles}: {seen.memory / 1e6:.1f} MB")
            time.sleep(_LOOK_S)
    return looks


def growth(looks: Sequence[TreeSample]) -> Growth:
    """Return how much more there is at the end than after the warm-up. Pure."""
    warm = [look for look in looks if look.cycle >= WARM_CYCLES]
    before, after = warm[:_AVERAGED], warm[-_AVERAGED:]

    def grown(value: Callable[[TreeSample], int]) -> float:
        return median(map(value, after)) - median(map(value, before))

    return Growth(
        cycles=warm[-1].cycle,
        memory=grown(lambda look: look.memory),
        processes=grown(lambda look: look.processes),
        threads=grown(lambda look: look.threads),
        descriptors=grown(lambda look: look.descriptors),
        segments=grown(lambda look: look.segments),
    )


def summary(looks: Sequence[TreeSample]) -> str:
    """About ten looks, evenly spread."""
    rows: list[Sequence[str]] = [
        ("cycle", "memory MB", "processes", "threads", "open files", "shared memory")
    ]
    for look in looks[:: max(1, len(looks) // 10)]:
        counts = (look.processes, look.threads, look.descriptors, look.segments)
        rows.append((str(look.cycle), f"{look.memory / 1e6:.1f}", *map(str, counts)))
    return table(rows)


def bars(found: Growth) -> list[Bar]:
    """Nothing may grow."""
    memory = found.memory / 1e6
    what = f"memory grown from cycle {WARM_CYCLES} to {found.cycles}, MB"
    counts = {
        "processes": found.processes,
        "threads": found.threads,
        "open files": found.descriptors,
        "shared memory segments": found.segments,
    }
    return [
        Bar(what, f"< {GROWTH_MB:.0f}", f"{memory:.1f}", memory < GROWTH_MB),
        *(Bar(f"{name} grown", "0", f"{n:.0f}", n <= 0) for name, n in counts.items()),
    ]


def _count(folder: Path) -> int:
    try:
        return sum(1 for _ in folder.iterdir())
    except OSError:
        return 0
