"""`bench sync`: are all heads on the same picture? This player, then three plain libvlc windows."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from installation.bench._orders import OrderTaken, order_taken
from installation.errors import KissError
from installation.model import Go, Order, Pause, Restart, Resume
from installation.rig import (
    Faults,
    GlassReader,
    PreparedShow,
    Recipe,
    Rect,
    Samples,
    Seams,
    Show,
    Together,
    Tree,
    VirtualHeads,
    analysis,
    barcode_points,
    barcoded_film,
)
from installation.units import SECOND, ns

SETTLE_S = 2.0
"""From the first picture on all heads to where the steady stretch begins."""
STAND_S = 1.6
"""How long each pause stands."""
APART_S = 3.2
"""From one order to the next."""


@dataclass(frozen=True)
class SyncFigures:
    """One run of one player. Memory in bytes, CPU in processor seconds a second."""

    samples: int
    quiet_share: float
    stalls: int
    stalled_ms: float
    together: Together
    together_quiet: Together
    faults: Faults
    faults_quiet: Faults
    seams: list[Seams]
    first_ms: float
    first_together: bool
    cpu: float
    cpu_others: float
    memory: int
    orders: list[OrderTaken]
    due: int
    """Pictures that were due on all heads together."""

    @property
    def shown(self) -> float:
        """The share of the due pictures that were seen."""
        return 1 - self.faults.skipped / self.due if self.due else 0.0


@dataclass(frozen=True)
class Rig:
    """The things that all runs share: the heads, their films, and what is on for how long."""

    heads: VirtualHeads
    recipe: Recipe
    films: Sequence[Path]
    seconds: float

    @property
    def rects(self) -> list[Rect]:
        """The heads' rectangles, which the films fill exactly."""
        return [(head.x, head.y, head.width, head.height) for head in self.heads.heads]


def rig(heads: VirtualHeads, recipe: Recipe, cache: Path, seconds: float) -> Rig:
    """Make the films, one for each head."""
    count = len(heads.heads)
    recipes = [replace(recipe, film=n + 1) for n in range(count)]
    return Rig(heads, recipe, [barcoded_film(each, cache) for each in recipes], seconds)


def measure_show(
    rig: Rig, stage: PreparedShow, with_orders: bool, keep: Path | None = None
) -> SyncFigures:
    """Our player: a steady stretch of ``rig.seconds``, then (if asked) all orders in turn."""
    with GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass:
        with Show(stage, rig.heads.environment) as show:
            show.wait("picture on all heads", lambda: shows(glass, rig, show.started_ns))
            time.sleep(SETTLE_S)
            steady = _stretch(rig.seconds)
            given = _exercise(show, glass, rig) if with_orders else []
            ends_ns = time.monotonic_ns()
            time.sleep(0.3)
            samples = glass.samples()
            cpu, memory = show.tree.cpu_per_second(*steady), show.tree.peak_memory()
        if keep:
            samples.keep(keep)
    return figures(rig, samples, show.started_ns, ends_ns, cpu, memory, given)


def measure_plain(rig: Rig, keep: Path | None = None) -> SyncFigures:
    """Three plain libvlc windows, started in a row: the same steady stretch."""
    words = [sys.executable, "-m", "installation.bench.plain"]
    for path, rect in zip(rig.films, rig.rects, strict=True):
        words += [str(path), ",".join(map(str, rect))]
    return measure_windows(rig, [words], keep)


def measure_windows(
    rig: Rig, commands: Sequence[Sequence[str]], keep: Path | None = None
) -> SyncFigures:
    """Another player's windows, which its commands open: the same steady stretch."""
    with GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass, Tree() as tree:
        started_ns = time.monotonic_ns()
        with _running(rig, commands, tree) as plain:
            deadline = time.monotonic() + 30
            while not shows(glass, rig, started_ns):
                if any(each.poll() is not None for each in plain) or time.monotonic() > deadline:
                    raise KissError(f"the windows of {commands[0][0]} show no picture")
                time.sleep(0.1)
            time.sleep(SETTLE_S)
            steady = _stretch(rig.seconds)
            ends_ns = time.monotonic_ns()
            time.sleep(0.3)
            samples = glass.samples()
            cpu, memory = tree.cpu_per_second(*steady), tree.peak_memory()
        if keep:
            samples.keep(keep)
    return figures(rig, samples, started_ns, ends_ns, cpu, memory, [])


def measure_decoding(rig: Rig, command: Sequence[str]) -> tuple[float, int]:
    """A command that shows nothing: its CPU in cores and memory in bytes, in a steady stretch."""
    with Tree() as tree, _running(rig, [command], tree) as begun:
        time.sleep(2 * SETTLE_S)
        steady = _stretch(rig.seconds)
        if any(process.poll() is not None for process in begun):
            raise KissError(f"{command[0]} ended while it was measured")
        return tree.cpu_per_second(*steady)[0], tree.peak_memory()


