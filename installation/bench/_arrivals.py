"""`bench arrivals`: films of all kinds arrive, good and bad, while the wall is read all the time.

Every film's barcode carries which film it is, so the glass itself tells which one came on when.
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from installation.bench._arrivalbars import BenchArrival, ShowLook
from installation.errors import KissError, LinkError
from installation.rig import (
    GlassReader,
    PreparedShow,
    Recipe,
    Rect,
    Samples,
    Show,
    VirtualHeads,
    barcode_points,
    barcoded_film,
    write_hum,
)

SECONDS = 3.0
FILM_BITS = 9
"""512 films of up to 128 pictures each."""
BASE = 3
"""Films that are there from the start."""
APART_S = 1.5
"""From one arrival to the next: two in a cycle of the story."""
PAUSE_S = 1.4
"""How long a copy stands still, longer than the library's own patience (1 s); twice."""
LOOK_S = 0.1
PATIENCE_S = 40.0
KINDS = (
    "good",
    "truncated",
    "renamed",
    "zero bytes",
    "half-copied",
    "text",
    "deleted",
    "audio only",
    "same id",
    "wrong manifest",
)
"""In an order in which none disturbs what another is judged by: at most two films a cycle, and what
is deleted is not what has just been replaced.
"""
LAYOUT = """\
title: Bench
voice: none
swap: {{crossfade_s: {crossfade_s}}}
versions: {{settle_s: 1, patience_s: 6}}
screens:
  - {{name: left, display: {{position: 1}}, show: first}}
  - {{name: centre, display: {{position: 2}}, show: newest-1}}
  - {{name: right, display: {{position: 3}}, show: newest}}
"""


def recipe(number: int) -> Recipe:
    """One of the films."""
    return Recipe(number, SECONDS, 320, 180, film_bits=FILM_BITS)


def rects(heads: VirtualHeads) -> list[Rect]:
    """The heads' rectangles, which the films fill exactly."""
    return [(head.x, head.y, head.width, head.height) for head in heads.heads]


