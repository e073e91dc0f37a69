"""The small files that a show is told by, which may be written again while it plays.

Read by this process, for a person who waits; or by another one
(:mod:`installation.apps._far_files`), for a process that no share may stop.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from installation.files import open_regular
from installation.said import NOTHING, Said
from installation.units import MILLISECOND

LOOK_NS = 500 * MILLISECOND
"""How often files that are in use are looked at: a key that was learned works at once."""
LARGEST = 1_000_000
"""Bytes that are read of one. A layout may have a fifth; some years of a museum's calendar do."""


class UnansweredError(OSError):
    """A file's disk or share has not said yet what is in it."""


class FollowedFiles(Protocol):
    """The protocol of files that are followed. One thread."""

    @property
    def trouble(self) -> Said:
        """Return why the files do not answer, in words; empty while they do."""
        ...

    def follow(self, *files: Path) -> None:
        """Look after these files, too; each is read soon."""
        ...

    def wait(self) -> None:
        """Wait until each has been read, but no longer than a show does that begins."""
        ...

    def look(self, now_ns: int) -> None:
        """Look whether another one lies there; to be called often."""
        ...

    def version(self, file: Path) -> int:
        """Return a number that is another one when the file is; 0 if it never answered."""
        ...

    def read(self, file: Path) -> bytes:
        """Return what was in a file. Raises OSError where it cannot be read, or did not answer."""
        ...


@dataclass(frozen=True)
class FileRead:
    """The finding in a file: its bytes, or why there are none."""

    data: bytes = b""
    fault: OSError | None = None


class OwnFiles:
    """Files that this process reads itself, and waits for."""

    def __init__(self) -> None:
        self._files: dict[Path, tuple[object, int, FileRead]] = {}
        self._looked_ns = 0
        self.trouble = NOTHING

    def follow(self, *files: Path) -> None:
        """Look after these files, too; each is read now."""
        for file in files:
            if file not in self._files:
                self._files[file] = _stamp(file), 1, _read(file)

    def wait(self) -> None:
        """Wait for nothing: all have been read."""

    def look(self, now_ns: int) -> None:
        """Read those that have become others since; cheap to call at any time."""
        if now_ns - self._looked_ns < LOOK_NS:
            return
        self._looked_ns = now_ns
        for file, (stamp, version, _) in self._files.items():
            if (seen := _stamp(file)) != stamp:
                self._files[file] = seen, version + 1, _read(file)

    def version(self, file: Path) -> int:
        """Return how often another one was found."""
        return self._files[file][1]

    def read(self, file: Path) -> bytes:
        """Return its bytes. Raises OSError."""
        found = self._files[file][2]
        if found.fault is not None:
            raise found.fault
        return found.data


def _stamp(file: Path) -> object:
    """Return what changes when a file does."""
    try:
        found = file.stat()
    except OSError as fault:
        return fault.errno
    return found.st_mtime_ns, found.st_ino, found.st_size


def _read(file: Path) -> FileRead:
    try:
        with open_regular(file) as opened:
            return FileRead(opened.read(LARGEST + 1))
    except OSError as fault:
        return FileRead(fault=fault)
