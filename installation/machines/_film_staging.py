"""A version on its way here: its files lie beside the others, hidden, until all of them are whole.

A link may break at any chunk, and this process may be killed at any time. What has come is looked
through when it goes on: what is as it ought to be is not fetched once more.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from installation.files import give, make_folder, sync_folder
from installation.machines._film_chunks import chunks_of
from installation.machines._film_history import WantedFilm
from installation.machines._film_values import (
    CHUNK,
    SUM,
    AskChunk,
    AskSums,
    FilmPiece,
    chunks_in,
    file_digest,
    sum_of,
    version_digest,
)
from installation.machines._held_films import HeldFilms

SYNCED = 16
"""Chunks, 4 MB, after which the disk has to have them: it is given little at a time."""
ASIDE = ".replaced"
KEPT_S = 7 * 24 * 3600
"""How long what nobody offers any more is kept: the machine that does may be away."""


class FilmStaging:
    """One ``wanted`` version, of whose files ``pieces`` tells. One thread.

    ``folder`` is that of the versions, ``place`` a hidden one in it; ``name`` is what the one is
    called whose place it takes.
    """

    def __init__(
        self,
        folder: Path,
        place: Path,
        wanted: WantedFilm,
        pieces: Sequence[FilmPiece],
        held: HeldFilms,
        name: str = "",
    ) -> None:
        self.wanted, self.pieces = wanted, tuple(pieces)
        self._folder, self._place, self._held = folder, place, held
        self._name = name
        self._left = list(pieces)
        self._sums: dict[str, bytes] = {}
        self._part: _Part | None = None

    @property
    def share(self) -> float:
        """Return how much of it is here, from 0 to 1."""
        left = sum(piece.size for piece in self._left)
        have = self._part.size if self._part else 0
        return 1 - (left - have) / max(self.wanted.offer.size, 1)

    @property
    def room(self) -> int:
        """Return how many bytes are still to come."""
        have = self._part.size if self._part else 0
        return sum(piece.size for piece in self._left) - have

    def next(self) -> AskSums | AskChunk | None:
        """Return what is to be asked for; None: it is all here. Raises OSError."""
        while self._left:
            piece = self._left[0]
            if self._part is not None:
                return AskChunk(piece.digest, self._part.chunks)
            if not self._is_here(piece):
                return AskSums(piece.digest)
            self._left.pop(0)
        return None

    def take(
        self, asked: AskSums | AskChunk, data: bytes, at_work: Callable[[], None] = lambda: None
    ) -> bool:
        """Take in what was asked for; False when it is something else. Raises OSError."""
        piece = self._left[0]
        if isinstance(asked, AskSums):
            if len(data) != chunks_in(piece.size) * SUM:
                return False
            if file_digest(piece.size, data) != piece.digest:
                return False
            self._sums[piece.digest] = data
            self._part = _Part(self._staged(piece), data, piece.size)
            self._part.begin(at_work)
        elif self._part is None or not self._part.add(data):
            return False
        if self._part.whole:
            self._part.finish(piece.mtime_ns)
            self._part = None
            self._left.pop(0)
        return True

    def lay(self) -> bool:
        """Lay it where versions lie, at once; False when something else lies there by now.

        Raises OSError, with what lay there still there or in the hidden folder.
        """
        target = self._folder / self.wanted.offer.name
        staged, aside = self._place / target.name, self._place / ASIDE
        old = self._folder / self._name if self._name else None
        if old is not None and not self._held.unchanged(self._name):
            return False
        if old != target and os.path.lexists(target):
            return False
        if old is not None and old.is_dir():
            old.rename(aside)  # between this and the next there is none, for a moment
        staged.replace(target)
        if old is not None and old != target and old.is_file():
            old.unlink()
        _bring_back(aside, target)
        sync_folder(self._folder)
        for piece in self.pieces:
            self._held.learn(piece, self._sums[piece.digest])
        self.forget()
        return True

    def close(self) -> None:
        """Leave it for now; what has come is kept."""
        if self._part is not None:
            self._part.close()
            self._part = None

    def forget(self) -> None:
        """Remove what has come of it."""
        self.close()
        shutil.rmtree(self._place, ignore_errors=True)

    def _is_here(self, piece: FilmPiece) -> bool:
        """Take a file that needs no fetching: an empty one, or one that lies here already."""
        staged = self._staged(piece)
        make_folder(staged.parent)
        old = self._held.within(self._name, piece.digest) if self._name else None
        sums = self._held.sums(piece.digest) if old is not None else None
        if old is not None and sums is not None:
            with suppress(OSError):  # a file system without links: it is fetched
                staged.unlink(missing_ok=True)
                staged.hardlink_to(old)
                self._sums[piece.digest] = sums
                return True
        if piece.size:
            return False
        staged.touch()
        os.utime(staged, ns=(piece.mtime_ns, piece.mtime_ns))
        self._sums[piece.digest] = b""
        return True

    def _staged(self, piece: FilmPiece) -> Path:
        return self._place / piece.path


class _Part:
    """A file of which the first chunks are here. It raises OSError, for a full disk, say."""

    def __init__(self, path: Path, sums: bytes, size: int) -> None:
        self._path, self._sums, self._whole = path, sums, size
        self._handle = -1
        self.chunks = self.size = 0

    def begin(self, at_work: Callable[[], None]) -> None:
        """Look through what is here, and leave off what is not as it ought to be."""
        if self._path.exists():
            if self._path.stat().st_nlink > 1:  # it is another version's, too: not to be written to
                self._path.unlink()
                self._path.touch()
            for chunk in chunks_of(self._path, at_work):
                if sum_of(chunk) != self._sum():
                    break
                self.chunks, self.size = self.chunks + 1, self.size + len(chunk)
        self._handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
        os.ftruncate(self._handle, self.size)
        os.lseek(self._handle, self.size, os.SEEK_SET)
        give(self._handle, self._path.parent)

    def add(self, data: bytes) -> bool:
        """Add the next chunk, if it is that."""
        if sum_of(data) != self._sum():
            return False
        try:
            while data:
                written = os.write(self._handle, data)
                data = data[written:]
                self.size += written
        except OSError:
            self.size = self.chunks * CHUNK
            os.ftruncate(self._handle, self.size)
            os.lseek(self._handle, self.size, os.SEEK_SET)
            raise
        self.chunks += 1
        if self.chunks % SYNCED == 0:
            self._sync()
        return True

    @property
    def whole(self) -> bool:
        """Tell whether all of it is here."""
        return self.size == self._whole

    def finish(self, mtime_ns: int) -> None:
        """Have the disk have it, as old as it is where it comes from."""
        self._sync()
        os.utime(self._handle, ns=(mtime_ns, mtime_ns))
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _sum(self) -> bytes:
        return self._sums[self.chunks * SUM : (self.chunks + 1) * SUM]

    def _sync(self) -> None:
        os.fdatasync(self._handle)
        os.posix_fadvise(self._handle, 0, 0, os.POSIX_FADV_DONTNEED)


def well_formed(
    wanted: WantedFilm, pieces: Iterable[FilmPiece], counts: Callable[[str], bool]
) -> bool:
    """Tell whether files are what an offer says, and all lie where its version lies."""
    pieces = tuple(pieces)
    offer = wanted.offer
    if version_digest(pieces) != offer.digest or sum(one.size for one in pieces) != offer.size:
        return False
    for piece in pieces:
        parts = PurePosixPath(piece.path).parts
        if piece.size < 0 or not parts or parts[0] != offer.name or "/".join(parts) != piece.path:
            return False
        if "\0" in piece.path or not all(counts(part) for part in parts):
            return False
    return bool(pieces)


def sweep(place: Path, wanted: Iterable[str], now_s: float | None = None) -> None:
    """Remove what nobody has offered for long, of all that is on its way in a hidden folder."""
    now_s = time.time() if now_s is None else now_s
    wanted = set(wanted)
    with suppress(OSError):
        for one in place.iterdir():
            if one.name not in wanted and now_s - one.stat().st_mtime > KEPT_S:
                shutil.rmtree(one, ignore_errors=True)


def _bring_back(aside: Path, target: Path) -> None:
    """Move what belongs to no version, hidden or set aside by a person, to its new folder."""
    if not aside.is_dir():
        return
    for path in sorted(aside.rglob("*")):
        if path.is_file() and any(part[0] in "._" for part in path.relative_to(aside).parts):
            there = target / path.relative_to(aside)
            if target.is_dir() and not there.exists():
                make_folder(there.parent)
                path.rename(there)
    shutil.rmtree(aside)
