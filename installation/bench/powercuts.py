"""`bench powercuts`: the whole show is killed at random instants, as a power cut does it.

Films arrive, are replaced and deleted meanwhile, so that the cuts fall into intakes and swaps as
well. Every second time the machine seems to have been started anew, too: another boot, and nothing
left of what lies in memory. What has to hold is looked at on the disk, and on the glass of the next
start. Films carry their number in a barcode, so the glass itself tells which line-up it shows.
"""

import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import structs

from installation.bench.arrivals import rects
from installation.bench.barcode import films, read
from installation.bench.films import Recipe, film
from installation.bench.glass import barcodes
from installation.bench.report import Bar, table
from installation.bench.show import Show, Stage
from installation.errors import KissError, LinkError
from installation.files import write_whole
from installation.kiosk.glass import Glass
from installation.kiosk.virtual import VirtualHeads
from installation.library.decision_store import DecisionStore
from installation.library.digest import digest
from installation.library.index_store import IndexStore
from installation.library.ledger import NAME
from installation.library.verdict_store import VerdictStore
from installation.link.codec import decode_programme, encode_programme
from installation.link.places import programme_path, ring_path, run_folder
from installation.timeline.programme import Programme
from installation.timeline.transport import moment_at

SECONDS: Final = 2.0
FILM_BITS: Final = 9
SCREENS: Final = ("left", "centre", "right")
SHORT_S, LONG_S = (0.0, 3.0), (2.0, 7.0)
"""A cut comes so long after the first picture, in turn: an intake takes about 4 s, a swap 2 s."""
STARTING_S = (0.0, 1.6)
"""Every tenth start is cut itself, before it shows anything."""
APART_S = 1.5
LOOK_S = 0.03
PATIENCE_S = 30.0
KEPT = 7
"""Versions beyond so many are taken away again."""
LAYOUT = """\
title: Bench
voice: none
versions: {settle_s: 0.3, patience_s: 3}
screens:
  - {name: left, display: {position: 1}, show: first}
  - {name: centre, display: {position: 2}, show: newest-1}
  - {name: right, display: {position: 3}, show: newest}
"""

LineUp = tuple[int, ...]
"""The films' numbers, from left to right."""


@dataclass(frozen=True)
class Cut:
    """One cut: how long after the start's first picture, into what, and what was wrong after it.

    ``back_s`` is how long the next start took to its first picture, on all heads.
    """

    after_s: float
    intake: bool
    swap: bool
    boot: bool
    back_s: float
    wrong: tuple[str, ...]


@dataclass
class World:
    """The folder, what has been put into it, and all that has been committed so far."""

    stage: Stage
    cache: Path
    chance: random.Random
    codes: dict[str, int] = field(default_factory=dict)
    bad: set[int] = field(default_factory=set)
    committed: set[LineUp] = field(default_factory=set)
    approved: set[str] = field(default_factory=set)
    cycles: int = 0
    made: int = 0
    arrived: int = 0
    programme: Programme | None = None
    _read: tuple[int, int] = (0, 0)

    def put(self, name: str) -> None:
        """A good film under a name, in one step."""
        path = self._film()
        part = self.stage.versions / f".{name}.part"
        shutil.copy(path, part)
        part.rename(self.stage.versions / name)

    def arrive(self) -> None:
        """Something arrives, is replaced, or goes."""
        there = sorted(path.name for path in self.stage.versions.glob("kiss-*.mp4"))
        kind = self.chance.choice(("good", "good", "good", "same id", "cut short", "deleted"))
        if kind == "same id":
            self.put(there[-1])
        elif kind == "deleted" and len(there) > len(SCREENS):
            (self.stage.versions / there[-1]).unlink()
        elif kind == "cut short":
            self.number()
            whole = self._film().read_bytes()
            self.bad.add(self.made)
            (self.stage.versions / f"kiss-{self.arrived:04}.mp4").write_bytes(
                whole[: len(whole) // 2]
            )
        else:
            self.put(f"kiss-{self.number():04}.mp4")
        for old in there[1 : len(there) - KEPT]:
            (self.stage.versions / old).unlink(missing_ok=True)

    def watch(self) -> None:
        """Take note of what the show has committed, by the file that it keeps."""
        path = programme_path(self.stage.state)
        try:
            seen = path.stat()
            if (seen.st_ino, seen.st_mtime_ns) == self._read:
                return
            self.programme = decode_programme(path.read_bytes())
            self._read = (seen.st_ino, seen.st_mtime_ns)
        except (OSError, LinkError):
            return
        self.committed |= self.line_ups(self.programme)

    def line_ups(self, programme: Programme) -> set[LineUp]:
        """The line-ups that a programme holds."""
        return {
            tuple(self.codes.get(plan.entries[s].revision, -3) for s in SCREENS)
            for plan in programme.plans
            if set(SCREENS) <= set(plan.entries)
        }

    def expected(self) -> set[str]:
        """The versions that lie in the folder and were admitted before the cut."""
        return {
            path.stem
            for path in self.stage.versions.glob("kiss-*.mp4")
            if digest(path) in self.approved
        }

    def number(self) -> int:
        """The next number of a version."""
        self.arrived += 1
        return self.arrived

    def _film(self) -> Path:
        self.made += 1
        if self.made >= 1 << FILM_BITS:
            raise KissError("so many films have no number of their own", "Ask for fewer cuts.")
        path = film(recipe(self.made), self.cache)
        self.codes[digest(path)] = self.made
        return path


def recipe(number: int) -> Recipe:
    """One of the films."""
    return Recipe(number, SECONDS, 320, 180, film_bits=FILM_BITS)


def line_up(codes: Sequence[int]) -> LineUp:
    """The films that codes tell of; negative ones stay what they are."""
    return tuple(films(np.array(codes, np.int32), FILM_BITS).tolist())


class Eye:
    """Which film each head shows right now; negative where that cannot be read."""

    def __init__(self, heads: VirtualHeads) -> None:
        points = barcodes(rects(heads))
        self._glass = Glass(heads.display)
        self._at = [(each[:, 0], each[:, 1]) for each in points]
        self._size = self._glass.size()

    def codes(self) -> LineUp:
        """The whole codes of one look at all heads at once: film and picture."""
        luma = self._glass.read(0, 0, *self._size)[:, :, 1]
        return tuple(int(read(luma[y, x])) for x, y in self._at)

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
) -> list[Cut]:
    """Cut the power so many times."""
    versions, state, layout = folder / "versions", folder / "state", folder / "bench.yaml"
    for each in (versions, state):
        each.mkdir(parents=True)
    layout.write_text(LAYOUT)
    world = World(Stage(versions, layout, state), cache, random.Random(seed))
    for _ in SCREENS:
        world.put(f"kiss-{world.number():04}.mp4")
    eye, cuts = Eye(heads), list[Cut]()
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
            wrong += _kept(world)
            last = _cut_off(world, boot)
            if number % 10 == 9:
                show = _begun(world, heads)
                time.sleep(world.chance.uniform(*STARTING_S))
                show.cut()
                wrong += _kept(world)
                last |= _cut_off(world, boot)
            show = _begun(world, heads)
            seen, back_s = _first(world, show, eye, lambda seen: min(seen) >= 0)
            if seen not in last:
                wrong.append(f"shows {seen}, committed was {sorted(last)}")
            wrong += _there(world, show)
            for what in wrong:
                say(f"  WRONG: {what}")
            cuts.append(Cut(after_s, intake, swap, boot, back_s, tuple(wrong)))
    finally:
        show.cut()
        eye.close()
        shutil.rmtree(run_folder(state), ignore_errors=True)
        for screen in range(len(SCREENS)):
            ring_path(state, screen).unlink(missing_ok=True)
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
    """Whether an intake runs, and whether a swap is proposed, committed, or has just been."""
    intake = any("installation.apps.intake" in _words(pid) for pid in show.tree.pids())
    programme = world.programme
    moment = moment_at(programme, time.monotonic_ns()) if programme else None
    if programme is None or moment is None:
        return intake, False
    proposed = programme.pending is not None and programme.pending.plan is not None
    return intake, proposed or any(plan.from_cycle >= moment.cycle for plan in programme.plans)


