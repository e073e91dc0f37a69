"""Looks into the versions folder: what is there, and what speaks against a film that stands still.

Every look may take as long as a disk or a share likes. Whoever must not wait (the controller) has
it done by a process (:mod:`installation.library._folder_process`); others look themselves.
"""

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from installation.errors import LibraryError
from installation.library._intake_state import Hindrance
from installation.library._scan import Candidate, Scanner
from installation.library._settle import hindrances
from installation.said import NOTHING, Said, packed, unpacked
from installation.store import NameTaken, SecondName


class FolderLook(Struct, frozen=True, tag=True):
    """One look: all candidates, or what is wrong with the folder itself.

    ``against`` has what speaks against those candidates (by name) of which that was asked.
    """

    candidates: tuple[Candidate, ...] = ()
    trouble: Said = NOTHING
    against: Mapping[str, Hindrance | None] = {}


class VersionsFolder(Protocol):
    """The versions folder, as the library sees it. One thread; nothing in it blocks."""

    @property
    def busy(self) -> bool:
        """Tell whether a look has been asked for and is not there yet."""
        ...

    @property
    def trouble(self) -> Said:
        """Return why it does not answer, in words; empty while it does."""
        ...

    def ask(self, names: Collection[str], now_ns: int) -> None:
        """Have it looked at, and what speaks against the candidates of these names."""
        ...

    def looked(self, now_ns: int) -> FolderLook | None:
        """Return the look that was asked for, once it is there."""
        ...

    def give(self, name: SecondName, now_ns: int) -> None:
        """Have a film given its second name."""
        ...

    def given(self) -> tuple[NameTaken, ...]:
        """Return what became of the names since the last call."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class WatchedFolder(VersionsFolder, Protocol):
    """The versions folder, as a show sees it: it says by itself when something happens there."""

    @property
    def waits(self) -> bool:
        """Tell whether a look or a name is there to be taken."""
        ...

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when there is news of the folder."""
        ...

    def stirred(self) -> bool:
        """Tell whether something has happened in the folder since the last call."""
        ...


class FolderLooker:
    """Looks at once, and takes its time: for commands, and for the process that looks for a show.

    ``at_work`` is called again and again while it works.
    """

    def __init__(self, folder: Path, at_work: Callable[[], None] = lambda: None) -> None:
        self._scanner = Scanner(folder, at_work)
        self._at_work = at_work

    def look(self, names: Collection[str]) -> FolderLook:
        """Look at the folder, and what speaks against the candidates of these names."""
        try:
            candidates = self._scanner.scan()
        except LibraryError as fault:
            return FolderLook(trouble=fault.said)
        films = {c.name: c.version.film for c in candidates if c.version and c.name in names}
        found = hindrances(films.values(), at_work=self._at_work)
        return FolderLook(candidates, against={name: found[film] for name, film in films.items()})


class OwnFolder:
    """A folder that is looked at in this thread: for commands, which may wait."""

    busy = False
    trouble = NOTHING

    def __init__(self, folder: Path) -> None:
        self._looker = FolderLooker(folder)
        self._look: FolderLook | None = None
        self._given: list[NameTaken] = []

    def ask(self, names: Collection[str], _now_ns: int) -> None:
        """Look at it, and what speaks against the candidates of these names."""
        self._look = self._looker.look(names)

    def looked(self, _now_ns: int) -> FolderLook | None:
        """Return the look that was asked for."""
        look, self._look = self._look, None
        return look

    def give(self, name: SecondName, _now_ns: int) -> None:
        """Give a film its second name."""
        self._given.append(name.take())

    def given(self) -> tuple[NameTaken, ...]:
        """Return what became of the names since the last call."""
        given, self._given = tuple(self._given), []
        return given

    def close(self) -> None:
        """Let go of it; nothing is held."""


def to_json(value: Any) -> bytes:
    """Pack what goes between a show and the process that looks for it."""
    return msgspec.json.encode(value, enc_hook=_packed)


def from_json(data: bytes, kind: Any) -> Any:
    """Unpack it again. Raises ValueError for what is not of this kind."""
    return msgspec.json.decode(data, type=kind, dec_hook=_unpacked)


def _packed(value: Any) -> object:
    if isinstance(value, Path):  # a name's bytes need not be UTF-8
        return os.fsencode(value).decode("latin-1")
    return packed(value)


def _unpacked(kind: type, value: Any) -> Any:
    if issubclass(kind, Path):
        return Path(os.fsdecode(value.encode("latin-1")))
    return unpacked(kind, value)
