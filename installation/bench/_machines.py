"""`bench machines`: several machines on one switch; all glasses are read on one clock."""

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from installation.bench._machinesjudge import (
    NAMED_S,
    LossSeen,
    MachinesFound,
    OrderSeen,
    apart,
    in_step_from,
)
from installation.bench._orders import order_taken
from installation.errors import KissError, LinkError
from installation.machines import make_keys, pair
from installation.model import Go, Order, Pause, Restart, Resume, ShowState, VersionState
from installation.rig import (
    Faults,
    GlassReader,
    MachineNet,
    PreparedShow,
    Recipe,
    SampleStream,
    Show,
    VirtualHeads,
    analysis,
    barcode_points,
    barcoded_film,
    film_cache,
)
from installation.units import ns

NAMES = ("east", "north", "west")
HZ = 97.0
"""Looks at each glass, and not a multiple of the pictures a second."""
FILM_S = 20.0
WIDTH, HEIGHT = 640, 360
GO_S = 10
WATCH_S = 3.0
STEADY_S = 1.0


@dataclass
class BenchMachine:
    """One of them: its show and its glass."""

    name: str
    show: Show
    glass: GlassReader

    def plays(self) -> bool:
        """Tell whether it plays, with all films there."""
        try:
            status = self.show.status()
        except LinkError:
            return False
        ready = [one for one in status.versions if one.state is VersionState.READY]
        return status.state is ShowState.PLAYING and len(ready) == len(NAMES)

    def leads(self) -> bool:
        """Tell whether it says that it leads."""
        return any(one.here and one.leads for one in self.show.status().machines)


def recipe(film: int = 0) -> Recipe:
    """Return a film's recipe."""
    return Recipe(film, FILM_S, WIDTH, HEIGHT)


def measure(
    folder: Path,
    seconds: float,
    times: int,
    jitter_ms: float,
    loss: float,
    say: Callable[[str], None],
) -> MachinesFound:
    """Play on all machines for a while, give orders on each, and cut each one's power and link.

    Their cables let each packet be up to ``jitter_ms`` late, and lose the share ``loss``.
    """
    with contextlib.ExitStack() as stack:
        net = stack.enter_context(MachineNet(NAMES, jitter_ms, loss))
        machines = list(begun_machines(stack, net, folder, lambda number: f"bench-{number}"))
        first = machines[0].show
        say("a first start, until all films are everywhere")
        for machine in machines:
            first.wait(f"all films on {machine.name}", machine.plays, 90)
        time.sleep(FILM_S)  # what came meanwhile takes over at the boundary
        say(f"{seconds:.0f} s in step")
        begins_ns = time.monotonic_ns()
        time.sleep(seconds)
        steady = streams_of(machines, begins_ns)
        faults = sum((analysis.faults(one, quiet=True) for one in steady), Faults())
        orders, losses = [], []
        for number in range(times):
            say(f"orders, round {number + 1} of {times}")
            for machine in machines:
                orders += list(_orders(machine, machines))
        for number in range(times):
            for machine in machines:
                say(f"{machine.name}: power and link, {number + 1} of {times}")
                losses.append(_power_cut(machine, machines))
                losses.append(_link_cut(machine, machines, net, 1.0 + 2.0 * (number % 4)))
        return MachinesFound(tuple(apart(steady)), faults, tuple(orders), tuple(losses))


def begun_machines(
    stack: contextlib.ExitStack, net: MachineNet, folder: Path, shown: Callable[[int], str]
) -> Iterator[BenchMachine]:
    """Begin each machine, with a head and all films; ``shown`` is each screen's policy."""
    films = [barcoded_film(recipe(number), film_cache()) for number in range(1, len(NAMES) + 1)]
    addresses = ", ".join(f"{name}: {at}" for name, at in net.addresses.items())
    lines = ["title: Bench", "voice: none", "versions: {house_copy: always}"]
    lines += [f"machines: {{{addresses}}}", "screens:"]
    for number, name in enumerate(NAMES, 1):
        place = f"machine: {name}, display: {{position: 1}}, show: {shown(number)}"
        lines.append(f"  - {{name: screen{number}, {place}}}")
    keys = make_keys(folder / "keys", NAMES)
    for name, own in zip(NAMES, keys, strict=True):
        base = folder / name
        stage = PreparedShow(base / "versions", base / "bench.yaml", base / "state")
        stage.versions.mkdir(parents=True)
        stage.layout.write_text("\n".join(lines) + "\n")
        for number, film in enumerate(films, 1):
            shutil.copy2(film, stage.versions / f"bench-{number}{film.suffix}")
        pair(own, stage.state)
        heads = stack.enter_context(VirtualHeads(1, WIDTH, HEIGHT))
        rects = [(head.x, head.y, head.width, head.height) for head in heads.heads]
        points = barcode_points(rects)
        stalls = name == NAMES[0]  # the machine's, which is one
        glass = stack.enter_context(GlassReader(heads.display, points, HZ, stalls))
        show = Show(stage, heads.environment, "--machine", name, within=net.on(name))
        yield BenchMachine(name, stack.enter_context(show), glass)


