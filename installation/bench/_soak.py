"""`bench soak`: hours of short cycles with faults, arrivals, orders and show control at random."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from installation.bench import _openfiles as openfiles
from installation.bench import _soakcases as soakcases
from installation.bench._faultcase import FaultCase
from installation.bench._faults import CASES, HEIGHT, WIDTH, prepared, took, world_of
from installation.bench._faulttrial import FaultTrial, made, right
from installation.bench._faultworld import FaultWorld, free_port
from installation.bench._openfiles import OpenFiles
from installation.bench._report import Bar, table
from installation.bench._sync import Rig
from installation.rig import Recipe, Sinks, Workshop, analysis, barcoded_film, film_cache
from installation.units import SECOND

RECIPE = Recipe(0, 4.0, WIDTH, HEIGHT, sound=True)
ARRIVALS = range(5, 11)
"""The numbers in the barcodes of films that arrive."""
QUIET_S = (3.0, 7.0)
WEIGHTS = {"fault": 5, "order": 3, "arrival": 2}
GROWTH_MB = 10.0
AVERAGED = 5
LOOK_S = 0.3
COUNT_CYCLES = 2
COUNTS = 10
"""How often what is open is counted, evenly over the time, the end included."""


@dataclass(frozen=True)
class SoakEvent:
    """Something that was done, when it was since the beginning, and what came of it."""

    at_s: float
    done: str
    trial: FaultTrial


@dataclass(frozen=True)
class SoakStretch:
    """A stretch between two events, in which nothing was done.

    ``same``: the share of quiet samples with one picture on all heads. ``shown``: pictures seen of
    those that were due. ``skew`` in pictures, at most. ``memory`` in bytes, at its end.
    """

    at_s: float
    seconds: float
    same: float
    shown: float
    skew: int
    missed: int
    memory: int


@dataclass
class SoakFound:
    """All that was seen."""

    seconds: float = 0.0
    events: list[SoakEvent] = field(default_factory=list)
    stretches: list[SoakStretch] = field(default_factory=list)
    open_files: list[OpenFiles] = field(default_factory=list)
    shows: int = 0


class Soak:
    """One soak; ``seed`` draws what is done, and when."""

    def __init__(
        self, rig: Rig, sinks: Sinks, shop: Workshop, seed: int, say: Callable[[str], None]
    ) -> None:
        self._rig, self._sinks, self._shop, self._say = rig, sinks, shop, say
        self._draw = random.Random(seed)
        self._films = {
            number: barcoded_film(replace(RECIPE, film=number), film_cache()) for number in ARRIVALS
        }
        self._on = 0
        self._began_ns = 0
        self.found = SoakFound()

    def run(self, hours: float) -> SoakFound:
        """Play and disturb for so long; a show that is not as before is left for a new one."""
        port = free_port()
        stage = prepared(self._shop, self._rig, port)
        self._began_ns = time.monotonic_ns()
        while self._passed_s < hours * 3600:
            self.found.shows += 1
            with world_of(self._rig, self._sinks, stage, port) as world:
                self._play(world, hours * 3600)
        self.found.seconds = self._passed_s
        return self.found

    @property
    def _passed_s(self) -> float:
        return (time.monotonic_ns() - self._began_ns) / SECOND

    def _play(self, world: FaultWorld, until_s: float) -> None:
        while self._passed_s < until_s:
            self._rest(world)
            if self._passed_s >= until_s * (len(self.found.open_files) + 1) / COUNTS:
                self._count(world)
            case = self._drawn()
            at_s = self._passed_s
            trial = made(case, world)
            self.found.events.append(SoakEvent(at_s, case.done, trial))
            wrong = f"WRONG: {', '.join(trial.faults)}" if trial.faults else "right"
            self._say(f"{case.name}: {took([trial])}; {wrong}")
            if trial.well_s is None:
                return
        self._count(world)

    def _drawn(self) -> FaultCase:
        (kind,) = self._draw.choices(list(WEIGHTS), list(WEIGHTS.values()))
        if kind == "order":
            return self._draw.choice(soakcases.order_cases())
        if kind == "arrival":
            self._on = self._draw.choice([number for number in ARRIVALS if number != self._on])
            return soakcases.arrival_case(self._films[self._on], self._on)
        return self._draw.choice([case for case in CASES.values() if case.in_soak])

    def _rest(self, world: FaultWorld) -> None:
        """Let it play for a while, and measure."""
        at_s, from_ns = self._passed_s, time.monotonic_ns()
        world.orders.clear()
        time.sleep(self._draw.uniform(*QUIET_S))
        memory = world.memory()
        time.sleep(0.3)
        stream = world.stream(from_ns)
        if not len(stream.at_ns):
            return
        met = analysis.together(stream, quiet=True)
        missed = analysis.faults(stream, quiet=True)
        seconds = float(stream.at_ns[-1] - stream.at_ns[0]) / SECOND
        due = max(1.0, seconds * SECOND / stream.frame_ns * stream.frames.shape[1])
        lost = analysis.faults(stream, quiet=False).skipped
        wrong = missed.skipped + missed.held + missed.backward + missed.black + missed.unreadable
        self.found.stretches.append(
            SoakStretch(*(at_s, seconds, met.share, 1 - lost / due, met.skew_max, wrong, memory))
        )

    def _count(self, world: FaultWorld) -> None:
        """Count what is open, as the least of each kind within some cycles."""
        looks = []
        ends_s = time.monotonic() + COUNT_CYCLES * RECIPE.seconds
        while time.monotonic() < ends_s:
            looks.append(world.descriptors())
            time.sleep(LOOK_S)
        count = openfiles.least(looks, self._passed_s)
        self.found.open_files.append(count)
        self._say(f"descriptors: {count.all}, {count.lasting} but for films, sounds and forks")


def growth(found: SoakFound) -> float:
    """Return how many megabytes there are more at the end than at first. Pure.

    The first tenth is left out: processes that begin with the show share more than their followers.
    """
    settled = found.stretches[len(found.stretches) // 10 :]
    first, last = settled[:AVERAGED], settled[-AVERAGED:]
    return (median(s.memory for s in last) - median(s.memory for s in first)) / 1e6


def kinds(found: SoakFound) -> list[tuple[str, str, str]]:
    """Return a heading, and a row for each kind of event, by their names. Pure."""
    rows = [("what was done", "right", "recovered")]
    done = {event.trial.name: event.done for event in found.events}
    for name in sorted(done):
        trials = [event.trial for event in found.events if event.trial.name == name]
        rows.append((f"{name}: {done[name]}", f"{right(trials)}/{len(trials)}", took(trials)))
    return rows


def summary(found: SoakFound) -> str:
    """Say what was done, and what came of it."""
    minutes = found.seconds / 60
    opened = found.open_files
    more = [f"{kind} {more:+d}" for kind, more in openfiles.more(opened[0], opened[-1]).items()]
    return (
        f"{table(kinds(found))}\n\n{len(found.events)} events in {minutes:.1f} min\n"
        f"descriptors: {', '.join(str(count.all) for count in opened)}"
        f" ({', '.join(more) or 'the same of each kind'})"
    )


def bars(found: SoakFound) -> list[Bar]:
    """Everything recovers without a hand, nothing grows, all heads are on one picture."""
    trials = [event.trial for event in found.events]
    good, memory = right(trials), growth(found)
    files = found.open_files[-1].lasting - found.open_files[0].lasting
    beyond = sorted({kind for count in found.open_files for kind in count.beyond})
    same = min(stretch.same for stretch in found.stretches)
    missed = sum(stretch.missed for stretch in found.stretches)
    alone = found.shows == 1
    return [
        Bar("events with the right outcome", str(len(trials)), str(good), good == len(trials)),
        Bar("shows that had to be begun again by the bench", "0", str(found.shows - 1), alone),
        Bar("memory grown, MB", f"< {GROWTH_MB:.0f}", f"{memory:.1f}", memory < GROWTH_MB),
        Bar("descriptors grown, but for films and sounds", "0", str(files), files <= 0),
        Bar(
            "more films and sounds than a player may hold",
            "none",
            ", ".join(beyond) or "none",
            not beyond,
        ),
        Bar("same picture between events, quiet samples", "100 %", f"{same:.2%}", same == 1.0),
        Bar("pictures wrong between events, quiet samples", "0", str(missed), not missed),
    ]


def page_file(asked: Path | None, keep: Path | None) -> Path:
    """Return where the page goes: where it is asked to, or beside what is kept."""
    return asked or (keep or Path()) / "soak.html"
