"""Shelves: folders of files named by content hash, each there whole or not at all."""

import errno
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from installation.errors import KissError
from installation.files import write_whole

Value = TypeVar("Value")


class Shelf:
    """A folder of the state folder, and the ending of the files in it."""

    def __init__(self, folder: Path, ending: str) -> None:
        self.folder = folder
        self._ending = ending

    def path(self, name: str) -> Path:
        """Return where the file of a name is, or would be."""
        return self.folder / f"{name}{self._ending}"

    def remove(self, name: str) -> None:
        """Remove the file of a name, if there is one; raises OSError when it cannot be."""
        self.path(name).unlink(missing_ok=True)

    def _need_room(self, wanted: int, left: int, what: str) -> None:
        """Raise OSError unless ``what`` has room for so many bytes, and ``left`` beside them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free
        if wanted + left > free:
            raise OSError(
                errno.ENOSPC,
                f"{what} takes {_size(wanted)} and {_size(left)} must stay free, "
                f"but only {_size(free)} are free",
                str(self.folder),
            )

    def names(self) -> list[str]:
        """Return the names of the files that are there."""
        return self._names_in(self.folder)

    def _names_in(self, folder: Path) -> list[str]:
        found = folder.glob(f"*{self._ending}")
        return [path.name.removesuffix(self._ending) for path in found]


class ValueShelf(Shelf, Generic[Value]):
    """A shelf whose files are values: ``pack`` makes a file of one, ``unpack`` one of a file.

    ``unpack`` raises ValueError or KissError for a damaged file. It counts as absent: all that is
    lost is the time to make it again. ``spare`` is a folder in memory, for what the disk does not
    take: it is there until the machine is switched off, or the disk takes a newer one.
    """

    def __init__(
        self,
        folder: Path,
        ending: str,
        pack: Callable[[Value], bytes],
        unpack: Callable[[bytes], Value],
        write: Callable[[Path, bytes], None] = write_whole,
        spare: Path | None = None,
    ) -> None:
        super().__init__(folder, ending)
        self._pack, self._unpack, self._write = pack, unpack, write
        self._spare = spare

    def path(self, name: str) -> Path:
        """Return where the file of a name is, or would be."""
        spare = self._spare_path(name)
        return spare if spare is not None and spare.exists() else super().path(name)

    def remove(self, name: str) -> None:
        """Remove the file of a name, if there is one; raises OSError when it cannot be."""
        if (spare := self._spare_path(name)) is not None:
            spare.unlink(missing_ok=True)
        super().remove(name)

    def names(self) -> list[str]:
        """Return the names of the files that are there."""
        spare = self._names_in(self._spare) if self._spare else []
        return sorted({*super().names(), *spare})

    def get(self, name: str) -> Value | None:
        """Return the value of a name; None when there is none, or a damaged one."""
        try:
            return self._unpack(self.path(name).read_bytes())
        except (OSError, ValueError, KissError):
            return None

    def put(self, name: str, value: Value) -> Path:
        """Keep a value and return its file; raises OSError (a full disk) with all as before."""
        path, spare, data = super().path(name), self._spare_path(name), self._pack(value)
        try:
            self._write(path, data)
        except OSError:
            if spare is None:
                raise
            write_whole(spare, data, survives_power_cut=False)
            return spare
        if spare is not None:
            spare.unlink(missing_ok=True)
        return path

    def _spare_path(self, name: str) -> Path | None:
        return self._spare / f"{name}{self._ending}" if self._spare else None


def _size(count: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{math.ceil(count / 1e6)} MB"
