"""`bench machines`: several machines in step, by orders of each, when one or its link is lost."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from installation.bench._machinesjudge import (
    NAMED_S,
    LossSeen,
    MachinesFound,
    OrderSeen,
    apart,
    apart_standing,
    in_step_from,
    loss_in_words,
)
from installation.bench._machineswall import (
    CUTS,
    NAMES,
    BenchMachine,
    TermWatch,
    begun_machines,
    heads_of,
    wait_for_films,
)
from installation.bench._orders import order_taken
from installation.errors import KissError, LinkError
from installation.model import Go, Order, Pause, Restart, Resume
from installation.rig import Faults, MachineNet, analysis
from installation.units import ns

GO_S = 10
WATCH_S = 3.0
SETTLED_S = 4.5
"""How long is looked after a loss: until all have to be in step, and that can be seen."""
STEADY_S = 1.0
CUTS_S = (
    *(1.0, 2.0, 5.0, 3.0, 8.0, 4.0, 12.0, 6.0, 1.5, 30.0, 7.0, 2.5, 20.0, 3.5, 60.0),
    *(1.0, 2.0, 5.0, 3.0, 9.0, 4.0, 2.0, 6.0, 1.5, 3.0, 7.0, 2.5, 4.0, 3.5, 10.0),
)
"""How long a link is cut, one time after the other."""


def measure(
    folder: Path,
    seconds: float,
    rounds: int,
    times: int,
    jitter_ms: float,
    loss: float,
    drift_ppm: float,
    say: Callable[[str], None],
) -> MachinesFound:
    """Play on all machines for a while, give orders on each, and cut each one's power and link.

    Each order is given ``rounds`` times on each machine, power and link are cut ``times`` times.

    Their cables let each packet be up to ``jitter_ms`` late, and lose the share ``loss``; their
    clocks wander by ``drift_ppm``. Each has three heads, with a cut on each.
    """
    with contextlib.ExitStack() as stack:
        net = stack.enter_context(MachineNet(NAMES, jitter_ms, loss, drift_ppm))
        shown = [f"cut-{number}" for number in range(1, len(CUTS) + 1)]
        machines = list(begun_machines(stack, net, folder, shown))
        wait_for_films(machines, say)
        terms = stack.enter_context(TermWatch(machines))
        say(f"{seconds:.0f} s in step")
        begins_ns = time.monotonic_ns()
        time.sleep(seconds)
        steady = heads_of(machines, begins_ns)
        faults = sum((analysis.faults(one.stream, quiet=True) for one in steady), Faults())
        orders, losses = [], []
        for number in range(rounds):
            say(f"orders, round {number + 1} of {rounds}")
            for machine in machines:
                orders += list(_orders(machine, machines))
        for number in range(times):
            for machine in machines:
                cut_s = CUTS_S[number % len(CUTS_S)]
                for seen in _losses(machine, machines, net, cut_s):
                    losses.append(seen)
                    say(f"{number + 1} of {times}, {loss_in_words(seen)}")
        return MachinesFound(
            *(len(steady), tuple(apart(steady)), faults, tuple(orders), tuple(losses)),
            *(len(terms.terms), terms.backward),
        )


def _orders(giver: BenchMachine, machines: Sequence[BenchMachine]) -> Iterator[OrderSeen]:
    given: list[tuple[Order, str, float, float]] = [
        (Restart(), "restart", 2.5, 0.0),
        (Pause(), "pause", 1.6, 0.0),
        (Resume(), "resume", 1.6, 0.0),
        (Go(str(GO_S)), "go", 2.5, GO_S),
    ]
    for order, name, wait_s, target_s in given:
        sent_ns = giver.show.order(order)
        time.sleep(wait_s)
        yield _taken(machines, name, giver.name, sent_ns, ns(target_s))


def _taken(
    machines: Sequence[BenchMachine], name: str, giver: str, sent_ns: int, target_ns: int
) -> OrderSeen:
    until_ns = time.monotonic_ns()
    heads = heads_of(machines, sent_ns - ns(0.2))
    late = []
    for head in heads:
        begun, ended = head.due_ns.T
        picture = int(((begun <= target_ns) & (target_ns < ended)).nonzero()[0][0])
        one = order_taken(head.stream, name, sent_ns, until_ns, picture).taken
        late.append(one.latency_ms if one else float("inf"))
    if max(late) == float("inf"):
        return OrderSeen(name, giver, max(late), max(late))
    if name in ("restart", "go"):
        return OrderSeen(name, giver, max(late), max(late) - min(late))
    # pictures of other rates begin at other times: what counts is where in the story they are
    if name == "pause":
        return OrderSeen(name, giver, max(late), apart_standing(heads))
    went_on_ns = sent_ns + ns(max(late) / 1e3)
    part = [replace(one, stream=one.stream.between(went_on_ns, until_ns)) for one in heads]
    return OrderSeen(name, giver, max(late), max(apart(part), default=float("inf")))


def _losses(
    lost: BenchMachine, machines: Sequence[BenchMachine], net: MachineNet, cut_s: float
) -> Iterator[LossSeen]:
    yield _power_cut(lost, machines)
    yield _link_cut(lost, machines, net, cut_s)


def _power_cut(lost: BenchMachine, machines: Sequence[BenchMachine]) -> LossSeen:
    """All processes of a machine are killed at once, and begun again after a while."""
    at_ns = time.monotonic_ns()
    others = [one for one in machines if one is not lost]
    lost.show.kill()
    named_s = _named(lost, others, WATCH_S)
    lost.show.launch()
    lost.show.wait("picture again", lambda: _cycle(lost) is not None)
    plays_ns = time.monotonic_ns()
    time.sleep(SETTLED_S)
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
    time.sleep(SETTLED_S)
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
    seen = [analysis.faults(one.stream, quiet=True) for one in heads_of(others, since_ns)]
    back_s = in_step_from(heads_of(machines, back_ns), back_ns, STEADY_S)
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
