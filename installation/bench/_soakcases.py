"""A soak's events beside faults: orders, show control, films; they are judged as faults are."""

import shutil
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from installation.bench import _orders as orders
from installation.bench._faultcase import FaultCase
from installation.bench._faultworld import FaultWorld
from installation.model import Go, Order, Pause, Restart, Resume
from installation.rig import barcode
from installation.units import SECOND, ns

AT_WORK_S = 1.2
"""For how long pictures may stand or jump because of an order."""
HEAD = 2
"""The screen whose film is replaced again and again."""


def order_cases() -> list[FaultCase]:
    """Orders from a hand and from show control, as each is read off the glass."""
    return [
        _order("restart", "the command line says restart", Restart(), 0),
        _order("go", "the command line says go to 1 s", Go("1"), 24),
        FaultCase(
            "pause",
            "the command line says pause, then resume",
            "all heads stand, then go on",
            _pause,
            lambda world: world.prompt,
            4,
        ),
        FaultCase(
            "remote-restart",
            "show control says restart",
            "all heads begin again",
            lambda world: _jump(world, None),
            partial(_jumped, 0),
            3,
            lasts_s=2,
        ),
    ]


def arrival_case(film: Path, number: int) -> FaultCase:
    """Another film in place of one that is on; ``number`` is in its barcode."""
    return FaultCase(
        "arrival",
        "a film that is on is replaced by another one",
        "it is on at a boundary, and nothing is left out",
        partial(_arrive, film),
        lambda world: films_on_glass(world)[HEAD] == number,
        90,
    )


def films_on_glass(world: FaultWorld) -> Sequence[int]:
    """Return the film that each head shows, by its barcode."""
    samples = world.glass.samples(time.monotonic_ns() - SECOND)
    if not len(samples.at_ns):
        return [barcode.BLACK] * len(world.screens)
    return [int(film) for film in barcode.films(samples.codes()[-1])]


def _order(name: str, done: str, order: Order, target: int) -> FaultCase:
    return FaultCase(
        name,
        done,
        "all heads go there at once",
        lambda world: _jump(world, order),
        partial(_jumped, target),
        3,
        lasts_s=2,
    )


def _jump(world: FaultWorld, order: Order | None) -> None:
    away_from_seam(world)
    world.made_ns = sent_ns = time.monotonic_ns()
    world.orders.append((sent_ns, sent_ns + ns(AT_WORK_S)))
    if order is None:
        world.send_osc("/kiss/restart", 1)
    else:
        world.show.order(order)


def _jumped(target: int, world: FaultWorld) -> bool:
    sent_ns = world.orders[0][0]
    stream = world.stream(sent_ns - SECOND)
    return orders.jump(stream, sent_ns, time.monotonic_ns(), target) is not None


def _pause(world: FaultWorld) -> None:
    away_from_seam(world)
    world.made_ns = sent_ns = world.show.order(Pause())
    time.sleep(1.4)
    resumed_ns = world.show.order(Resume())
    world.orders.append((sent_ns, resumed_ns + ns(AT_WORK_S)))
    time.sleep(AT_WORK_S)
    stream = world.stream(sent_ns - SECOND)
    stood = orders.halt(stream, sent_ns, resumed_ns)
    went_on = orders.go_on(stream, resumed_ns, time.monotonic_ns())
    world.prompt = stood is not None and went_on is not None


def away_from_seam(world: FaultWorld) -> None:
    """Wait for the middle of the film: a jump is known by the pictures that it leaves out."""
    world.before_seam(world.rig.recipe.seconds / 2)


def _arrive(film: Path, world: FaultWorld) -> None:
    there = world.versions / f"bench-{HEAD + 1}.mp4"
    copy = world.state.parent / "arriving.mp4"
    shutil.copy2(film, copy)
    copy.replace(there)
