"""Holds on to the films that play, so that what is deleted or replaced plays on until it may go.

Each admitted film gets a second name in the state folder, ``films/<hash>-<id>.mp4``: a copy that
shares its blocks where the file system can do that (btrfs, XFS), else a hard link. Neither takes
room or time. Players open that name, so a film that is taken away stays whole until nobody plays
it, and the revision before can play on while a new one is looked at, waits for approval or was
refused.

Where the versions folder lies on another disk the second name is that of a copy, which the intake
has made (see :mod:`installation.store._local_copy`). Without room for one a film that is deleted
plays on from the file that its deck has open, and the next cue finds it gone. A film that is
written over in place (not replaced by a rename) is no longer what was vetted, link or not: it is
noticed and not played again. A copy that shares its blocks does not mind.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from installation.files import write_whole
from installation.model import Ready, is_film, stem
from installation.store._digest import Stamp, stamp_of
from installation.store._local_copy import LocalCopies
from installation.store._shelf import ValueShelf

FICLONE = 0x40049409
"""From linux/fs.h: share another file's blocks."""


Key = tuple[str, str]
"""A version's id and its revision."""


@dataclass(frozen=True)
class HeldFilm:
    """A revision as it was admitted, and the stamp of its film's second name."""

    ready: Ready
    stamp: Stamp
    serial: int = 0


class FilmShelf(ValueShelf[HeldFilm]):
    """The films that players open, ``films/<hash>-<id>.mp4``, each with its record beside it.

    Nothing here takes long. What was held by an earlier run is read when it is first asked for.
    """

    def __init__(
        self,
        folder: Path,
        copies: LocalCopies,
        write: Callable[[Path, bytes], None] = write_whole,
    ) -> None:
        super().__init__(folder, ".json", _pack, _unpack, write)
        self._copies = copies
        self._passed: dict[Key, Ready] = {}

    def keep(self, ready: Ready) -> Ready:
        """The same revision with the film that players are to open."""
        held = self._held.get(_key(ready))
        if held is not None and self._whole(held):
            if held.ready != ready:
                self._remember(replace(held, ready=ready))
            return self._renamed(ready)
        if self._passed.get(_key(ready)) == ready:
            return ready
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._take(ready.version.film, self._copies.path(ready.hash), self._film(ready))
            serial = 1 + max((held.serial for held in self._held.values()), default=0)
            self._remember(HeldFilm(ready, stamp_of(self._film(ready)), serial))
        except OSError:  # another disk, a full one, no right to: it plays from where it lies
            self._passed[_key(ready)] = ready
            return ready
        return self._renamed(ready)

    def offered(self, admitted: Sequence[Ready], coming: Iterable[str]) -> tuple[Ready, ...]:
        """All revisions that can be played, of each version in the folder the latest last.

        ``admitted`` are those that lie in the folder and are good; ``coming`` are the names of
        what is on its way there, or bad.
        """
        present = {stem(name) if is_film(name) else name for name in coming}
        present |= {ready.version.id for ready in admitted}
        now = {ready.version.id: ready for ready in admitted}
        found = []
        for held in sorted(self._held.values(), key=lambda held: held.serial):
            version = held.ready.version
            known = now.get(version.id)
            former = known is None or known.hash != held.ready.hash
            if version.id in present and former and self._whole(held):
                found.append(self._renamed(held.ready))
        return (*found, *(self.keep(ready) for ready in admitted))

    def keep_only(self, wanted: Iterable[str]) -> None:
        """Let go of all films but those with the content hashes ``wanted``."""
        kept = set(wanted)
        self._copies.keep_only(kept)
        for key, held in list(self._held.items()):
            if held.ready.hash not in kept:
                del self._held[key]
                with suppress(OSError):
                    self.path(_name(held.ready)).unlink(missing_ok=True)
                    self._film(held.ready).unlink(missing_ok=True)

    @cached_property
    def _held(self) -> dict[Key, HeldFilm]:
        records = [self.get(name) for name in self.names()]
        return {_key(held.ready): held for held in records if held and self._whole(held)}

    def _film(self, ready: Ready) -> Path:
        """Return where its film's second name is."""
        return self.folder / f"{_name(ready)}{ready.version.film.suffix.lower()}"

    def _renamed(self, ready: Ready) -> Ready:
        return replace(ready, version=replace(ready.version, film=self._film(ready)))

    def _remember(self, held: HeldFilm) -> None:
        self._held[_key(held.ready)] = held
        with suppress(OSError):  # a full disk: it is held until the controller ends
            self.put(_name(held.ready), held)

    def _whole(self, held: HeldFilm) -> bool:
        try:
            return stamp_of(self._film(held.ready)) == held.stamp
        except OSError:
            return False

    def _take(self, film: Path, copy: Path, name: Path) -> None:
        name.unlink(missing_ok=True)
        try:
            with film.open("rb") as old, name.open("xb") as new:
                fcntl.ioctl(new.fileno(), FICLONE, old.fileno())
        except OSError:
            name.unlink(missing_ok=True)
            try:
                os.link(film, name)
            except OSError:
                os.link(copy, name)


def _key(ready: Ready) -> Key:
    return ready.version.id, ready.hash


def _name(ready: Ready) -> str:
    """Return what a revision is kept as; two versions may have the same film."""
    return f"{ready.hash}-{ready.version.id}"


def _pack(held: HeldFilm) -> bytes:
    return msgspec.json.encode(held, enc_hook=str)


def _unpack(data: bytes) -> HeldFilm:
    return msgspec.json.decode(data, type=HeldFilm, dec_hook=_plain)


def _plain(kind: type, value: Any) -> Any:
    if issubclass(kind, Path):
        return Path(value)
    raise NotImplementedError(kind)
