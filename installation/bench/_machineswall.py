"""Several machines on one switch, with heads and films; all glasses are read on one clock."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

from installation.bench._machinesjudge import HeadSeen, due
from installation.bench._storyfilms import BenchCut, lay
from installation.errors import KissError, LinkError
from installation.link import decode_programme, programme_path
from installation.machines import make_keys, pair
from installation.model import ShowState, VersionState
from installation.rig import (
    GlassReader,
    MachineNet,
    PreparedShow,
    Recipe,
    SampleStream,
    Show,
    VirtualHeads,
    barcode_points,
    barcoded_film,
    film_cache,
)
from installation.timeline import Programme, Term, term_of

NAMES = ("east", "north", "west")
HZ = 97.0
"""Looks at each glass, and not a multiple of the pictures a second."""
WIDTH, HEIGHT = 320, 180
BEATS = ("arrival", "ball", "kiss", "march")
LOOK_S = 0.1
FIRST_S = 25.0
"""A cycle and more: what came late takes over at a boundary."""


def _cut(film: int, fps: int, pictures: int, *at: float) -> BenchCut:
    recipe = Recipe(film, pictures / fps, WIDTH, HEIGHT, Fraction(fps))
    return BenchCut(recipe, tuple(round(second * fps) for second in at))


CUTS = (
    _cut(1, 24, 453, 2.8, 6.6, 10.35, 14.2),
    _cut(2, 25, 500, 3.0, 7.0, 11.0, 15.0),
    _cut(3, 30, 634, 3.2, 7.4, 11.7, 15.85),
)
"""Three cuts of other lengths and rates, told faster and slower, and nowhere so that one waits."""


@dataclass
class BenchMachine:
    """One of them: its show, its glass and its heads, from left to right."""

    name: str
    show: Show
    glass: GlassReader
    cuts: Sequence[BenchCut]

    def plays(self) -> bool:
        """Tell whether it plays, with all films there."""
        try:
            status = self.show.status()
        except LinkError:
            return False
        ready = [one for one in status.versions if one.state is VersionState.READY]
        return status.state is ShowState.PLAYING and len(ready) == len(CUTS)

    def leads(self) -> bool:
        """Tell whether it says that it leads."""
        return any(one.here and one.leads for one in self.show.status().machines)

    def programme(self) -> Programme:
        """Return what it plays by."""
        return decode_programme(programme_path(self.show.stage.state).read_bytes())


def begun_machines(
    stack: contextlib.ExitStack, net: MachineNet, folder: Path, shown: Sequence[str]
) -> Iterator[BenchMachine]:
    """Begin each machine, with all films and a head for each policy that is to be ``shown``."""
    addresses = ", ".join(f"{name}: {at}" for name, at in net.addresses.items())
    lines = ["title: Bench", "voice: none", "versions: {house_copy: always}"]
    lines += [f"story: {{beats: [{', '.join(BEATS)}]}}", f"machines: {{{addresses}}}", "screens:"]
    for name in NAMES:
        for number, policy in enumerate(shown, 1):
            place = f"machine: {name}, display: {{position: {number}}}, show: {policy}"
            lines.append(f"  - {{name: {name}{number}, {place}}}")
    keys = make_keys(folder / "keys", NAMES)
    for name, own in zip(NAMES, keys, strict=True):
        base = folder / name
        stage = PreparedShow(base / "versions", base / "bench.yaml", base / "state")
        for number, cut in enumerate(CUTS, 1):
            film = barcoded_film(cut.recipe, film_cache())
            lay(film, cut.seconds, BEATS, stage.versions / f"cut-{number}")
        stage.layout.write_text("\n".join(lines) + "\n")
        pair(own, stage.state)
        heads = stack.enter_context(VirtualHeads(len(shown), WIDTH, HEIGHT))
        rects = [(head.x, head.y, head.width, head.height) for head in heads.heads]
        stalls = name == NAMES[0]  # the machine's, which is one
        glass = stack.enter_context(GlassReader(heads.display, barcode_points(rects), HZ, stalls))
        show = Show(stage, heads.environment, "--machine", name, within=net.on(name))
        cuts = [CUTS[int(policy[-1]) - 1] if policy[-1].isdigit() else CUTS[-1] for policy in shown]
        yield BenchMachine(name, stack.enter_context(show), glass, cuts)


def wait_for_films(machines: Sequence[BenchMachine], say: Callable[[str], None]) -> None:
    """Wait until each plays with all films, and until what came late has taken over."""
    say("a first start, until all films are everywhere")
    for machine in machines:
        machines[0].show.wait(f"all films on {machine.name}", machine.plays, 90)
    time.sleep(FIRST_S)


def heads_of(
    machines: Sequence[BenchMachine], since_ns: int, orders: Sequence[tuple[int, int]] = ()
) -> list[HeadSeen]:
    """Return what was seen on each head of each machine since."""
    time.sleep(0.3)  # what was looked at last is on its way
    samples = [machine.glass.samples(since_ns) for machine in machines]
    stalls = samples[0].stalls
    plan = machines[0].programme().plans[-1]
    found = []
    for machine, one in zip(machines, samples, strict=True):
        seen = type(one)(one.at_ns, one.cost_ns, one.luma, stalls)
        for number, cut in enumerate(machine.cuts):
            film = cut.recipe
            points = plan.entries[f"{machine.name}{number + 1}"].points
            places = due(points, float(film.fps), film.frames, plan.cycle_ns)
            longest_ns = float((places[:, 1] - places[:, 0]).max())
            all_heads = seen.stream(film.frames, longest_ns, orders)
            stream = SampleStream(
                *(all_heads.at_ns, all_heads.frames[:, number : number + 1], all_heads.quiet),
                *(all_heads.length, all_heads.frame_ns, all_heads.orders),
            )
            found.append(HeadSeen(stream, places, plan.cycle_ns))
    return found


class TermWatch:
    """Watches in whose term each machine plays, from ``with`` to its end. A thread."""

    def __init__(self, machines: Sequence[BenchMachine]) -> None:
        self._machines = machines
        self._last: dict[str, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="terms")
        self.terms: set[Term] = set()
        self.backward = 0
        """How often a machine went back to a revision of an earlier term."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(LOOK_S):
            for machine in self._machines:
                with contextlib.suppress(OSError, KissError):
                    self._saw(machine.name, machine.programme().revision)

    def _saw(self, name: str, revision: int) -> None:
        before, self._last[name] = self._last.get(name, 0), revision
        self.terms.add(term_of(revision))
        self.backward += term_of(revision).revision < term_of(before).revision
