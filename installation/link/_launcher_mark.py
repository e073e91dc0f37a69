"""Tells a show's processes whether its launcher lives: a lock on a file in the run folder.

The stage, the players and the remote outlive the controller, and even the launcher, for the next
one takes them over. When none comes they have to end by themselves.

A kiosk's session has the mark, too: it begins the next launcher, however long that takes. On an
emulated machine it took more than half a minute, and the wall had gone dark before it came.
"""

import fcntl
import os
import struct
from contextlib import suppress
from pathlib import Path

from installation.timeline import WatchedTime
from installation.units import MILLISECOND, SECOND

ABANDONED_NS = 30 * SECOND
"""How long a show plays without a launcher, and without a session that would begin one."""
LOOK_NS = 500 * MILLISECOND
_LOCK = struct.Struct("hhqqi")
"""The kernel's `struct flock`: type, from where, start, length, pid."""


class LauncherMark:
    """The launcher's side: held from its making until :meth:`release`, or the process's end.

    Several may hold it at once.
    """

    def __init__(self, endpoint: str) -> None:
        path = _beside(endpoint)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # no other process has it: what a launcher starts does not inherit it
        self.handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        fcntl.fcntl(self.handle, fcntl.F_OFD_SETLK, _whole(fcntl.F_RDLCK))

    def release(self) -> None:
        """Give it up."""
        os.close(self.handle)


class AbandonedShow:
    """The side of a process that outlives launchers. Asks without taking the lock itself."""

    def __init__(self, endpoint: str) -> None:
        self._path = _beside(endpoint)
        self._watched = WatchedTime()
        self._look_ns = self._alone_ns = 0

    def looked(self, now_ns: int) -> bool:
        """Tell whether there has been no launcher for too long; called several times a second."""
        if now_ns < self._look_ns:
            return False
        self._look_ns = now_ns + LOOK_NS
        passed_ns = self._watched.passed(now_ns)
        self._alone_ns = 0 if self._is_held() else self._alone_ns + passed_ns
        return self._alone_ns > ABANDONED_NS

    def _is_held(self) -> bool:
        """A file that is not there says nothing: somebody may have swept the folder."""
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            return True
        try:
            found = fcntl.fcntl(handle, fcntl.F_OFD_GETLK, _whole(fcntl.F_WRLCK))
        except OSError:
            return True
        finally:
            os.close(handle)
        return bool(_LOCK.unpack(found)[0] != fcntl.F_UNLCK)


def _whole(kind: int) -> bytes:
    return _LOCK.pack(kind, os.SEEK_SET, 0, 0, 0)


def _beside(endpoint: str) -> Path:
    return Path(endpoint.removeprefix("ipc://")).with_name("launcher")


def held_mark(endpoint: str) -> LauncherMark | None:
    """Hold the launcher's mark; None where that cannot be done, and then nobody misses it."""
    with suppress(OSError):
        return LauncherMark(endpoint)
    return None
