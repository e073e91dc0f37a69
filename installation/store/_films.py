"""Holds on to the films that play, so that what is deleted or replaced plays on until it may go.

Each admitted film gets a second name in the state folder, ``films/<hash>-<id>.mp4`` (see
:mod:`installation.store._second_name`). Players open that name, so a film that is taken away stays
whole until nobody plays it, and the revision before can play on while a new one is looked at, waits
for approval or was refused. To give the name touches the film's own disk, which may hang: the shelf
says which names are lacking, and somebody who may wait gives them.

Where blocks cannot be shared the second name is that of a copy, which the intake has made (see
:mod:`installation.store._local_copy`). Without room for one it is a hard link, and a film that is
written over in place (not replaced by a rename) is no longer what was vetted: that is noticed, and
it is not played again. Where no link can be had either, a film that is deleted plays on from the
file that its deck has open, and the next cue finds it gone. Both are said.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import msgspec

from installation.files import write_whole
from installation.model import Ready, is_film, stem
from installation.said import packed, unpacked
from installation.store._digest import DigestCache, Stamp, stamp_of
from installation.store._local_copy import LocalCopies
from installation.store._second_name import NameTaken, SecondName
from installation.store._shelf import ValueShelf
from installation.units import SECOND

ASK_NS = (60 * SECOND, 3600 * SECOND)
"""How often a film that got no second name is tried again, at first and at last."""

Key = tuple[str, str]
"""A version's id, and the hash of what is played of it: its film's, or its house copy's."""


@dataclass(frozen=True)
class HeldFilm:
    """A revision as it was admitted, and the stamp of its film's second name.

    One that is not ``apart`` shares its content with the file in the film's own folder.
    """

    ready: Ready
    stamp: Stamp
    serial: int = 0
    apart: bool = False


@dataclass(frozen=True)
class _Wanted:
    """A revision without a second name; ``why`` is None while nobody has tried to give it one."""

    ready: Ready
    why: str | None = None
    ask_ns: int = 0
    tries: int = 0


