"""A film's content hash, and a small memory of hashes so that a start reads no gigabytes again."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from installation.files import open_regular, write_whole

CHUNK = 4 << 20


@dataclass(frozen=True)
class Stamp:
    """A file's stamp: another one means another content."""

    size: int
    mtime_ns: int
    inode: int


def stamp_of(path: Path) -> Stamp:
    """The stamp of a file; raises OSError when there is none."""
    seen = path.stat()
    return Stamp(seen.st_size, seen.st_mtime_ns, seen.st_ino)


def digest(path: Path, progress: Callable[[float], None] = lambda _: None) -> str:
    """The content hash of a file (BLAKE2b, 160 bits, as hex); ``progress`` gets the share done."""
    state = hashlib.blake2b(digest_size=20)
    with open_regular(path) as file:
        size, done = os.fstat(file.fileno()).st_size, 0
        while chunk := file.read(CHUNK):
            state.update(chunk)
            done += len(chunk)
            progress(min(done / size, 1.0) if size else 1.0)
    return state.hexdigest()


class DigestCache:
    """The hashes of files by path and stamp, in one JSON file; losing it only costs time."""

    def __init__(self, path: Path, write: Callable[[Path, bytes], None] = write_whole) -> None:
        self._path, self._write = path, write

    @cached_property
    def _known(self) -> dict[str, tuple[Stamp, str]]:
        try:
            rows = json.loads(self._path.read_bytes()).items()
            return {
                name: (Stamp(int(size), int(mtime_ns), int(inode)), str(found))
                for name, (size, mtime_ns, inode, found) in rows
            }
        except (OSError, ValueError, TypeError, AttributeError):
            return {}  # absent or damaged: films are hashed again

    def get(self, film: Path, stamp: Stamp) -> str | None:
        """The hash of a film whose stamp has not changed since it was read."""
        known = self._known.get(str(film))
        return known[1] if known and known[0] == stamp else None

    def stamp(self, film: Path, content: str) -> Stamp | None:
        """Return the stamp that a film had when it was found to have a content; None if unknown."""
        known = self._known.get(str(film))
        return known[0] if known and known[1] == content else None

    def put(self, film: Path, stamp: Stamp, found: str) -> None:
        """Remember a hash; raises OSError when it cannot be written, and knows it all the same."""
        self._known[str(film)] = (stamp, found)
        rows = {
            name: [stamp.size, stamp.mtime_ns, stamp.inode, found]
            for name, (stamp, found) in sorted(self._known.items())
        }
        self._write(self._path, json.dumps(rows, indent=1).encode())
