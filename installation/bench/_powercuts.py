"""`bench powercuts`: the whole show is killed at random instants, as a power cut does it.

Films arrive, are replaced and deleted meanwhile, so that the cuts fall into intakes and swaps as
well. Every second time the machine seems to have been started again, too: another boot, and nothing
left of what lies in memory. What has to hold is looked at on the disk, and on the glass of the next
start. Films carry their number in a barcode, so the glass itself tells which line-up it shows.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from installation.bench._arrivals import rects
from installation.bench._cutworld import FILM_BITS, LAYOUT, SCREENS, LineUp, World, cut_off, kept
from installation.bench._report import Bar, table
from installation.errors import KissError, LinkError
from installation.link import sweep_show
from installation.model import VersionState
from installation.rig import (
    PreparedShow,
    RootWindow,
    Show,
    VirtualHeads,
    barcode,
    barcode_points,
    command_of,
)
from installation.timeline import moment_at

SHORT_S, LONG_S = (0.0, 3.0), (2.0, 7.0)
"""A cut comes so long after the first picture, in turn: an intake takes about 4 s, a swap 2 s."""
STARTING_S = (0.0, 1.6)
"""Every tenth start is cut itself, before it shows anything."""
APART_S = 1.5
LOOK_S = 0.03
PATIENCE_S = 30.0


@dataclass(frozen=True)
class PowerCut:
    """One cut: how long after the start's first picture, into what, and what was wrong after it.

    ``back_s`` is how long the next start took to its first picture, on all heads.
    """

    after_s: float
    intake: bool
    swap: bool
    boot: bool
    back_s: float
    wrong: tuple[str, ...]


def line_up(codes: Sequence[int]) -> LineUp:
    """The films that codes tell of; negative ones stay what they are."""
    return tuple(barcode.films(np.array(codes, np.int32), FILM_BITS).tolist())


class Eye:
    """Reads the film that each head shows right now; negative where that cannot be read."""

    def __init__(self, heads: VirtualHeads) -> None:
        points = barcode_points(rects(heads))
        self._glass = RootWindow(heads.display)
        self._at = [(each[:, 0], each[:, 1]) for each in points]
        self._size = self._glass.size()

    def codes(self) -> LineUp:
        """The whole codes of one look at all heads at once: film and picture."""
        luma = self._glass.read(0, 0, *self._size)[:, :, 1]
        return tuple(int(barcode.read(luma[y, x])) for x, y in self._at)

    def look(self) -> LineUp:
        """The films of one look at all heads at once."""
        return line_up(self.codes())

    def close(self) -> None:
        """Look no longer."""
        self._glass.close()


def measure(
    heads: VirtualHeads,
    folder: Path,
    count: int,
    seed: int,
    cache: Path,
    say: Callable[[str], None],
) -> list[PowerCut]:
    """Cut the power so many times."""
    versions, state, layout = folder / "versions", folder / "state", folder / "bench.yaml"
    for each in (versions, state):
        each.mkdir(parents=True)
    layout.write_text(LAYOUT)
    world = World(PreparedShow(versions, layout, state), cache, random.Random(seed))
    for _ in SCREENS:
        world.put(f"kiss-{world.number():04}.mp4")
    eye, cuts = Eye(heads), list[PowerCut]()
    show = _begun(world, heads)
    try:
        _first(world, show, eye, lambda seen: len(set(seen)) == len(SCREENS))
        while len(cuts) < count:
            number = len(cuts)
            wrong, after_s = _live(world, show, eye, SHORT_S if number % 2 else LONG_S)
            intake, swap = _busy(show, world)
            show.cut()
            say(f"{number + 1} of {count}: after {after_s:.1f} s{', '.join(['', *wrong])}")
            boot = world.chance.random() < 0.5
            wrong += kept(world)
            last = cut_off(world, boot)
            if number % 10 == 9:
                show = _begun(world, heads)
                time.sleep(world.chance.uniform(*STARTING_S))
                show.cut()
                wrong += kept(world)
                last |= cut_off(world, boot)
            show = _begun(world, heads)
            seen, back_s = _first(world, show, eye, lambda seen: min(seen) >= 0)
            if seen not in last:
                wrong.append(f"shows {seen}, committed was {sorted(last)}")
            wrong += _there(world, show)
            for what in wrong:
                say(f"  WRONG: {what}")
            cuts.append(PowerCut(after_s, intake, swap, boot, back_s, tuple(wrong)))
    finally:
        show.cut()
        eye.close()
        sweep_show(state)
    return cuts


def _begun(world: World, heads: VirtualHeads) -> Show:
    return Show(world.stage, heads.environment).__enter__()


def _first(
    world: World, show: Show, eye: Eye, enough: Callable[[LineUp], bool]
) -> tuple[LineUp, float]:
    """The first line-up on the glass, and how long it took to come.

    The last pictures of the show before stay on the glass; what moves is the new one's.
    """
    stale = eye.codes()
    deadline = time.monotonic() + PATIENCE_S
    while True:
        world.watch()
        codes = eye.codes()
        moved = all(now != was for now, was in zip(codes, stale, strict=True))
        if moved and min(codes) >= 0 and enough(line_up(codes)):
            return line_up(codes), (time.monotonic_ns() - show.started_ns) / 1e9
        if show.ended() or time.monotonic() > deadline:
            raise KissError("no pictures after a power cut", show.output())
        time.sleep(LOOK_S)


def _live(
    world: World, show: Show, eye: Eye, span_s: tuple[float, float]
) -> tuple[list[str], float]:
    """Let things arrive until the cut; what was wrong on the glass, and how long that was."""
    wrong: list[str] = []
    began = time.monotonic()
    until = began + world.chance.uniform(*span_s)
    arrives = began + world.chance.uniform(0, APART_S)
    while time.monotonic() < until:
        if time.monotonic() > arrives:
            world.arrive()
            arrives += 2 * APART_S
        seen = eye.look()
        world.watch()
        if min(seen) >= 0 and seen not in world.committed and not wrong:
            wrong.append(f"showed {seen}, which was never committed")
        if set(seen) & world.bad:
            wrong.append(f"showed {seen}, one of which is cut short")
        if show.ended():
            raise KissError("the show ended by itself", show.output())
        time.sleep(LOOK_S)
    return wrong, time.monotonic() - began


def _busy(show: Show, world: World) -> tuple[bool, bool]:
    """Tell whether an intake runs, and whether a swap is proposed, committed, or has just been."""
    intake = any("installation.apps.intake" in command_of(pid) for pid in show.tree.pids())
    programme = world.programme
    moment = moment_at(programme, time.monotonic_ns()) if programme else None
    if programme is None or moment is None:
        return intake, False
    proposed = programme.pending is not None and programme.pending.plan is not None
    return intake, proposed or any(plan.from_cycle >= moment.cycle for plan in programme.plans)


def _there(world: World, show: Show) -> list[str]:
    """Return what has been admitted before the cut and is not any more."""
    wanted, found = world.expected(), set[str]()

    def ready() -> bool:
        nonlocal found
        try:
            found = {v.id for v in show.status().versions if v.state is VersionState.READY}
        except LinkError:
            return False
        return wanted <= found

    try:
        show.wait("all that was admitted", ready, 2.0)
    except KissError:
        return [f"{name} was admitted, and is not ready" for name in sorted(wanted - found)]
    return []


def summary(cuts: Sequence[PowerCut]) -> str:
    """Return how many, into what, and how the show came back."""
    back = sorted(cut.back_s for cut in cuts)
    rows = [
        ("cuts", str(len(cuts))),
        ("  while an intake ran", str(sum(cut.intake for cut in cuts))),
        ("  while a line-up was proposed or new", str(sum(cut.swap for cut in cuts))),
        ("  and another boot", str(sum(cut.boot for cut in cuts))),
        ("start to picture, median s", f"{back[len(back) // 2]:.1f}"),
        ("  slowest", f"{back[-1]:.1f}"),
    ]
    wrong = [each for cut in cuts for each in cut.wrong]
    return "\n".join([table(rows), *wrong])


def bars(cuts: Sequence[PowerCut]) -> list[Bar]:
    """Nothing may ever be wrong."""
    good = sum(not cut.wrong for cut in cuts)
    what = "cuts after which line-up, ledger and all that was admitted are there"
    return [Bar(what, str(len(cuts)), str(good), good == len(cuts))]
