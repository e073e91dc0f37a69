"""Keeps the fork server that the launcher has for its controllers: it loads once."""

import os
import socket
import subprocess
import sys

_ROOM = "-" * 1000
"""Makes the fork server's words as long as a copy's may become, whose name takes their place."""


class KeptForkServer:
    """One server for all controllers, one after the other: a new one finds it loaded.

    It imports next to nothing, so that the server is under way at once.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """Return the server; None before the first :meth:`line`."""
        return self._process

    def line(self) -> int:
        """Return the controllers' end of the line to it; it is started if it does not run."""
        if self._line is None or self._process is None or self._process.poll() is not None:
            self.close()
            self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = self._start(theirs.fileno())
        return self._line.fileno()

    def close(self) -> None:
        """Let it end, once no controller has its line any more."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _start(self, fd: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "installation.apps.forks", str(fd), _ROOM],
            start_new_session=True,
            pass_fds=[fd],
            # a copy's name takes the room of its words, and never that of its environment
            env={**os.environ, "SPT_NOENV": "1"},
        )
