"""Knows the files of the versions that lie here, by what is in them, and reads them for others."""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from installation.files import write_whole
from installation.machines._film_chunks import chunk_at, sums_of
from installation.machines._film_values import SUM, FilmPiece, file_digest, sum_of

INDEX = "index.json"
SUMS = ".sums"


class _Known(Struct, frozen=True):
    """A file as it was when its chunks were summed up."""

    size: int
    mtime_ns: int
    inode: int
    digest: str


class HeldFilms:
    """The files of the versions in a ``folder``; what is known of them is kept in ``memory``.

    ``counts`` tells by its name whether a file is meant to stay. One thread looks, another one may
    read for others.
    """

    def __init__(self, folder: Path, memory: Path, counts: Callable[[str], bool]) -> None:
        self._folder, self._memory, self._counts = folder, memory, counts
        self._index: dict[str, _Known] = {}
        self._paths: dict[str, str] = {}

    def begin(self) -> None:
        """Recall what was known. Raises OSError when there is nothing to remember it in."""
        self._memory.mkdir(parents=True, exist_ok=True)
        with suppress(OSError, msgspec.MsgspecError):  # all is read once more
            data = (self._memory / INDEX).read_bytes()
            self._index = msgspec.json.decode(data, type=dict[str, _Known])
        self._paths = {known.digest: path for path, known in self._index.items()}

    def pieces(self, name: str, at_work: Callable[[], None]) -> tuple[FilmPiece, ...] | None:
        """Return the files of what lies under a name; None when one changes as it is read.

        Those that are new are read through. Raises OSError.
        """
        found = []
        for path in self._files(name):
            piece = self._piece(path, at_work)
            if piece is None:
                return None
            found.append(piece)
        there = {piece.path for piece in found}
        for path in tuple(self._index):
            if PurePosixPath(path).parts[0] == name and path not in there:
                del self._index[path]
        return tuple(found)

    def learn(self, piece: FilmPiece, sums: bytes) -> None:
        """Take note of a file that has come here whole. Raises OSError."""
        seen = (self._folder / piece.path).stat()
        self._note(piece.path, seen, piece.digest, sums)

    def keep(self, names: Iterable[str]) -> None:
        """Remember what is known of these, and nothing of others. Raises OSError."""
        names = set(names)
        kept = {p: one for p, one in self._index.items() if PurePosixPath(p).parts[0] in names}
        self._index, self._paths = kept, {known.digest: path for path, known in kept.items()}
        write_whole(self._memory / INDEX, msgspec.json.encode(kept))
        for file in self._memory.glob(f"*{SUMS}"):
            if file.stem not in self._paths:
                file.unlink(missing_ok=True)

    def sums(self, digest: str) -> bytes | None:
        """Return the digests of a file's chunks, if it lies here."""
        path = self._paths.get(digest)
        known = self._index.get(path) if path is not None else None
        if known is None:
            return None
        kept = self._memory / f"{digest}{SUMS}"
        with suppress(OSError):
            sums = kept.read_bytes()
            if file_digest(known.size, sums) == digest:
                return sums
            kept.unlink()  # a power cut has spoilt it: the file is read through once more
        return None

    def unchanged(self, name: str) -> bool:
        """Tell whether what lies under a name is what it was when it was last looked at."""
        with suppress(OSError):
            found = {path: _stamp((self._folder / path).stat()) for path in self._files(name)}
            known = {p: one for p, one in self._index.items() if PurePosixPath(p).parts[0] == name}
            return found == {p: (one.size, one.mtime_ns, one.inode) for p, one in known.items()}
        return False

    def within(self, name: str, digest: str) -> Path | None:
        """Return a file with this content that lies under a name."""
        for path, known in self._index.items():
            if known.digest == digest and PurePosixPath(path).parts[0] == name:
                return self._folder / path
        return None

    def chunk(self, digest: str, number: int) -> bytes | None:
        """Return a chunk of a file, if it lies here and is what it was."""
        path, sums = self._paths.get(digest), self.sums(digest)
        if path is None or sums is None or not 0 <= number * SUM < len(sums):
            return None
        with suppress(OSError):
            data = chunk_at(self._folder / path, number)
            if sum_of(data) == sums[number * SUM : (number + 1) * SUM]:
                return data
        return None

    def _piece(self, path: str, at_work: Callable[[], None]) -> FilmPiece | None:
        file = self._folder / path
        seen, known = file.stat(), self._index.get(path)
        there = known and (self._memory / f"{known.digest}{SUMS}").exists()
        if known is None or not there or _stamp(seen) != (known.size, known.mtime_ns, known.inode):
            sums = sums_of(file, at_work)
            if _stamp(file.stat()) != _stamp(seen):
                return None
            known = self._note(path, seen, file_digest(seen.st_size, sums), sums)
        return FilmPiece(path, known.size, known.mtime_ns, known.digest)

    def _note(self, path: str, seen: os.stat_result, digest: str, sums: bytes) -> _Known:
        write_whole(self._memory / f"{digest}{SUMS}", sums, survives_power_cut=False)
        known = self._index[path] = _Known(*_stamp(seen), digest)
        self._paths[digest] = path
        return known

    def _files(self, name: str) -> Iterator[str]:
        """Return the files that count. Raises OSError for a link: what it leads to may not come."""
        mode = (self._folder / name).lstat().st_mode
        if stat.S_ISLNK(mode):
            raise OSError(errno.ELOOP, "It is a link", str(self._folder / name))
        if stat.S_ISREG(mode):
            yield name
        elif stat.S_ISDIR(mode):
            for inner in sorted(one.name for one in (self._folder / name).iterdir()):
                if self._counts(inner):
                    yield from self._files(f"{name}/{inner}")


def _stamp(seen: os.stat_result) -> tuple[int, int, int]:
    return seen.st_size, seen.st_mtime_ns, seen.st_ino
