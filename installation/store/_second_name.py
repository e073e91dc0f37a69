"""Gives a film a second name in the state folder, so that it outlives the one in its own folder.

A copy that shares its blocks where the file system can do that (btrfs, XFS), else a hard link;
neither takes room or time. Both need the film's own disk, and a link to another user's film is
refused by default (``fs.protected_hardlinks``): then it is the name of a copy.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from installation.files import open_regular
from installation.store._digest import Stamp, stamp_of

FICLONE = 0x40049409
"""From linux/fs.h: share another file's blocks."""


class NameTaken(Struct, frozen=True, tag=True):
    """The outcome: the stamp of the file that has the name now, or why there is none."""

    name: Path
    stamp: Stamp | None = None
    why: str = ""


class SecondName(Struct, frozen=True, tag=True):
    """A name that a film is to get; ``copy`` is where its copy would be, if there is one."""

    film: Path
    copy: Path
    name: Path

    def take(self) -> NameTaken:
        """Give it the name. Takes as long as the film's disk likes; never raises OSError."""
        try:
            self.name.parent.mkdir(parents=True, exist_ok=True)
            self.name.unlink(missing_ok=True)
            try:
                name_again(self.film, self.name)
            except OSError:
                if not self.copy.exists():
                    raise  # that is why, and not that there is no copy
                os.link(self.copy, self.name)
            return NameTaken(self.name, stamp_of(self.name))
        except OSError as fault:
            return NameTaken(self.name, why=fault.strerror or str(fault))


def name_again(film: Path, name: Path) -> None:
    """Give a film another name without copying it. Raises OSError where that cannot be had."""
    try:
        with open_regular(film) as old, name.open("xb") as new:
            fcntl.ioctl(new.fileno(), FICLONE, old.fileno())
    except OSError:
        name.unlink(missing_ok=True)
        os.link(film, name)


def needs_copy(film: Path, folder: Path, probe: str) -> bool:
    """Tell whether a film can have no second name in a folder, but that of a copy."""
    name = folder / f".{probe}.tmp"
    with suppress(OSError):
        name.unlink()
    try:
        name_again(film, name)
    except OSError:
        return True
    name.unlink()
    return False
