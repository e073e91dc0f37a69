"""`bench orders`: how soon is each order on all heads? House copies, places drawn at random.

Then the story is held at places close before its seam, and goes on from there.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from installation.bench._orders import OrderTaken
from installation.bench._report import Bar, quantile, table
from installation.bench._sync import Given, Rig, SyncFigures, figures, give, shows
from installation.model import Go, Hold, Pause, Restart, Resume, ShowState
from installation.rig import GlassReader, PreparedShow, Show, barcode_points

LAYOUT = "versions: {house_copy: always}\n"
WITHIN_MS = {"restart": 200.0, "pause": 80.0, "resume": 200.0, "go": 300.0}
"""95 of 100."""
APART_S = 1.5
STAND_S = 1.3
"""From one order to the next, and how long a pause stands."""
WAY_S = 2.0
"""How far before a hold the story is sent."""
LAST_PLACE = 0.65
"""The share of the film up to which places are drawn: the seam is not near."""
HELD_MS = (20, 620)
"""How long before the seam the story is held, in milliseconds: across all that decks do there."""


@dataclass(frozen=True)
class PressesFound:
    """The figures of the stretch with orders, and the resumes from before the seam."""

    figures: SyncFigures
    holds: tuple[tuple[float, OrderTaken], ...]
    """How long before the seam it was held, in milliseconds, and the resume from there."""


def measure(
    rig: Rig, stage: PreparedShow, times: int, holds: int, seed: int, say: Callable[[str], None]
) -> PressesFound:
    """Give each order so many times, and hold the story at so many places before its seam."""
    draw = random.Random(seed)
    given: list[Given] = []
    held: list[tuple[float, int]] = []
    watching = GlassReader(rig.heads.display, barcode_points(rig.rects))
    with watching as glass, Show(stage, rig.heads.environment) as show:
        show.wait("picture on all heads", lambda: shows(glass, rig, show.started_ns))
        time.sleep(APART_S)
        begins_ns = time.monotonic_ns()
        say(f"{times} rounds of orders")
        for _ in range(times):
            _round(show, rig, draw, given)
        say(f"{holds} holds")
        for number in range(holds):
            first, last = HELD_MS
            before_ms = first + (last - first) * number / max(1, holds - 1)
            held.append((before_ms, len(given) + 1))
            _hold(show, rig, before_ms, given)
        ends_ns = time.monotonic_ns()
        time.sleep(0.3)
        samples = glass.samples()
        cpu = show.tree.cpu_per_second(begins_ns, ends_ns)
        memory = show.tree.peak_memory()
    found = figures(rig, samples, show.started_ns, ends_ns, cpu, memory, given)
    sweep = tuple((before_ms, found.orders[at]) for before_ms, at in held)
    return PressesFound(found, sweep)


def _round(show: Show, rig: Rig, draw: random.Random, given: list[Given]) -> None:
    """Go to a random place, pause, resume, restart."""
    frame = draw.randrange(1, round(rig.recipe.frames * LAST_PLACE))
    given.append(give(show, Go(_place(rig, frame)), APART_S + draw.random() / 24, frame))
    given.append(give(show, Pause(), STAND_S))
    given.append(give(show, Resume(), APART_S + draw.random() / 24))
    given.append(give(show, Restart(), APART_S))


def _place(rig: Rig, frame: int) -> str:
    """Return the middle of a picture in words of an order, so that no rounding is another one."""
    return f"{float((Fraction(frame) + Fraction(1, 2)) / rig.recipe.fps):.4f}"


def _hold(show: Show, rig: Rig, before_ms: float, given: list[Given]) -> None:
    """Hold the story shortly before its seam, and let it go on through it."""
    place_s = rig.recipe.seconds - before_ms / 1000
    frame = int((place_s - WAY_S) * rig.recipe.fps)
    given.append(give(show, Go(_place(rig, frame)), WAY_S / 2, frame))
    show.order(Hold(f"{place_s:.4f}"))
    show.wait("hold", lambda: show.status().state is ShowState.PAUSED)
    time.sleep(STAND_S)
    given.append(give(show, Resume(), APART_S))


def summary(found: PressesFound) -> str:
    """Say how long each order took, and what the resumes from before the seam were like."""
    rows = [["from the order to the glass, ms", "times", "median", "95 of 100", "slowest"]]
    for order in WITHIN_MS:
        times = _latencies(found, order)
        if times:
            told = [f"{quantile(times, share):.0f}" for share in (0.5, 0.95, 1.0)]
            rows.append([order, str(len(times)), *told])
    of_all = found.figures
    bad = [f"{before_ms:.0f} ms" for before_ms, taken in found.holds if not _good(taken)]
    seam = f"resumes from close before the seam: {len(found.holds)}, bad: {', '.join(bad) or 0}"
    cost = f"memory at the most: {of_all.memory / 1e6:.0f} MB; CPU {of_all.cpu:.2f}"
    others = f"everybody else {of_all.cpu_others:.2f}; quiet {100 * of_all.quiet_share:.0f} %"
    return "\n".join([table(rows), "", seam, f"{cost}, {others}"])


def bars(found: PressesFound) -> list[Bar]:
    """All that orders have to reach."""
    of_all = found.figures
    share = of_all.together.share
    lost = of_all.faults_quiet.skipped + of_all.faults_quiet.held
    made = [
        Bar("same picture on all heads", "100 %", f"{100 * share:.2f} %", share == 1),
        Bar("skipped or held, quiet", "0", str(lost), lost == 0),
        Bar("black samples", "0", str(of_all.faults.black), of_all.faults.black == 0),
    ]
    for order, within in WITHIN_MS.items():
        given = [each for each in of_all.orders if each.order == order]
        if not given:
            continue
        good = sum(map(_good, given))
        most = quantile(_latencies(found, order), 0.95)
        made += [
            Bar(f"{order}, 95 of 100, ms", f"<= {within:.0f}", f"{most:.0f}", most <= within),
            Bar(f"{order}: at once, clean", str(len(given)), str(good), good == len(given)),
        ]
    return made


def _good(each: OrderTaken) -> bool:
    return each.taken is not None and each.taken.together and each.taken.clean


def _latencies(found: PressesFound, order: str) -> list[float]:
    orders = found.figures.orders
    return [each.taken.latency_ms for each in orders if each.order == order and each.taken]
