"""`bench faults`: what a gallery does to a player, on a running show, read off the glass."""

import ctypes
import os
import resource
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from installation.bench import _filecases as filecases
from installation.bench import _handcases as handcases
from installation.bench import _processcases as processcases
from installation.bench import _soundcases as soundcases
from installation.bench._faultcase import FaultCase
from installation.bench._faulttrial import FaultTrial, in_step, made, right
from installation.bench._faultworld import FaultWorld, free_port
from installation.bench._report import Bar, table
from installation.bench._sync import Rig, wait_for_films
from installation.errors import KissError
from installation.rig import (
    GlassReader,
    PreparedShow,
    Recipe,
    Show,
    Sinks,
    Workshop,
    barcode_points,
    barcoded_film,
    film_cache,
)
from installation.units import SECOND

CASES: dict[str, FaultCase] = {
    case.name: case
    for case in (
        *processcases.CASES,
        *filecases.CASES,
        *handcases.CASES,
        *soundcases.CASES,
    )
}
FEWEST = 35
"""How many kinds of them have to be made for their bar to be held."""
HUNG = ("controller-hung", "player-hung", "stage-hung", "remote-hung", "deck-hung")
WIDTH, HEIGHT = 320, 180
"""Small heads and films: what is looked at is recovery, and drawing them takes no part in it."""
RECIPE = Recipe(0, 8.0, WIDTH, HEIGHT, sound=True)
_CLONE_NEWNS = 0x20000
_CAPBSET_DROP, _MAY_ALL = 24, (1, 2, 3)
"""From linux/prctl.h and linux/capability.h: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER."""
_MEMORY = "1g"
_FILES = 1024


@dataclass
class FaultsFound:
    """All that was made, in order, and what could not be made here."""

    trials: list[FaultTrial] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def enter_own_mounts() -> bool:
    """Have mounts and a /dev/shm of our own, so that breaking them breaks nobody else's."""
    if os.geteuid() or ctypes.CDLL(None).unshare(_CLONE_NEWNS):
        return False
    for words in (
        ("--make-rprivate", "/"),
        ("-t", "tmpfs", "-o", f"size={_MEMORY}", "tmpfs", "/dev/shm"),
    ):
        if subprocess.run(["mount", *words], capture_output=True, check=False).returncode:
            return False
    return True


def act_as_others_do() -> None:
    """Have the programs that begin from here on do with files only what others' may.

    Root's may read all, and a shell's may have 1,024 of them open.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_FILES, hard), hard))
    for capability in () if os.geteuid() else _MAY_ALL:
        ctypes.CDLL(None).prctl(_CAPBSET_DROP, capability, 0, 0, 0)


def prepared(shop: Workshop, rig: Rig, port: int) -> PreparedShow:
    """Lay a show out that is heard, and has a remote: show control on a port."""
    return shop.prepare("faults", rig.films, voice="all", more=f"osc: {{port: {port}}}\n")


@contextmanager
def world_of(rig: Rig, sinks: Sinks, stage: PreparedShow, port: int) -> Iterator[FaultWorld]:
    """Begin a show to make faults on, and wait until all is well."""
    spare = barcoded_film(Recipe(len(rig.films) + 1, 4.0, WIDTH, HEIGHT), film_cache())
    show = Show(stage, rig.heads.environment | sinks.environment)
    with GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass, show:
        wait_for_films(show, glass, rig)
        world = FaultWorld(rig, sinks, stage, glass, show, port, spare)
        show.wait("quiet", lambda: not world.complaint() and in_step(world))
        yield world


def measure(
    rig: Rig,
    sinks: Sinks,
    shop: Workshop,
    names: Sequence[str],
    times: int,
    root: bool,
    say: Callable[[str], None],
    keep: Path | None = None,
) -> FaultsFound:
    """Make these faults, each so many times; a show that is not as before is left for a new one.

    ``root``: this process has mounts of its own, and may do what only root may.
    """
    found, port = FaultsFound(), free_port()
    chosen = [CASES[name] for name in names or CASES]
    found.left_out = [case.name for case in chosen if case.needs_root and not root]
    queue = [case for case in chosen if root or not case.needs_root for _ in range(times)]
    stage = prepared(shop, rig, port)
    while queue:
        with world_of(rig, sinks, stage, port) as world:
            for case in list(queue):
                queue.remove(case)
                trial = made(case, world)
                found.trials.append(trial)
                if keep:
                    name = f"faults-{len(found.trials)}-{case.name}.npz"
                    world.glass.samples(world.made_ns - SECOND).keep(keep / name)
                say(line(case, trial))
                if trial.well_s is None:
                    break
    return found


def line(case: FaultCase, trial: FaultTrial) -> str:
    """Say of one fault what was done, what was seen, and what it took."""
    took = "never" if trial.recovered_s is None else f"{trial.recovered_s:.1f} s"
    took += f" ({trial.measured})" if trial.measured else ""
    verdict = f"WRONG: {', '.join(trial.faults)}" if trial.faults else "right"
    return f"{case.name}: {case.done} -> {case.wanted}; {took}; {verdict}"


def summary(found: FaultsFound) -> str:
    """A row for each fault."""
    rows: list[Sequence[str]] = [
        ("fault", "what is done", "what must be seen", "right", "recovered", "black", "")
    ]
    for name in dict.fromkeys(trial.name for trial in found.trials):
        case, trials = CASES[name], [t for t in found.trials if t.name == name]
        wrong = {fault: None for trial in trials for fault in trial.faults}
        rows.append(
            (
                *(name, case.done, case.wanted),
                f"{right(trials)}/{len(trials)}",
                took(trials),
                str(sum(trial.black for trial in trials)),
                "; ".join(wrong),
            )
        )
    rows += [(name, CASES[name].done, "needs root") for name in found.left_out]
    return table(rows)


def took(trials: Sequence[FaultTrial]) -> str:
    """Say what the recoveries took: the median, and the longest when there are several."""
    times = [trial.recovered_s for trial in trials if trial.recovered_s is not None]
    if not times:
        return "-"
    middle = f"{median(times):.1f} s"
    return middle if len(times) == 1 else f"{middle}, at most {max(times):.1f} s"


def bars(found: FaultsFound, complete: bool) -> list[Bar]:
    """Every fault has its right outcome; ``complete``: all were asked for, so they are counted."""
    result = []
    names = list(dict.fromkeys(trial.name for trial in found.trials))
    if complete:
        what = "kinds of faults that were made"
        result.append(Bar(what, f"{FEWEST} or more", str(len(names)), len(names) >= FEWEST))
    for name in names:
        trials = [trial for trial in found.trials if trial.name == name]
        count = right(trials)
        what = f"{name}, right within {trials[0].within_s:g} s"
        result.append(Bar(what, str(len(trials)), str(count), count == len(trials)))
    black = sum(trial.black for trial in found.trials)
    others = sum(trial.others for trial in found.trials)
    return [
        *result,
        Bar("samples black or torn where it should not be dark", "0", str(black), not black),
        Bar("pictures that heads without a part in it lacked", "0", str(others), not others),
    ]


def known(names: Sequence[str]) -> list[str]:
    """Check names of faults; raises KissError with the right ones for what is none."""
    strange = [name for name in names if name not in CASES]
    if strange:
        raise KissError(
            f"there is no fault called {', '.join(strange)}", f"There are: {', '.join(CASES)}."
        )
    return list(names)
