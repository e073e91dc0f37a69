"""Films' copies on the state folder's disk, for films whose blocks cannot be shared there.

That is so on ext4, and where the films are on another disk or a share (see
:mod:`installation.store._second_name`). The intake copies each such film that it finds good, if
there is room: players then read the copy, and what is deleted or written over, or a share that is
away, does not matter to them.
"""

import errno
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from installation.files import open_regular, writing_whole
from installation.store._digest import CHUNK, stamp_of
from installation.store._second_name import needs_copy
from installation.store._shelf import Shelf

LEFT = 4 << 30
"""Bytes that a copy leaves free; without the room there is none, and the film plays from its place.
"""
CLAIMED_S = 600.0
"""A copy that is wanted by nobody after so long may go; a new one is claimed within seconds."""


class LocalCopies(Shelf):
    """One copy per content, ``films/<hash>.spare``."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, ".spare")

    def keep(self, film: Path, content: str, left: int = LEFT) -> bool:
        """Copy a film that needs a copy, unless that is done; True when there is one.

        Raises OSError when it cannot be written or the film changes, with nothing left.
        """
        path = self.path(content)
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = stamp_of(film)
        if path.exists() or not needs_copy(film, self.folder, content):
            return path.exists()
        if stamp.size + left > shutil.disk_usage(self.folder).free:
            return False
        with open_regular(film) as old, writing_whole(path) as new:
            shutil.copyfileobj(old, new, CHUNK)
            if stamp_of(film) != stamp:
                raise OSError(errno.ESTALE, "It changed while it was copied", str(film))
        return True

    def keep_only(self, wanted: Collection[str]) -> None:
        """Let go of the copies that nobody wants."""
        for content in self.names():
            with suppress(OSError):
                age_s = time.time() - self.path(content).stat().st_mtime
                if content not in wanted and age_s > CLAIMED_S:
                    self.path(content).unlink()
