"""House copies of films in the state folder: ``copies/<hash>-<recipe>.mov``, one for each recipe.

The hash is the original's. Beside a copy that is being made lies a folder with what of it is done,
``<hash>-<recipe>.parts``: work that was ended goes on from there.
"""

import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from installation.store._shelf import Shelf

LEFT = 4 << 30
"""Bytes that house copies leave free on the state folder's disk."""
CLAIMED_S = 600.0
"""A copy that nobody wants after so long may go; a new one is claimed within seconds."""
GIVEN_UP_S = 7 * 86400.0
"""So may parts to which none was added for a week: the film was taken away, or is another one."""
_PARTS = ".parts"


class HouseCopies(Shelf):
    """The copies by name (:meth:`installation.model.HouseCopy.name`)."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, ".mov")

    def parts(self, name: str) -> Path:
        """Return the folder for the parts of a copy that is being made."""
        return self.folder / f"{name}{_PARTS}"

    def check_room(self, wanted: int, left: int = LEFT) -> None:
        """Raise OSError unless there is room for so many bytes, and ``left`` beside them."""
        self._need_room(wanted, left, "its house copy")

    def keep_only(self, originals: Collection[str]) -> None:
        """Let go of the copies of all other originals than those with these hashes."""
        now_s = time.time()
        for path in self.folder.glob("*"):
            with suppress(OSError):
                if path.name.partition("-")[0] in originals:
                    continue
                age_s = now_s - path.stat().st_mtime
                if path.suffix == _PARTS and age_s > GIVEN_UP_S:
                    shutil.rmtree(path)
                elif path.suffix == ".mov" and age_s > CLAIMED_S:
                    path.unlink()