@dataclass
class Yard:
    """Makes films, and puts them into a show's folder in every way that people do it."""

    versions: Path
    cache: Path
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1 << FILM_BITS)))
    copies: list[threading.Thread] = field(default_factory=list)

    def base(self) -> None:
        """The films that are there from the start."""
        for number in range(1, BASE + 1):
            shutil.copy(self._film()[1], self.versions / f"kiss-{number:04}.mp4")

    def arrive(self, kind: str, number: int, on_air: str) -> BenchArrival:
        """Let something arrive; ``on_air`` is the newest version on the wall."""
        name = f"kiss-{number + 100:04}"
        there = self.versions / f"{name}.mp4"
        arrival = BenchArrival(kind, name, time.monotonic_ns())
        if kind == "deleted":
            (self.versions / f"{on_air}.mp4").unlink()
            return replace(arrival, name=on_air, whole_ns=time.monotonic_ns())
        if kind in ("zero bytes", "text", "audio only"):
            self._no_film(kind, there)
            return replace(arrival, whole_ns=time.monotonic_ns())
        code, path = self._film()
        arrival = replace(arrival, film=code, good=kind not in ("truncated", "wrong manifest"))
        content = path.read_bytes()
        if kind == "half-copied":
            whole_ns = time.monotonic_ns() + round(2 * PAUSE_S * 1e9)
            self.copies.append(threading.Thread(target=_copy, args=(content, there)))
            self.copies[-1].start()
            return replace(arrival, whole_ns=whole_ns)
        if kind == "truncated":
            there.write_bytes(content[: len(content) * 3 // 5])
        elif kind == "wrong manifest":
            there.with_suffix("").mkdir()
            (there.with_suffix("") / "version.yaml").write_text("titel: The Kiss\n")
            (there.with_suffix("") / "film.mp4").write_bytes(content)
        elif kind == "good":
            there.write_bytes(content)
        else:
            part = self.versions / f".{name}.mp4.part"
            part.write_bytes(content)
            if kind == "same id":
                arrival, there = replace(arrival, name=on_air), self.versions / f"{on_air}.mp4"
            part.rename(there)
        return replace(arrival, whole_ns=time.monotonic_ns())

    def _film(self) -> tuple[int, Path]:
        number = next(self.numbers)
        return number, barcoded_film(recipe(number), self.cache)

    def _no_film(self, kind: str, there: Path) -> None:
        if kind == "zero bytes":
            there.touch()
        elif kind == "text":
            there.write_text("a film, honestly\n" * 100)
        else:
            part = there.with_name(f".{there.name}")
            write_hum(part)
            part.rename(there)


def _copy(content: bytes, there: Path) -> None:
    """A copy over a bad line."""
    with there.open("wb", buffering=0) as out:
        for part in range(3):
            out.write(content[len(content) * part // 3 : len(content) * (part + 1) // 3])
            if part < 2:
                time.sleep(PAUSE_S)


def make_films(count: int, cache: Path, say: Callable[[str], None]) -> None:
    """Make all films that so many arrivals need, unless they are there."""
    for number in range(1, BASE + 1 + sum(k not in _FILMLESS for k in kinds(count))):
        if not (cache / f"{recipe(number).name}.mp4").exists() and number % 10 == 1:
            say(f"making film {number} (kept for the next time)")
        barcoded_film(recipe(number), cache)


_FILMLESS = ("zero bytes", "text", "audio only", "deleted")


def kinds(count: int) -> list[str]:
    """The kinds in turn, so often."""
    return [KINDS[n % len(KINDS)] for n in range(count)]


def prepare(base: Path, crossfade_s: float) -> PreparedShow:
    """A folder, a layout and a state for one run."""
    versions, layout, state = base / "versions", base / "bench.yaml", base / "state"
    for folder in (versions, state):
        folder.mkdir(parents=True)
    layout.write_text(LAYOUT.format(crossfade_s=crossfade_s))
    return PreparedShow(versions, layout, state)


@dataclass(frozen=True)
class ArrivalsRun:
    """The results of one run: the arrivals, the glass, and the show's processes."""

    arrivals: list[BenchArrival]
    samples: Samples
    begins_ns: int
    ends_ns: int
    looks: list[ShowLook]
    restarted: list[str]
    notes: list[str]


def measure(
    heads: VirtualHeads,
    stage: PreparedShow,
    arriving: Sequence[str],
    apart_s: float,
    cache: Path,
    say: Callable[[str], None],
    keep: Path | None = None,
) -> ArrivalsRun:
    """Play, and let one after another of these kinds arrive."""
    yard = Yard(stage.versions, cache)
    yard.base()
    with GlassReader(heads.display, barcode_points(rects(heads))) as glass:
        with Show(stage, heads.environment) as show, _looking(show) as looks:
            show.wait("three films on the wall", lambda: bool(looks) and looks[-1].whole(BASE))
            time.sleep(SECONDS)
            before, begins_ns = _pids(show), time.monotonic_ns()
            arrivals = []
            for number, kind in enumerate(arriving, 1):
                due_s = time.monotonic() + apart_s
                if kind in ("same id", "deleted"):
                    show.wait("arrival on air", lambda: _newest(looks) != "", PATIENCE_S)
                arrivals.append(yard.arrive(kind, number, _newest(looks)))
                say(f"{number} of {len(arriving)}: {kind}")
                time.sleep(max(0.0, due_s - time.monotonic()))
            for copy in yard.copies:
                copy.join()
            with suppress(KissError):  # the bars say what is missing
                show.wait("verdict on each", lambda: looks[-1].calm, PATIENCE_S)
            time.sleep(2 * SECONDS)
            ends_ns = time.monotonic_ns()
            after, notes = _pids(show), list[str](show.status().notes)
            restarted = [who for who, pid in after.items() if before.get(who) != pid]
            time.sleep(0.3)
            samples = glass.samples()
        if keep:
            samples.keep(keep)
    return ArrivalsRun(arrivals, samples, begins_ns, ends_ns, looks, restarted, notes)


def _newest(looks: Sequence[ShowLook]) -> str:
    """Return the last arrival that is on the wall and plays there for a while; '' is nothing."""
    versions = looks[-1].on_air if looks else {}
    newest = max(versions.values(), default="")
    ready = looks[-1].states.get(newest) == "ready" if looks else False
    return newest if ready and newest > f"kiss-{BASE:04}" else ""


def _pids(show: Show) -> dict[str, int | None]:
    status = show.status()
    pids = {screen.screen: screen.pid for screen in status.screens}
    return pids | {"stage": status.stage.pid, "controller": status.controller_pid}


@contextmanager
def _looking(show: Show) -> Iterator[list[ShowLook]]:
    """Ask the show for its status all the time, in a thread."""
    looks: list[ShowLook] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOK_S):
            with suppress(LinkError):
                status = show.status()
                states = {version.id: version.state for version in status.versions}
                on_air = {screen.screen: screen.version for screen in status.screens}
                looks.append(ShowLook(time.monotonic_ns(), states, on_air))

    thread = threading.Thread(target=look, name="looking")
    thread.start()
    try:
        yield looks
    finally:
        over.set()
        thread.join()
