"""`bench slowcopy`: large films come in slowly; none is to be looked at before it is whole.

The copier is one that cannot be seen: as on another machine's side of a network share, the file is
open for writing only while a piece is written. So nothing but the library's own eyes tell whether a
film is whole. It stands still at random places and at the nastiest ones: behind the first few
thousand bytes, a little before the end, and one byte before it.
"""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installation.bench._largefilm import large_film
from installation.bench._report import Bar, table
from installation.library import ArrivalKind, Library, OwnFolder
from installation.store import ContentStore

MEGABYTE: Final = 1_000_000
KINDS: Final = ("table first", "table last", "length first", "Matroska")
"""The table of pictures before or behind the pictures; a file that has its whole length at once,
and zeros where nothing has been written yet (as copiers of shares do it); and the other container.
"""
PIECE_S: Final = 0.25
PAUSE_EVERY: Final = 50 * MEGABYTE
POLL_S: Final = 0.25
PATIENCE_S: Final = 1800.0
"""For the verdicts, when all is there."""


@dataclass(frozen=True)
class Copied:
    """The fate of one film. The instants are CLOCK_MONOTONIC.

    ``looked_ns`` is when the library first took it for settled, ``longest_s`` the longest pause
    that was made (longer than asked for when the bench itself was held up).
    """

    kind: str
    megabytes: float
    took_s: float
    pauses: int
    longest_s: float
    whole_ns: int
    looked_ns: int | None
    verdict: str

    @property
    def early(self) -> bool:
        """Tell whether it was looked at before its last byte was there."""
        return self.looked_ns is not None and self.looked_ns < self.whole_ns


class Copier(threading.Thread):
    """Copies one film, so many bytes a second, and stands still now and then."""

    def __init__(
        self, kind: str, source: Path, target: Path, rate: float, pause_s: float, seed: int
    ) -> None:
        super().__init__(name=f"copy {target.name}", daemon=True)
        self.kind, self.size = kind, source.stat().st_size
        self.began_ns = time.monotonic_ns()
        self.whole_ns = 0
        self.pauses, self.longest_s = 0, 0.0
        self._source, self._target = source, target
        self._piece, self._pause_s = max(1, round(rate * PIECE_S)), pause_s
        self._stops = iter(stops(self.size, random.Random(seed)))

    def run(self) -> None:
        """Copy all of it."""
        if self.kind == "length first":
            with self._target.open("wb") as file:
                file.truncate(self.size)
        else:
            self._target.touch()
        at, stop = 0, next(self._stops, self.size)
        due_s = last_s = time.monotonic()
        with self._source.open("rb") as source:
            while at < self.size:
                data = source.read(min(self._piece, stop - at))
                last = at + len(data) == self.size
                self._write(at, data)
                now_s = time.monotonic()
                self.longest_s = max(self.longest_s, now_s - last_s)
                last_s, at = now_s, at + len(data)
                if last:
                    self.whole_ns = time.monotonic_ns()
                due_s = max(due_s + PIECE_S, now_s)
                if at == stop and not last:
                    self.pauses += 1
                    due_s, stop = now_s + self._pause_s, next(self._stops, self.size)
                time.sleep(max(0.0, due_s - time.monotonic()))

    def _write(self, at: int, data: bytes) -> None:
        handle = os.open(self._target, os.O_WRONLY)
        try:
            os.pwrite(handle, data, at)
        finally:
            os.close(handle)


