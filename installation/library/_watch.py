"""Hints that something has happened in the versions folder. The only file that imports watchdog.

A hint and no more: network shares send none, a flood may lose some. The library's own look at the
folder every two seconds is the truth; a hint makes it come sooner. Where the kernel's own hints do
harm (some network and FUSE file systems), a watcher that polls does without them.
"""

import os
from contextlib import suppress
from pathlib import Path

from watchdog.events import (
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

POLL_S = 1.0
"""How often a polling watcher looks; it knows films by time and size."""


class Watcher(FileSystemEventHandler):
    """Watches a folder and the folders in it; becomes readable when something has happened.

    ``fileno()`` suits a QSocketNotifier or select. watchdog calls from a thread of its own, which
    only marks the event; everything else belongs to the thread that made the watcher.
    """

    def __init__(self, folder: Path, poll: bool = False) -> None:
        self._folder, self._poll = folder, poll
        self._event = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._observer: BaseObserver | None = None
        self._inode: tuple[int, int] | None = None
        self.follow()

    def fileno(self) -> int:
        """The descriptor that becomes readable."""
        return self._event

    def take(self) -> bool:
        """Tell whether something has happened since the last call."""
        with suppress(BlockingIOError):
            return os.eventfd_read(self._event) > 0
        return False

    def follow(self) -> bool:
        """Watch the folder that has this name now, if it is another one than before.

        Call it now and then. False when it cannot be watched (not there, or the machine's limit
        of watches is reached): the library then lives by its own looks.
        """
        try:
            seen = self._folder.stat()
        except OSError:
            self._stop()
            return False
        inode = (seen.st_dev, seen.st_ino)
        if inode == self._inode:
            return True
        self._stop()
        observer = PollingObserver(timeout=POLL_S) if self._poll else Observer()
        try:
            observer.schedule(self, str(self._folder), recursive=True)
            observer.start()
        except OSError:
            return False
        self._observer, self._inode = observer, inode
        self.on_any_event(None)  # what happened before the watch began
        return True

    def on_any_event(self, event: FileSystemEvent | None) -> None:
        """Mark what changes something; watchdog's thread calls this. Reading changes nothing."""
        if event is None or event.event_type not in (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE):
            with suppress(BlockingIOError):  # marked more often than can be counted: it is marked
                os.eventfd_write(self._event, 1)

    def close(self) -> None:
        """Stop watching; its thread is gone afterwards."""
        self._stop()
        os.close(self._event)

    def _stop(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
        self._observer = self._inode = None
