"""`bench machines --film-mb`: a film is laid on one of them, whose link is cut meanwhile."""

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from installation.bench._machinesjudge import FilmSeen, apart, in_step_from
from installation.bench._machineswall import (
    BEATS,
    CUTS,
    NAMES,
    BenchMachine,
    begun_machines,
    heads_of,
    wait_for_films,
)
from installation.bench._storyfilms import lay
from installation.errors import KissError, LinkError
from installation.rig import Faults, MachineNet, analysis, barcode, barcoded_film, film_cache

CUTS_S = (1.0, 4.0, 2.0, 6.0, 3.0)
"""How long the link is cut each time: shorter and longer than a machine is given to speak."""
SPARE_S = 150.0
"""How much longer than its transfer a film may take until it is on air, with its intake."""
LOOK_S = 0.05
NEW = len(CUTS) + 1
"""The film that arrives: the newest, which all screens show then."""
_VERSION = f"cut-{NEW}"
_BLOCK = 1 << 20


def measure_film(
    folder: Path, megabytes: int, jitter_ms: float, loss: float, say: Callable[[str], None]
) -> FilmSeen:
    """Lay a film on the first machine, and cut its link five times until all have it."""
    with contextlib.ExitStack() as stack:
        net = stack.enter_context(MachineNet(NAMES, jitter_ms, loss))
        machines = list(begun_machines(stack, net, folder, ["newest"]))
        first, *others = machines
        wait_for_films(machines, say)
        before = CUTS[-1]
        plain = barcoded_film(replace(before.recipe, film=NEW), film_cache())
        lay(plain, before.seconds, BEATS, folder / _VERSION)
        name = f"{_VERSION}/film.mp4"
        large(plain, folder / name, megabytes)
        say(f"a film of {megabytes} MB on {first.name}")
        laid_ns = time.monotonic_ns()
        (folder / _VERSION).rename(first.show.stage.versions / _VERSION)
        cuts = _cut(first, others, name, megabytes * 1_000_000, net, say)
        took_s = (time.monotonic_ns() - laid_ns) / 1e9
        say(f"on all of them after {took_s:.0f} s; until it is on air")
        with contextlib.suppress(KissError):  # the bars say what is missing
            first.show.wait("film on air", lambda: all(_on_air(one) for one in machines), SPARE_S)
        time.sleep(3.0)
        heads = heads_of(machines, laid_ns)
        sums = {_sum_of(one.show.stage.versions / name) for one in machines}
        on_ns = [_first_ns(one, laid_ns) for one in machines]
        seams = [at_ns for at_ns in on_ns if at_ns is not None]
        return FilmSeen(
            megabytes,
            cuts,
            took_s,
            len(sums) == 1 and "" not in sums,
            (seams[0] - laid_ns) / 1e9 if len(seams) == len(machines) else None,
            (max(seams) - min(seams)) / 1e6 if len(seams) == len(machines) else float("inf"),
            sum((analysis.faults(one.stream, quiet=True) for one in heads), Faults()),
            tuple(apart(heads)),
            in_step_from(heads, max(seams), 1.0) if seams else None,
        )


def large(film: Path, to: Path, megabytes: int) -> Path:
    """Write a film with as many bytes beside its pictures as make it so large: MP4's box `free`."""
    data = film.read_bytes()
    length = max(megabytes * 1_000_000 - len(data), 8)
    with to.open("wb") as file:
        file.write(data + length.to_bytes(4) + b"free")
        left = length - 8
        while left:
            block = os.urandom(min(left, _BLOCK))
            left -= file.write(block)
    return to


def _cut(
    source: BenchMachine,
    others: Sequence[BenchMachine],
    name: str,
    size: int,
    net: MachineNet,
    say: Callable[[str], None],
) -> int:
    """Cut the source's link each time that the film has come a sixth further; how often."""
    cuts = 0
    due_s = time.monotonic() + len(others) * size / 10e6 + sum(CUTS_S) + SPARE_S
    while not all((one.show.stage.versions / name).exists() for one in others):
        if time.monotonic() > due_s:
            break
        come = max(_come(one, name) for one in others)
        if cuts < len(CUTS_S) and come > size * (cuts + 1) / (len(CUTS_S) + 1):
            say(f"{100 * come // size} %: its link is cut for {CUTS_S[cuts]:.0f} s")
            net.cut(source.name)
            try:
                time.sleep(CUTS_S[cuts])
            finally:
                net.mend(source.name)
            cuts += 1
        time.sleep(LOOK_S)
    return cuts


def _come(machine: BenchMachine, name: str) -> int:
    """Return how much of the film is on its way there, or there."""
    versions = machine.show.stage.versions
    found = [versions / name, *versions.glob(f".arriving-{machine.name}/*/{name}")]
    sizes = [0]
    for file in found:
        with contextlib.suppress(FileNotFoundError):
            sizes.append(file.stat().st_size)
    return max(sizes)


def _on_air(machine: BenchMachine) -> bool:
    with contextlib.suppress(LinkError):
        return all(one.version == _VERSION for one in machine.show.status().screens)
    return False


def _first_ns(machine: BenchMachine, since_ns: int) -> int | None:
    """Return when the film was first seen there."""
    samples = machine.glass.samples(since_ns)
    seen = (barcode.films(samples.codes()) == NEW).all(axis=1).nonzero()[0]
    return int(samples.at_ns[seen[0]]) if len(seen) else None


def _sum_of(file: Path) -> str:
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