def streams_of(
    machines: Sequence[BenchMachine], since_ns: int, orders: Sequence[tuple[int, int]] = ()
) -> list[SampleStream]:
    """Return what was seen on each machine's heads since."""
    time.sleep(0.3)  # what was looked at last is on its way
    samples = [machine.glass.samples(since_ns) for machine in machines]
    stalls = samples[0].stalls
    film = recipe()
    return [
        type(one)(one.at_ns, one.cost_ns, one.luma, stalls).stream(
            film.frames, film.frame_ns, orders
        )
        for one in samples
    ]


def _orders(giver: BenchMachine, machines: Sequence[BenchMachine]) -> Iterator[OrderSeen]:
    given: list[tuple[Order, str, float, int]] = [
        (Restart(), "restart", 2.5, 0),
        (Pause(), "pause", 1.6, 0),
        (Resume(), "resume", 1.6, 0),
        (Go(str(GO_S)), "go", 2.5, round(GO_S * recipe().fps)),
    ]
    for order, name, wait_s, target in given:
        sent_ns = giver.show.order(order)
        time.sleep(wait_s)
        until_ns = time.monotonic_ns()
        taken = [
            order_taken(stream, name, sent_ns, until_ns, target).taken
            for stream in streams_of(machines, sent_ns - ns(0.2))
        ]
        latencies = tuple(one.latency_ms if one else float("inf") for one in taken)
        yield OrderSeen(name, giver.name, latencies)


def _power_cut(lost: BenchMachine, machines: Sequence[BenchMachine]) -> LossSeen:
    """All processes of a machine are killed at once, and begun again after a while."""
    at_ns = time.monotonic_ns()
    others = [one for one in machines if one is not lost]
    lost.show.kill()
    named_s = _named(lost, others, WATCH_S)
    lost.show.launch()
    lost.show.wait("picture again", lambda: _cycle(lost) is not None)
    plays_ns = time.monotonic_ns()
    time.sleep(2 * WATCH_S)
    return _loss("power", lost, others, machines, at_ns, plays_ns, named_s)


def _link_cut(
    lost: BenchMachine, machines: Sequence[BenchMachine], net: MachineNet, seconds: float
) -> LossSeen:
    """A machine's cable is pulled, and plugged in again."""
    at_ns = time.monotonic_ns()
    net.cut(lost.name)
    others = [one for one in machines if one is not lost]
    try:
        named_s = _named(lost, others, seconds)
    finally:
        net.mend(lost.name)
    whole_ns = time.monotonic_ns()
    time.sleep(2 * WATCH_S)
    return _loss(
        *("link", lost, machines, machines, at_ns, whole_ns),
        named_s if seconds > NAMED_S else 0.0,
    )


def _loss(
    what: str,
    lost: BenchMachine,
    others: Sequence[BenchMachine],
    machines: Sequence[BenchMachine],
    at_ns: int,
    back_ns: int,
    named_s: float | None,
) -> LossSeen:
    since_ns = at_ns - ns(0.2)  # a picture that is cut off at the edge does not count
    seen = [analysis.faults(one, quiet=True) for one in streams_of(others, since_ns)]
    back_s = in_step_from(streams_of(machines, back_ns), back_ns, STEADY_S)
    leaders = tuple(one.name for one in machines if one.leads())
    return LossSeen(what, lost.name, sum(seen, Faults()), back_s, leaders, named_s)


def _named(lost: BenchMachine, others: Sequence[BenchMachine], seconds: float) -> float | None:
    """Watch for so long; after how many seconds all others say that a machine is gone, if ever."""
    began_s = time.monotonic()
    named_s: float | None = None
    while (passed_s := time.monotonic() - began_s) < seconds:
        if named_s is None and all(_says_gone(one, lost.name) for one in others):
            named_s = passed_s
        time.sleep(0.05)
    return named_s


def _says_gone(machine: BenchMachine, name: str) -> bool:
    with contextlib.suppress(LinkError):
        return any(one.name == name and not one.there for one in machine.show.status().machines)
    return False


def _cycle(machine: BenchMachine) -> int | None:
    with contextlib.suppress(LinkError, KissError):
        return machine.show.cycle()
    return None
