"""A film's copy on the state folder's disk, for versions folders that lie on another one.

A second name of a film (see :mod:`installation.store._films`) can be had on its own disk only. On
a network share, say, the intake copies each film that it finds good: players then read the copy,
and what is deleted, or a share that is away, does not matter to them.
"""

import os
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from installation.files import sync_folder
from installation.store._digest import stamp_of

LEFT = 4 << 30
"""Bytes that a copy leaves free; without the room there is none, and the film plays from its place.
"""
CLAIMED_S = 600.0
"""A copy that is wanted by nobody after so long may go; a new one is claimed within seconds."""


def spare_of(state_dir: Path, content: str) -> Path:
    """Return where the copy of a content is, or would be."""
    return state_dir / "films" / f"{content}.spare"


def keep_spare(film: Path, state_dir: Path, content: str, left: int = LEFT) -> bool:
    """Copy a film whose disk is another one, unless that is done; True when there is a copy.

    Raises OSError when it cannot be written. What is there is whole.
    """
    path = spare_of(state_dir, content)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = film.stat()
    if path.exists() or before.st_dev == path.parent.stat().st_dev:
        return path.exists()
    if before.st_size + left > shutil.disk_usage(path.parent).free:
        return False
    stamp, part = stamp_of(film), path.with_suffix(".tmp")
    try:
        with film.open("rb") as old, part.open("wb") as new:
            shutil.copyfileobj(old, new, 4 << 20)
            new.flush()
            os.fsync(new.fileno())
        if stamp_of(film) != stamp:
            return False
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def sweep_spares(state_dir: Path, wanted: Collection[str]) -> None:
    """Let go of the copies that nobody wants."""
    for path in (state_dir / "films").glob("*.spare"):
        with suppress(OSError):
            if path.stem not in wanted and time.time() - path.stat().st_mtime > CLAIMED_S:
                path.unlink()
