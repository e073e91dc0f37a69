"""Keeps a state folder for one show: a lock on a file in it, which says whose it is."""

import contextlib
import errno
import fcntl
import os
import time
from pathlib import Path
from typing import IO

from installation.errors import KissError

ENDS_S = 15.0
"""How long a killed launcher's controller is waited for, which dies with it: on an emulated machine
that was busy it took more than 12 s."""


class ShowLock:
    """One show for each state folder. The lock goes with all who have its file, however they end.

    Whoever decides has it, too: a controller whose launcher was killed keeps the next show waiting,
    until it has ended.
    """

    def __init__(self, state: Path) -> None:
        try:
            state.mkdir(parents=True, exist_ok=True)
            self._file = _lock_file(state / "lock")
        except OSError as fault:
            raise KissError(
                f"{state}: the state folder cannot be used: {fault.strerror}",
                "Make room or give it to this user, or name another one with --state DIR.",
            ) from fault
        try:
            holder = self._take()
        except OSError as fault:  # a share without a lock service
            self._file.close()
            raise KissError(
                f"{state}: files cannot be locked there: {fault.strerror}",
                "Name a state folder on a disk of this machine with --state DIR.",
            ) from fault
        if holder is not None:
            self._file.close()
            raise KissError(
                f"a show is playing already for the state folder {state} (process {holder})",
                "Stop that one first, or give this one a folder of its own with --state DIR.",
            )
        # only for the message above, so a full disk is no reason not to play
        with contextlib.suppress(OSError):
            os.ftruncate(self._file.fileno(), 0)
            os.write(self._file.fileno(), f"{os.getpid()}\n".encode())

    def _take(self) -> str | None:
        """Lock it; return the launcher of the show that has it already, in words."""
        until = time.monotonic() + ENDS_S
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._file.seek(0)
                holder = self._file.read().strip()
                gone = holder.isdecimal() and not Path("/proc", holder).exists()
                if not gone or time.monotonic() > until:
                    return holder or "unknown"
                time.sleep(0.05)
            else:
                return None

    def fileno(self) -> int:
        """The descriptor that holds the lock."""
        return self._file.fileno()

    def release(self) -> None:
        """Let another show begin."""
        self._file.close()


def _lock_file(path: Path) -> IO[str]:
    """Open the lock's file; a disk that has become read-only after a fault lets it be read."""
    try:
        return path.open("a+")
    except OSError as fault:
        if fault.errno != errno.EROFS or not path.exists():
            raise
        return path.open()


def wait_for_end(state: Path, patience_s: float) -> bool:
    """Wait until no show has the state folder; False when one still has after so long."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            with (state / "lock").open() as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        except OSError:  # there is no such folder any more
            return True
