"""Files that are there whole or not at all: temporary name, fsync, rename, fsync of the folder.

What root writes is whose the old file was, or the folder: a technician who has said ``sudo`` goes
on editing a layout without, and the user who plays reads the keys that were made for the show.
"""

import contextlib
import errno
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from installation.said import NOTHING, Said


def write_whole(
    path: Path, data: bytes, mode: int | None = None, survives_power_cut: bool = True
) -> None:
    """Replace ``path`` by ``data`` so that a power cut leaves the old content or the new one.

    ``mode`` is the new file's; without it, it is its owner's alone (0o600). Raises OSError (a full
    disk, say) with the old content untouched. One that need not survive a power cut (in a folder
    that is memory) waits for no disk.
    """
    with writing_whole(path, mode, survives_power_cut) as file:
        file.write(data)


@contextlib.contextmanager
def writing_whole(
    path: Path, mode: int | None = None, survives_power_cut: bool = True
) -> Iterator[BinaryIO]:
    """Give a file to write that takes the place of ``path`` at the end, like :func:`write_whole`.

    It can be read again, too. What is raised within leaves the old content untouched, and nothing
    beside it.
    """
    make_folder(path.parent)
    prefix = f".{path.name}.{os.getpid()}."
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            give(file.fileno(), path if path.exists() else path.parent)
            file.flush()
            if survives_power_cut:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if survives_power_cut:
        sync_folder(path.parent)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder, and those above it, if they are not there; raises OSError.

    One that root makes is whose the folder is that it lies in.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=mode, exist_ok=True)
    give(folder, folder.parent)


def give(made: int | Path, like: Path) -> None:
    """Have what root has made belong to whom something else does; a network disk may refuse.

    Whoever is not root gives nothing away.
    """
    if os.geteuid():
        return
    owner = like.stat()
    with contextlib.suppress(PermissionError):
        os.chown(made, owner.st_uid, owner.st_gid)


def half_written(folder: Path) -> Iterator[Path]:
    """Return what other processes write at the moment in a folder, or were killed over.

    What this process writes is not among it: a thread may be about to finish that.
    """
    own = f".{os.getpid()}."
    return (path for path in folder.rglob("*.tmp") if own not in path.name)


def open_regular(path: Path) -> BinaryIO:
    """Open a file to read, if it is a regular one.

    Raises OSError for everything else. A named pipe would block its reader until somebody writes,
    a device for as long as it likes; neither is a film or a text, whatever its name says.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "It is not a regular file", str(path))
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def sync_folder(folder: Path) -> None:
    """Make a rename within ``folder`` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


HUNG_S = 10.0
"""A disk that has been busy with one thing for so long hangs, as far as a person can tell."""


class DiskWait:
    """Tells a disk that hangs from one that is slow. One thread uses the disk, any other asks."""

    def __init__(self) -> None:
        self._since_s: float | None = None

    def begin(self) -> None:
        """Note that the disk is given something to do."""
        self._since_s = time.monotonic()

    def end(self) -> None:
        """Note that it has done it, or refused."""
        self._since_s = None

    def trouble(self) -> Said:
        """Return what is wrong with it, in words; empty while it answers."""
        since_s = self._since_s
        busy_s = 0.0 if since_s is None else time.monotonic() - since_s
        if busy_s <= HUNG_S:
            return NOTHING
        return Said("its disk has not answered for {busy_s:.0f} s", busy_s=busy_s)
