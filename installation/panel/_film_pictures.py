"""The small pictures that the intake has made of each version, read from the state folder."""

from pathlib import Path

from PySide6.QtGui import QImage

from installation.show import VersionStatus
from installation.store import ContentStore

AT_ONCE = 3
"""How many are read between two looks at the show: one takes 2 ms, and nobody waits for all."""
TRIES = 40
"""How often one that is not there is looked for; it is made a moment after a new manifest."""


class FilmPictures:
    """Has the pictures that have been asked for, a few more at each :meth:`fetch`. Qt's thread."""

    def __init__(self, state: Path | None) -> None:
        self._store = ContentStore(state) if state is not None else None
        self._images: dict[tuple[str, str], QImage] = {}
        self._wanted: dict[tuple[str, str], int] = {}
        """What is looked for, and how often it was in vain."""

    def of(self, version: VersionStatus) -> list[tuple[str, QImage]]:
        """Return a version's pictures, by beat; those that are there by now, the poster's first."""
        found = []
        for beat, file in version.pictures:
            key = version.revision, file
            if key in self._images:
                found.append((beat, self._images[key]))
            else:
                self._wanted.setdefault(key, 0)
        return found

    def fetch(self) -> bool:
        """Read a few of those that are wanted; True when there are more than before."""
        if self._store is None:
            return False
        looked, more = 0, False
        for key, tries in list(self._wanted.items()):
            if looked == AT_ONCE:
                break
            if tries >= TRIES:
                continue
            looked += 1
            revision, file = key
            image = QImage.fromData(self._store.thumbnails(revision).get(file) or b"")
            if image.isNull():
                self._wanted[key] = tries + 1
                continue
            self._images[key] = image
            del self._wanted[key]
            more = True
        return more