@contextmanager
def _running(
    rig: Rig, commands: Sequence[Sequence[str]], tree: Tree
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run commands on the heads, until the ``with`` ends."""
    quiet = subprocess.DEVNULL
    environment = rig.heads.environment | tree.environment
    begun = [
        subprocess.Popen(words, env=environment, stdin=quiet, stdout=quiet, stderr=quiet)
        for words in commands
    ]
    try:
        yield begun
    finally:
        for process in begun:
            process.terminate()
        for process in begun:
            process.wait()


def shows(glass: GlassReader, rig: Rig, since_ns: int) -> bool:
    """Tell whether all heads have shown a picture since an instant."""
    stream = glass.samples(since_ns).stream(rig.recipe.frames, rig.recipe.frame_ns)
    return analysis.first(stream, since_ns) is not None


def wait_for_films(show: Show, glass: GlassReader, rig: Rig) -> None:
    """Wait until all heads have shown a picture, and each screen shows its own film."""
    show.wait("picture on all heads", lambda: shows(glass, rig, show.started_ns))
    show.wait("all films", show.knows_all)


def _stretch(seconds: float) -> tuple[int, int]:
    begins_ns = time.monotonic_ns()
    time.sleep(seconds)
    return begins_ns, time.monotonic_ns()


@dataclass(frozen=True)
class Given:
    """An order and the instants from its sending to the next one's."""

    order: Order
    sent_ns: int
    until_ns: int
    target: int = 0

    @property
    def at_work(self) -> tuple[int, int]:
        """While pictures may stand or jump because of it: a pause all the time, others a second."""
        ends_ns = self.sent_ns + ns(1.0)
        return self.sent_ns, self.until_ns if isinstance(self.order, Pause) else ends_ns


def _exercise(show: Show, glass: GlassReader, rig: Rig) -> list[Given]:
    """A restart, three pauses and resumes, a go to the middle of the film; away from its seam."""
    middle = int(rig.recipe.seconds / 2)
    frames, recent = rig.recipe.frames, ns(1.0)

    def far_from_seam() -> bool:
        stream = glass.samples(time.monotonic_ns() - recent).stream(frames, rig.recipe.frame_ns)
        return bool(len(stream.frames)) and frames // 4 < stream.frames[-1, 0] < frames * 3 // 4

    show.wait("way from the seam", far_from_seam, patience_s=2 * rig.recipe.seconds)
    given = [give(show, Restart(), APART_S)]
    for _ in range(3):
        given.append(give(show, Pause(), STAND_S))
        given.append(give(show, Resume(), APART_S - STAND_S))
    given.append(give(show, Go(str(middle)), APART_S, round(middle * rig.recipe.fps)))
    return given


def give(show: Show, order: Order, wait_s: float, target: int = 0) -> Given:
    """Give an order, and wait until so long after it; ``target`` is the picture it leads to."""
    sent_ns = show.order(order)
    time.sleep(max(0.0, (sent_ns + ns(wait_s) - time.monotonic_ns()) / SECOND))
    return Given(order, sent_ns, time.monotonic_ns(), target)


def figures(
    rig: Rig,
    samples: Samples,
    started_ns: int,
    ends_ns: int,
    cpu: tuple[float, float],
    memory: int,
    given: Sequence[Given],
) -> SyncFigures:
    spans = [each.at_work for each in given]
    whole = samples.stream(rig.recipe.frames, rig.recipe.frame_ns, spans)
    begun = analysis.first(whole, started_ns)
    if begun is None:
        raise KissError("not every head showed a picture")
    stream = whole.between(started_ns + round(begun.latency_ms * 1e6), ends_ns)
    at_work = samples.stalls[samples.stalls["until_ns"] > stream.at_ns[0]]
    return SyncFigures(
        samples=len(stream.at_ns),
        quiet_share=float(stream.quiet.mean()),
        stalls=len(at_work),
        stalled_ms=float((at_work["until_ns"] - at_work["from_ns"]).sum() / 1e6),
        together=analysis.together(stream, quiet=False),
        together_quiet=analysis.together(stream, quiet=True),
        faults=analysis.faults(stream, quiet=False),
        faults_quiet=analysis.faults(stream, quiet=True),
        seams=[analysis.seams(stream, head) for head in range(len(rig.rects))],
        first_ms=begun.latency_ms,
        first_together=begun.together,
        cpu=cpu[0],
        cpu_others=cpu[1],
        memory=memory,
        orders=[
            order_taken(
                *(stream, str(each.order).partition(" ")[0]),
                *(each.sent_ns, each.until_ns, each.target),
            )
            for each in given
        ],
        due=round(int(stream.at_ns[-1] - stream.at_ns[0]) / rig.recipe.frame_ns) * len(rig.rects),
    )
