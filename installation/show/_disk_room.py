"""Says that the state folder's disk fills up, while there is still time to do something."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from installation.said import NOTHING, Said

LOW_BYTES = 500_000_000
"""The copies of films stop at 4 GB; indexes, thumbnails and a year of the ledger take this much."""
WELL = 1.2
"""By how much more there has to be room again until nothing is said any more."""


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class DiskRoom:
    """``trouble`` is what there is to say about the disk; empty when it has room."""

    def __init__(self, folder: Path, free: Callable[[Path], int] = _free) -> None:
        self._folder, self._free = folder, free
        self.trouble = NOTHING
        self.free_bytes: int | None = None
        """How much room there was at the last look."""

    def look(self) -> bool:
        """Look how much room there is; True when that has become too little just now."""
        before = self.trouble
        with suppress(OSError):  # gone: who writes there says so
            free = self.free_bytes = self._free(self._folder)
            low = free < LOW_BYTES * (WELL if before else 1)
            self.trouble = self._short_of(free) if low else NOTHING
        return bool(self.trouble) and not before

    def _short_of(self, free: int) -> Said:
        return Said(
            "the disk of {folder} has {free_mb:.0f} MB left: make room, or new films cannot be"
            " looked at and the record of the show comes to an end",
            folder=str(self._folder),
            free_mb=free / 1e6,
        )
