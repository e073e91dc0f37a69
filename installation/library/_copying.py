"""Brings a film or a version folder into the versions folder so that it is there whole or not.

Copied under a hidden name that no look at the folder counts, read again from the disk and compared
by checksum, made to last, and only then given its name, in one step.
"""

import ctypes
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from installation.errors import LibraryError
from installation.files import give, make_folder, sync_folder
from installation.model import composed

CHUNK = 4 << 20
READABLE, OPEN = 0o644, 0o755
AT_FDCWD, RENAME_EXCHANGE = -100, 2


def copy_film(
    source: Path, folder: Path, replace: bool, progress: Callable[[int, int], None]
) -> Path:
    """Copy a film or a folder there, and return its new path; ``progress`` gets bytes and all.

    With ``replace`` it takes the place of what has its name. Raises LibraryError with what to do,
    OSError for a full disk and the like; nothing is left behind either way.
    """
    target = _place(source.name, folder)
    if not source.name or source.absolute().parent == folder.absolute():
        raise LibraryError(f"{source}: it lies in the versions folder already", "It needs no add.")
    if target.exists() and not replace:
        raise LibraryError(
            f"{source.name} is there already",
            "With --replace this becomes its new revision; or give it another name.",
        )
    parts = sorted(p for p in source.rglob("*") if p.is_file()) if source.is_dir() else [source]
    total = 2 * sum(part.stat().st_size for part in parts)  # written once, read once
    free = shutil.disk_usage(folder).free
    if total // 2 > free:
        raise LibraryError(
            f"{source.name} needs {total // 2 / 1e9:.1f} GB, and {folder} has {free / 1e9:.1f} GB",
            "Make room there.",
        )
    hidden = folder / f".{target.name}.part"
    _remove(hidden)
    done = 0

    def add(count: int) -> None:
        nonlocal done
        done += count
        progress(done, total)

    try:
        for part in parts:
            there = hidden / part.relative_to(source) if source.is_dir() else hidden
            make_folder(there.parent)
            _copied(part, there, add)
        if source.is_dir():
            for folder_path in [*(p for p in hidden.rglob("*") if p.is_dir()), hidden]:
                folder_path.chmod(OPEN)
                sync_folder(folder_path)
        _named(hidden, target)
        sync_folder(folder)
    finally:
        _remove(hidden)
    return target


def _place(name: str, folder: Path) -> Path:
    """Return where a name lies in a folder: what is there under it keeps its own letters."""
    alike = (path for path in folder.iterdir() if composed(path.name) == composed(name))
    return folder / name if (folder / name).exists() else next(alike, folder / name)


def _copied(source: Path, target: Path, add: Callable[[int], None]) -> None:
    """Copy one file and read it again from the disk, not from memory."""
    written = hashlib.blake2b()
    with source.open("rb", buffering=0) as old, target.open("wb", buffering=0) as new:
        while chunk := old.read(CHUNK):
            written.update(chunk)
            view = memoryview(chunk)
            while view:
                view = view[new.write(view) :]
            add(len(chunk))
        os.fsync(new.fileno())
    read = hashlib.blake2b()
    with target.open("rb", buffering=0) as copy:
        os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := copy.read(CHUNK):
            read.update(chunk)
            add(len(chunk))
    if written.digest() != read.digest():
        raise LibraryError(
            f"{source}: what was written is not what is read back", "The disk may be failing."
        )
    # its owner's alone, as many a film in a home folder is, it could not be read by who plays
    target.chmod(READABLE)
    give(target, target.parent)


def _named(hidden: Path, target: Path) -> None:
    """Give it its name in one step; what had it before goes (files by rename, folders swapped)."""
    if not target.exists() or not hidden.is_dir():
        hidden.replace(target)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    one, two = os.fsencode(hidden), os.fsencode(target)
    if libc.renameat2(AT_FDCWD, one, AT_FDCWD, two, RENAME_EXCHANGE) != 0:
        raise LibraryError(
            f"{target}: this file system cannot replace a folder in one step",
            "Give the new one a name of its own, and retire the old one.",
        )


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
