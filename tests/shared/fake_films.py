"""Machines whose films go by memory: links that are cut, and break at any question."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from installation.library import counts
from installation.machines import CarriedFilms, Carrier, FolderStand, HeldFilms, LyingFilm
from installation.machines._film_values import FilmCatalogue, FilmQuestion, read, written
from installation.model import composed, stem

STEP_S = 0.6
"""More than a carrier rests."""
FAST = 1e12


@dataclass
class FilmNet:
    """All machines; ``breaks`` tells of each question whether the link breaks under it."""

    breaks: Callable[[], bool] = lambda: False
    spoils: Callable[[bytes], bytes] = lambda data: data
    machines: "dict[str, FilmMachine]" = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    told: dict[str, FilmCatalogue] = field(default_factory=dict)
    asked: list[FilmQuestion] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for machine in self.machines.values():
            machine.end()

    def turn(self, times: int = 60) -> None:
        """Let everybody work for a while."""
        for _ in range(times):
            for machine in tuple(self.machines.values()):
                machine.turn()


class FakeLine:
    """A machine's way to the others."""

    def __init__(self, net: FilmNet, machine: str, all_of: frozenset[str]) -> None:
        self._net, self.machine, self._all = net, machine, all_of

    def others(self) -> dict[str, FilmCatalogue]:
        if self.machine in self._net.cut:
            return {}
        live = self._net.machines.keys() - self._net.cut - {self.machine}
        return {one: told for one, told in self._net.told.items() if one in live}

    def everybody(self) -> bool:
        return self.others().keys() | {self.machine} == self._all

    def tell(self, catalogue: FilmCatalogue) -> None:
        self._net.told[self.machine] = read(written(catalogue), FilmCatalogue)

    def ask(self, machine: str, question: FilmQuestion) -> bytes | None:
        if machine not in self.others() or self._net.breaks():
            return None
        data = self._net.machines[machine].shelf.answer(read(written(question), FilmQuestion))
        if data is None:
            return None
        self._net.asked.append(question)
        return self._net.spoils(data)


class FilmMachine:
    """A machine with its versions folder, and a show that says what lies there."""

    def __init__(
        self, net: FilmNet, name: str, base: Path, all_of: frozenset[str], per_s: float = FAST
    ) -> None:
        self.net, self.name, self.base, self._all = net, name, base / name, all_of
        self._per_s = per_s
        self.folder = self.base / "versions"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.base / "carried").mkdir(exist_ok=True)
        self.retired: tuple[str, ...] = ()
        self.refused: set[str] = set()
        self.moving: set[str] = set()
        self.sees = True
        self.now_s = 0.0
        self.begin()

    def begin(self) -> None:
        """Begin, or begin once more after its process was killed."""
        if self.name in self.net.machines:
            self.end()
        memory = self.base / "carried"
        held = HeldFilms(self.folder, memory, counts)
        line = FakeLine(self.net, self.name, self._all)
        self.shelf = CarriedFilms(memory, held, line, self.stand)
        self.carrier = Carrier(self.folder, self.shelf, held, line, counts, self._per_s)
        self.shelf.begin()
        self.net.machines[self.name] = self

    def end(self) -> None:
        """Let go of what a process lets go of when it ends."""
        self.carrier.close()

    def stand(self) -> FolderStand | None:
        if not self.sees:
            return None
        found = []
        for path in sorted(self.folder.iterdir()):
            if counts(path.name):
                version = composed(stem(path.name))
                still, good = path.name not in self.moving, path.name not in self.refused
                since_ns = max(one.stat().st_ctime_ns for one in (path, *path.rglob("*")))
                found.append(LyingFilm(version, path.name, still, still and good, since_ns))
        return FolderStand(tuple(found), self.retired)

    def turn(self) -> None:
        self.now_s += STEP_S + self.carrier.turn(self.now_s)

    def put(self, path: str, data: bytes) -> None:
        """Have a person lay a file there."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.write_bytes(data)

    def lies(self) -> dict[str, bytes]:
        """Return all files that lie there and count."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and all(counts(part) for part in path.relative_to(self.folder).parts)
        }

    def said(self) -> list[str]:
        return [str(note) for note in self.carrier.notes]
