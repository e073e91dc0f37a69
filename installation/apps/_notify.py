"""Tells systemd, or whoever stands in its place, how the show goes: sd_notify(3), both ends.

Each message is one datagram of lines such as ``READY=1`` or ``WATCHDOG=1``, to the socket that an
environment variable names. systemd calls it NOTIFY_SOCKET; a kiosk's session has it by another name
(:mod:`installation.apps.xserver`), for the X server says READY=1 to that one, long before there is
a picture. The session listens to the show in systemd's place, and passes on what it hears: so each
level is fed by the one below it.
"""

import contextlib
import os
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "KISS_NOTIFY_SOCKET"
READY, ALIVE = "READY=1", "WATCHDOG=1"
_LONGEST = 4096


def notify(*lines: str, environment: Mapping[str, str] = os.environ) -> None:
    """Send a message, if somebody listens. It never waits: who does not read misses it."""
    where = environment.get(VARIABLE, "")
    if not where:
        return
    # a name that begins with @ is in the kernel's own name space
    address = f"\0{where[1:]}" if where.startswith("@") else where
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto("\n".join(lines).encode(), socket.MSG_DONTWAIT, address)


def extended(seconds: float) -> str:
    """Return the line that asks for more time to start, from now on."""
    return f"EXTEND_TIMEOUT_USEC={round(seconds * 1e6)}"


class NotifySocket:
    """A socket that a child process is to tell how it goes."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kiss-notify.")  # this user's only
        self.path = Path(self._folder.name, "socket")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self.path))
        self._socket.setblocking(False)

    def fileno(self) -> int:
        """The descriptor to wait at for what comes."""
        return self._socket.fileno()

    def heard(self) -> list[str]:
        """Return the lines that have come since the last time, oldest first."""
        lines: list[str] = []
        with contextlib.suppress(BlockingIOError):
            while True:
                lines += self._socket.recv(_LONGEST).decode(errors="replace").splitlines()
        return lines

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()
        self._folder.cleanup()