def _words(pid: int) -> str:
    try:
        return (
            Path(f"/proc/{pid}/cmdline")
            .read_bytes()
            .replace(b"\0", b" ")
            .decode("utf-8", "replace")
        )
    except OSError:
        return ""


def _kept(world: World) -> list[str]:
    """What is wrong on the disk, with nothing running."""
    state, wrong = world.stage.state, []
    decisions, note = DecisionStore(state).load()
    if note:
        wrong.append(note)
    lost = world.approved - set(decisions.approved)
    wrong += [f"the admission of film {world.codes.get(r)} is lost" for r in sorted(lost)]
    wrong += [f"film {world.codes.get(r)} was set aside" for r in sorted(decisions.quarantined)]
    world.approved |= set(decisions.approved)
    verdicts, indexes = VerdictStore(state), IndexStore(state)
    for revision in sorted(decisions.approved):
        verdict = verdicts.get(revision)
        if verdict is None or not verdict.good or indexes.get(revision) is None:
            wrong.append(f"what is known of film {world.codes.get(revision)} is lost")
    wrong += [f"{path.name} is there" for path in state.glob("ledger-damaged-*.sqlite")]
    if (state / NAME).exists():
        with closing(sqlite3.connect(state / NAME)) as ledger:
            (said,) = ledger.execute("PRAGMA integrity_check").fetchone()
            (cycles,) = ledger.execute("SELECT count(*) FROM cycles").fetchone()
        if said != "ok":
            wrong.append(f"the ledger: {said}")
        if cycles < world.cycles:
            wrong.append(f"the ledger has {cycles} cycles, and had {world.cycles}")
        world.cycles = cycles
    return wrong


def _cut_off(world: World, boot: bool) -> set[LineUp]:
    """The line-ups that the disk holds; with ``boot`` the machine's memory is lost, too."""
    path, state = programme_path(world.stage.state), world.stage.state
    programme = decode_programme(path.read_bytes())
    if boot:
        anew = structs.replace(programme, boot="the boot before")
        write_whole(path, encode_programme(anew))
        shutil.rmtree(run_folder(state), ignore_errors=True)
        for screen in range(len(SCREENS)):
            ring_path(state, screen).unlink(missing_ok=True)
    return world.line_ups(programme)


def _there(world: World, show: Show) -> list[str]:
    """What has been admitted before the cut and is not any more."""
    wanted, found = world.expected(), set[str]()

    def ready() -> bool:
        nonlocal found
        try:
            found = {v.id for v in show.status().versions if v.state == "ready"}
        except LinkError:
            return False
        return wanted <= found

    try:
        show.wait("all that was admitted", ready, 2.0)
    except KissError:
        return [f"{name} was admitted, and is not ready" for name in sorted(wanted - found)]
    return []


def summary(cuts: Sequence[Cut]) -> str:
    """How many, into what, and how the show came back."""
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


def bars(cuts: Sequence[Cut]) -> list[Bar]:
    """Nothing may ever be wrong."""
    good = sum(not cut.wrong for cut in cuts)
    what = "cuts after which line-up, ledger and all that was admitted are there"
    return [Bar(what, str(len(cuts)), str(good), good == len(cuts))]
