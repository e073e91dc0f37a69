"""Gives a film a second name in the state folder, so that it outlives the one in its own folder.

A copy that shares its blocks where the file system can do that (btrfs, XFS) takes no room or time.
Elsewhere (ext4, another disk, a share) it is the name of a copy, which the intake has made. Until
there is one, or without room for it, it is a hard link: that survives a deletion and a replacement,
but what is written over in place changes under both names. A link to another user's film is refused
by default (``fs.protected_hardlinks``).
"""

import errno
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
    """The outcome: the stamp of the file that has the name now, or why there is none.

    One that is not ``apart`` changes when somebody writes over the film in place. ``changed``: that
    has been done already.
    """

    name: Path
    stamp: Stamp | None = None
    why: str = ""
    apart: bool = False
    changed: bool = False


class SecondName(Struct, frozen=True, tag=True):
    """A name that a film is to get; ``copy`` is where its copy would be, if there is one.

    ``stamp`` is the film's as it was when its content was looked at, if that is known.
    """

    film: Path
    copy: Path
    name: Path
    stamp: Stamp | None = None

    def take(self) -> NameTaken:
        """Give it the name. Takes as long as the film's disk likes; never raises OSError."""
        new = _on_its_way(self.name)
        try:
            self.name.parent.mkdir(parents=True, exist_ok=True)
            new.unlink(missing_ok=True)
            apart = self._make(new)
            made = stamp_of(new)
            new.replace(self.name)
            return NameTaken(self.name, made, apart=apart)
        except OSError as fault:
            changed = fault.errno == errno.ESTALE
            return NameTaken(self.name, why=fault.strerror or str(fault), changed=changed)
        finally:
            with suppress(OSError):  # two names of one file: the rename has left both
                new.unlink(missing_ok=True)

    def _make(self, new: Path) -> bool:
        """Make the file; True when it is apart from the film. Raises OSError."""
        try:
            clone(self.film, new)
        except OSError:
            if self.copy.exists():
                os.link(self.copy, new)
                return True
            os.link(self.film, new)
            self._check_unchanged()
            return False
        self._check_unchanged()
        return True

    def _check_unchanged(self) -> None:
        """Raise OSError when what was named is not what was looked at."""
        if self.stamp is not None and stamp_of(self.film) != self.stamp:
            raise OSError(errno.ESTALE, "It was written over since it was looked at")


def _on_its_way(name: Path) -> Path:
    return name.with_name(f".{name.name}")


def clone(film: Path, name: Path) -> None:
    """Make a copy of a film that shares its blocks. Raises OSError where that cannot be had."""
    try:
        with open_regular(film) as old, name.open("xb") as new:
            fcntl.ioctl(new.fileno(), FICLONE, old.fileno())
    except OSError:
        name.unlink(missing_ok=True)
        raise


def needs_copy(film: Path, folder: Path, probe: str) -> bool:
    """Tell whether a film can be kept apart in a folder only by copying it."""
    name = folder / f".{probe}.tmp"
    with suppress(OSError):
        name.unlink()
    try:
        clone(film, name)
    except OSError:
        return True
    name.unlink()
    return False
