"""A show whose power is cut again and again, and the judge of what its disk holds after.

Files only: nothing here starts a process or looks at a display.
"""

import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from msgspec import structs

from installation.errors import KissError, LinkError
from installation.files import write_whole
from installation.ledger import NAME
from installation.library import DecisionStore
from installation.link import decode_programme, encode_programme, programme_path, sweep_show
from installation.rig import PreparedShow, Recipe, barcoded_film
from installation.store import ContentStore, digest
from installation.timeline import Programme

SECONDS: Final = 2.0
FILM_BITS: Final = 9
SCREENS: Final = ("left", "centre", "right")
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


@dataclass
class World:
    """The folder, what has been put into it, and all that has been committed so far."""

    stage: PreparedShow
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
        path = barcoded_film(recipe(self.made), self.cache)
        self.codes[digest(path)] = self.made
        return path


def recipe(number: int) -> Recipe:
    """One of the films."""
    return Recipe(number, SECONDS, 320, 180, film_bits=FILM_BITS)


def kept(world: World) -> list[str]:
    """Return what is wrong on the disk, with nothing running."""
    state, wrong = world.stage.state, list[str]()
    decisions, note = DecisionStore(state).load()
    if note:
        wrong.append(note)
    lost = world.approved - set(decisions.approved)
    wrong += [f"the admission of film {world.codes.get(r)} is lost" for r in sorted(lost)]
    wrong += [f"film {world.codes.get(r)} was set aside" for r in sorted(decisions.quarantined)]
    world.approved |= set(decisions.approved)
    store = ContentStore(state)
    for revision in sorted(decisions.approved):
        verdict = store.verdicts.get(revision)
        if verdict is None or not verdict.good or store.indexes.get(revision) is None:
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


def cut_off(world: World, boot: bool) -> set[LineUp]:
    """The line-ups that the disk holds; with ``boot`` the machine's memory is lost, too."""
    path = programme_path(world.stage.state)
    programme = decode_programme(path.read_bytes())
    if boot:
        again = structs.replace(programme, boot="the boot before")
        write_whole(path, encode_programme(again))
        sweep_show(world.stage.state)
    return world.line_ups(programme)
