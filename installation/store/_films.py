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

import contextlib
import fcntl
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from installation.files import write_whole
from installation.model import Ready, is_film, stem
from installation.store._digest import Stamp, stamp_of
from installation.store._local_copy import spare_of, sweep_spares

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


class FilmStore:
    """The films of one state folder. One thread; nothing here takes long."""

    def __init__(self, state_dir: Path) -> None:
        self._folder = state_dir / "films"
        self._held: dict[Key, HeldFilm] = {}
        self._passed: dict[Key, Ready] = {}
        for record in self._folder.glob("*.json"):
            with contextlib.suppress(OSError, ValueError):
                held = msgspec.json.decode(record.read_bytes(), type=HeldFilm, dec_hook=_plain)
                if stamp_of(self._name(held.ready)) == held.stamp:
                    self._held[_key(held.ready)] = held

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
            self._folder.mkdir(parents=True, exist_ok=True)
            spare = spare_of(self._folder.parent, ready.hash)
            self._take(ready.version.film, spare, self._name(ready))
            serial = 1 + max((held.serial for held in self._held.values()), default=0)
            self._remember(HeldFilm(ready, stamp_of(self._name(ready)), serial))
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

    def sweep(self, wanted: Iterable[str]) -> None:
        """Let go of all films but those with the content hashes ``wanted``."""
        kept = set(wanted)
        sweep_spares(self._folder.parent, kept)
        for key, held in list(self._held.items()):
            if held.ready.hash not in kept:
                del self._held[key]
                with contextlib.suppress(OSError):
                    self._record(held.ready).unlink(missing_ok=True)
                    self._name(held.ready).unlink(missing_ok=True)

    def _name(self, ready: Ready) -> Path:
        """Return where its film's second name is; two versions may have the same film."""
        suffix = ready.version.film.suffix.lower()
        return self._folder / f"{ready.hash}-{ready.version.id}{suffix}"

    def _record(self, ready: Ready) -> Path:
        return self._folder / f"{ready.hash}-{ready.version.id}.json"

    def _renamed(self, ready: Ready) -> Ready:
        return replace(ready, version=replace(ready.version, film=self._name(ready)))

    def _remember(self, held: HeldFilm) -> None:
        self._held[_key(held.ready)] = held
        data = msgspec.json.encode(held, enc_hook=str)
        write_whole(self._record(held.ready), data)

    def _whole(self, held: HeldFilm) -> bool:
        try:
            return stamp_of(self._name(held.ready)) == held.stamp
        except OSError:
            return False

    def _take(self, film: Path, spare: Path, name: Path) -> None:
        name.unlink(missing_ok=True)
        try:
            with film.open("rb") as old, name.open("xb") as new:
                fcntl.ioctl(new.fileno(), FICLONE, old.fileno())
        except OSError:
            name.unlink(missing_ok=True)
            try:
                os.link(film, name)
            except OSError:
                os.link(spare, name)


def _key(ready: Ready) -> Key:
    return ready.version.id, ready.hash


def _plain(kind: type, value: Any) -> Any:
    if issubclass(kind, Path):
        return Path(value)
    raise NotImplementedError(kind)