class FilmShelf(ValueShelf[HeldFilm]):
    """The films that players open, ``films/<hash>-<id>.mp4``, each with its record beside it.

    Nothing here takes long, or touches another folder than the state folder's. What was held by an
    earlier run is read when it is first asked for. ``digests`` knows the stamp by which a film was
    looked at.
    """

    def __init__(
        self,
        folder: Path,
        copies: LocalCopies,
        digests: DigestCache,
        write: Callable[[Path, bytes], None] = write_whole,
    ) -> None:
        super().__init__(folder, ".json", _pack, _unpack, write)
        self._copies, self._digests = copies, digests
        self._wanted: dict[Key, _Wanted] = {}
        self._gone: set[Key] = set()
        self._offered: set[Key] = set()
        self._leaving: set[Path] = set()
        """Files of films that were let go of, and are to be removed."""

    def offered(
        self, admitted: Sequence[Ready], coming: Iterable[str], away: bool = False
    ) -> tuple[Ready, ...]:
        """All revisions that can be played, of each version in the folder the latest last.

        ``admitted`` are those that lie in the folder and are good; ``coming`` are the names of
        what is on its way there, or bad. A folder that is ``away`` has had all that is held. An
        admitted film is offered once it has its second name, or cannot have one.
        """
        present = {stem(name) if is_film(name) else name for name in coming}
        present |= {ready.version.id for ready in admitted}
        now = {ready.version.id: ready for ready in admitted}
        keys = self._offered = {_key(ready) for ready in admitted}
        self._wanted = {key: one for key, one in self._wanted.items() if key in keys}
        found = []
        for held in sorted(self._held.values(), key=lambda held: held.serial):
            version = held.ready.version
            known = now.get(version.id)
            former = known is None or self._is_former(held.ready, known)
            former &= held.ready.rehearsed  # else it was only begun with, and found bad since
            if (away or version.id in present) and former and self._whole(held):
                found.append(self._renamed(held.ready))
        return (*found, *filter(None, (self._offer(ready) for ready in admitted)))

    def lacking(self, now_ns: int) -> tuple[SecondName, ...]:
        """Return the second names that are to be given now; each is to be answered by `took`."""
        due = [(key, one) for key, one in self._wanted.items() if now_ns >= one.ask_ns]
        for key, one in due:
            wait_ns = min(ASK_NS[0] << min(one.tries, 10), ASK_NS[1])
            self._wanted[key] = replace(one, ask_ns=now_ns + wait_ns, tries=one.tries + 1)
        return tuple(self._second_name(one.ready) for _, one in due)

    def _second_name(self, ready: Ready) -> SecondName:
        stamp = None if ready.copy else self._digests.stamp(ready.version.film, ready.hash)
        return SecondName(ready.file, self._copies.path(ready.plays), self._film(ready), stamp)

    def took(self, taken: NameTaken) -> None:
        """Note that a film has its second name, or why it has none."""
        for key, one in tuple(self._wanted.items()):
            if self._film(one.ready) != taken.name:
                continue
            if taken.stamp is None and not taken.changed:
                self._wanted[key] = replace(one, why=taken.why)
                continue
            del self._wanted[key]
            if taken.stamp is not None:
                before = self._held.get(key)
                serial = 1 + max((held.serial for held in self._held.values()), default=0)
                serial = before.serial if before else serial
                self._remember(HeldFilm(one.ready, taken.stamp, serial, taken.apart))

    @property
    def pending(self) -> bool:
        """Tell whether a film is not offered yet, since it is about to get its second name."""
        return any(one.why is None for one in self._wanted.values())

    def has(self, film: Path) -> bool:
        """Tell whether a film is one of those that are held here, and there."""
        return film.parent == self.folder and film.exists()

    def without(self) -> dict[str, str]:
        """Return the versions that play from where they lie, by id, and why."""
        return {one.ready.version.id: one.why for one in self._wanted.values() if one.why}

    def linked(self) -> tuple[str, ...]:
        """Return the versions, by id, that are lost when somebody writes over them in place."""
        return tuple(
            held.ready.version.id
            for key, held in self._held.items()
            if not self._is_apart(held) and key not in self._wanted and held.ready.rehearsed
        )

    def lacks_copy(self, ready: Ready) -> bool:
        """Tell whether a copy would give a film its second name, or one that is apart from it."""
        key = _key(ready)
        wanted, held = self._wanted.get(key), self._held.get(key)
        lacks = bool(wanted and wanted.why) or bool(held and not self._is_apart(held))
        return lacks and not self._copies.path(ready.plays).exists()

    def has_lost(self) -> bool:
        """Tell whether a film that is held has gone, is another one, or has a copy since.

        It is to have its second name again, and so to be offered again.
        """
        lost = {key for key, held in self._held.items() if not self._whole(held)}
        apart = {key for key, held in self._held.items() if self._could_be_apart(held)}
        # what nobody offers gets no name again: it is told once, so that nobody plays it
        before, self._gone = self._gone, lost - self._offered
        due = ((lost | apart) & self._offered) - self._wanted.keys()
        return bool(due) or not self._gone <= before

    @property
    def holds(self) -> bool:
        """Tell whether any film is held."""
        return bool(self._held)

    def let_go(self, wanted: Iterable[str]) -> Callable[[], None]:
        """Let go of all films but those with the content hashes ``wanted``.

        One that is about to get its second name stays, and the copy that it may be the name of.
        Returns what removes their files: for any thread, which may wait; raises OSError.
        """
        kept = {*wanted, *(one.ready.hash for one in self._wanted.values())}
        for key, held in list(self._held.items()):
            if held.ready.hash not in kept:
                del self._held[key]
                self._leaving |= set(self._files(held.ready))
        return partial(self._remove, kept)

    def _remove(self, kept: Collection[str]) -> None:
        self._copies.keep_only(kept)
        held = {path for one in list(self._held.values()) for path in self._files(one.ready)}
        for path in list(self._leaving):
            if path not in held:  # nor has it come back
                path.unlink(missing_ok=True)
            self._leaving.discard(path)

    def _files(self, ready: Ready) -> tuple[Path, Path]:
        return self.path(_name(ready)), self._film(ready)

    @cached_property
    def _held(self) -> dict[Key, HeldFilm]:
        records = [self.get(name) for name in self.names()]
        # an index that a full disk did not take went with the machine: the film is looked at again
        return {
            _key(held.ready): held
            for held in records
            if held and self._whole(held) and held.ready.index.exists()
        }

    def _is_former(self, held: Ready, known: Ready) -> bool:
        """Tell whether what is held is another revision than what is known, or its former copy."""
        if held.hash != known.hash:
            return True
        return held.plays != known.plays and _key(known) not in self._held

    def _offer(self, ready: Ready) -> Ready | None:
        held = self._held.get(_key(ready))
        if held is not None and self._whole(held):
            if held.ready != ready:
                self._remember(replace(held, ready=ready))
            if self._could_be_apart(held):
                self._wanted.setdefault(_key(ready), _Wanted(ready))  # there is a copy by now
            return self._renamed(ready)
        wanted = self._wanted.get(_key(ready), _Wanted(ready))
        self._wanted[_key(ready)] = replace(wanted, ready=ready)
        if wanted.why is not None:
            return ready
        # a name that was lost is given again in a moment: a line-up without it would come and go
        lost = held is not None and not self._film(ready).exists()
        return self._renamed(ready) if lost else None

    def _film(self, ready: Ready) -> Path:
        """Return where its film's second name is."""
        return self.folder / f"{_name(ready)}{ready.file.suffix.lower()}"

    def _renamed(self, ready: Ready) -> Ready:
        return replace(ready, version=replace(ready.version, film=self._film(ready)), copy=None)

    def _remember(self, held: HeldFilm) -> None:
        self._held[_key(held.ready)] = held
        with suppress(OSError):  # a full disk: it is held until the controller ends
            self.put(_name(held.ready), held)

    def _whole(self, held: HeldFilm) -> bool:
        try:
            found = stamp_of(self._film(held.ready))
            # its copy's name, which it has been given just now
            return found == held.stamp or found == stamp_of(self._copies.path(held.ready.plays))
        except OSError:
            return False

    def _could_be_apart(self, held: HeldFilm) -> bool:
        """Tell whether it is a hard link though there is a copy by now."""
        return not self._is_apart(held) and self._copies.path(held.ready.plays).exists()

    def _is_apart(self, held: HeldFilm) -> bool:
        """Tell whether nobody changes it who writes over the film: a house copy is ours alone."""
        return held.apart or held.ready.copy is not None


def _key(ready: Ready) -> Key:
    return ready.version.id, ready.plays


def _name(ready: Ready) -> str:
    """Return what a revision is kept as; two versions may have the same film."""
    return f"{ready.plays}-{ready.version.id}"


def _pack(held: HeldFilm) -> bytes:
    return msgspec.json.encode(held, enc_hook=_packed)


def _unpack(data: bytes) -> HeldFilm:
    return msgspec.json.decode(data, type=HeldFilm, dec_hook=_plain)


def _packed(value: Any) -> object:
    return str(value) if isinstance(value, Path) else packed(value)


def _plain(kind: type, value: Any) -> Any:
    return Path(value) if issubclass(kind, Path) else unpacked(kind, value)