def stops(size: int, chance: random.Random) -> list[int]:
    """Return where a copy of so many bytes stands still, in order."""
    nasty = {4096, 65536, size - 65536, size - 1}
    anywhere = {chance.randrange(1, size) for _ in range(size // PAUSE_EVERY)}
    return sorted(at for at in nasty | anywhere if 0 < at < size)


def measure(
    folder: Path,
    megabytes: float,
    rate: float,
    pause_s: float,
    cache: Path,
    say: Callable[[str], None],
) -> list[Copied]:
    """Copy one film of each kind at once into a folder that a library of default settings keeps.

    ``rate`` is each film's, in megabytes a second.
    """
    versions, state = folder / "versions", folder / "state"
    for each in (versions, state):
        each.mkdir(parents=True)
    say("making the films")
    sources = {kind: _source(kind, folder, megabytes, cache) for kind in KINDS}
    copiers = [
        Copier(kind, path, versions / _name(kind), rate * MEGABYTE, pause_s, seed)
        for seed, (kind, path) in enumerate(sources.items())
    ]
    looked: dict[str, int] = {}
    ends: dict[str, str] = {}
    library = Library(OwnFolder(versions), ContentStore(state))
    try:
        for copier in copiers:
            copier.start()
        for now_ns in _ticks(copiers, ends, say):
            library.poll(now_ns)
            for event in library.events():
                if event.what in (
                    ArrivalKind.SETTLED,
                    ArrivalKind.ADMITTED,
                    ArrivalKind.QUARANTINED,
                ):
                    looked.setdefault(event.name, now_ns)
                    say(f"{event.name}: {event.what.value} {event.text}".rstrip())
            ends |= {f"{ready.version.id}.": "admitted" for ready in library.versions()}
            ends |= {broken.name: f"refused: {broken.fault.reason}" for broken in library.broken()}
    finally:
        library.close()
    return [_told(copier, looked, ends) for copier in copiers]


def _ticks(
    copiers: Sequence[Copier], ends: dict[str, str], say: Callable[[str], None]
) -> Iterator[int]:
    """Instants to look at the library, until all is copied and judged."""
    deadline, told = None, 0.0
    while deadline is None or len(_ended(copiers, ends)) < len(copiers):
        now_s = time.monotonic()
        if deadline is None and not any(copier.is_alive() for copier in copiers):
            deadline = now_s + PATIENCE_S
            say("all is copied")
        if deadline is not None and now_s > deadline:
            return
        if now_s - told > 60:
            told = now_s
            sizes = [(c.pauses, c.longest_s) for c in copiers]
            say(f"pauses so far, longest: {', '.join(f'{n}, {s:.0f} s' for n, s in sizes)}")
        yield time.monotonic_ns()
        time.sleep(POLL_S)


def _ended(copiers: Sequence[Copier], ends: dict[str, str]) -> list[str]:
    return [verdict for copier in copiers if (verdict := _verdict(copier, ends))]


def _verdict(copier: Copier, ends: dict[str, str]) -> str:
    name = _name(copier.kind)
    return ends.get(name) or ends.get(f"{Path(name).stem}.") or ""


def _told(copier: Copier, looked: dict[str, int], ends: dict[str, str]) -> Copied:
    return Copied(
        kind=copier.kind,
        megabytes=copier.size / MEGABYTE,
        took_s=(copier.whole_ns - copier.began_ns) / 1e9,
        pauses=copier.pauses,
        longest_s=copier.longest_s,
        whole_ns=copier.whole_ns,
        looked_ns=looked.get(_name(copier.kind)),
        verdict=_verdict(copier, ends),
    )


def _name(kind: str) -> str:
    return f"{kind.lower().replace(' ', '-')}.{'mkv' if kind == 'Matroska' else 'mp4'}"


def _source(kind: str, folder: Path, megabytes: float, cache: Path) -> Path:
    path = folder / f"source-{_name(kind)}"
    like = folder / f"source-{_name('table first')}"
    if kind == "length first":
        os.link(like, path)
    else:
        large_film(path, round(megabytes * MEGABYTE), cache, table_first=kind == "table first")
    return path


def summary(copied: Sequence[Copied]) -> str:
    """A row for each film."""
    rows = [("copied", "MB", "took, s", "pauses", "longest, s", "looked at, s after", "verdict")]
    for each in copied:
        after = "never"
        if each.looked_ns is not None:
            after = f"{(each.looked_ns - each.whole_ns) / 1e9:.1f}"
        size, took, longest = f"{each.megabytes:.0f}", f"{each.took_s:.0f}", f"{each.longest_s:.1f}"
        rows.append((each.kind, size, took, str(each.pauses), longest, after, each.verdict))
    return table(rows)


def bars(copied: Sequence[Copied]) -> list[Bar]:
    """Nothing is read before it is whole, and each is good then."""
    early = sum(each.early for each in copied)
    admitted = sum(each.verdict == "admitted" for each in copied)
    return [
        Bar("films looked at before they were whole", "0", str(early), not early),
        Bar("films admitted", str(len(copied)), str(admitted), admitted == len(copied)),
    ]
