"""The small pictures that the intake has made of each version, read from the state folder.

A thread reads them: a disk that is slow, or hangs, never holds up the panel.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage

from installation.show import VersionStatus
from installation.store import ContentStore

AT_ONCE = 12
"""How many are read between two looks at the show; one takes 2 ms."""
TRIES = 40
"""How often one that is not there is looked for; it is made a moment after a new manifest."""

PictureKey = tuple[str, str]
"""A version's revision, and the file's name."""


class FilmPictures:
    """Has the pictures that have been asked for, a few more at each :meth:`fetch`. Qt's thread."""

    def __init__(self, state: Path | None) -> None:
        self._store = ContentStore(state) if state is not None else None
        self._images: dict[PictureKey, QImage] = {}
        self._wanted: dict[PictureKey, int] = {}
        """What is looked for, and how often it was in vain."""
        self._thread: threading.Thread | None = None
        self._read: dict[PictureKey, QImage] = {}
        """What the thread has read; for others once it has ended."""

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

    @property
    def count(self) -> int:
        """Return how many there are by now."""
        return len(self._images)

    def fetch(self) -> None:
        """Take in what was read since, and have a few more read of those that are wanted."""
        if self._store is None or (self._thread is not None and self._thread.is_alive()):
            return
        read, self._read = self._read, {}
        for key, image in read.items():
            if image.isNull():
                self._wanted[key] += 1
            else:
                self._images[key] = image
                del self._wanted[key]
        keys = [key for key, tries in self._wanted.items() if tries < TRIES][:AT_ONCE]
        if keys:
            self._thread = threading.Thread(
                target=self._look, args=(self._store, keys), name="film pictures"
            )
            self._thread.daemon = True  # a disk that hangs must not hold up the panel's end
            self._thread.start()

    def _look(self, store: ContentStore, keys: Sequence[PictureKey]) -> None:
        self._read = {
            (revision, file): QImage.fromData(store.thumbnails(revision).get(file) or b"")
            for revision, file in keys
        }
