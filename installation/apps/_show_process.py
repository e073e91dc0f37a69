"""Runs `kiss play` for the kiosk's session, and ends it when it hangs.

A show tells how it goes, at least every second, as a service tells systemd. One that says nothing
hangs, and is killed; its stage and players play on, and the next one takes them over. They wait
for that one as long as this process lives: it holds the launcher's mark beside the launcher.
"""

import contextlib
import logging
import os
import select
import subprocess
import time
from collections.abc import Sequence

from installation.apps import _notify as notify
from installation.apps._niceness import send_ahead
from installation.link import LauncherMark, held_mark, process_handle
from installation.show import Pulse

log = logging.getLogger("session")


class ShowProcess:
    """The show's process, one after the other. ``endpoint`` is the show's. Not thread-safe."""

    def __init__(self, command: Sequence[str], endpoint: str) -> None:
        self.ready = False
        """A picture has been on the glass, if only the waiting one."""
        self.spoke = False
        """The one that was begun last has said how it goes."""
        self.well = self.was_well = False
        """What it said last is that all is well; it has said so, at least once."""
        self._command, self._endpoint = list(command), endpoint
        self._mark: LauncherMark | None = None
        self._socket = notify.NotifySocket()
        self._process: subprocess.Popen[bytes] | None = None
        self._ends: int | None = None
        self._pulse = Pulse()

    @property
    def runs(self) -> bool:
        """It was begun, and its end has not been told yet."""
        return self._process is not None

    def begin(self) -> None:
        """Start it. Raises OSError when that cannot be done."""
        around = {**os.environ, notify.VARIABLE: str(self._socket.path)}
        self._pulse, self.spoke, self.well, self.was_well = Pulse(), False, False, False
        self._release_mark()  # a show that ends in order sweeps the folder that it lies in
        self._mark = held_mark(self._endpoint)
        self._process = subprocess.Popen(self._command, env=around)
        if self.ready:  # the wall plays, and waits for it
            send_ahead(self._process.pid)
        self._ends = process_handle(self._process.pid)

    def wait(self, at_most_s: float) -> None:
        """Wait until it says something, or ends."""
        wakes = [self._socket.fileno(), *([] if self._ends is None else [self._ends])]
        select.select(wakes, (), (), at_most_s)

    def look(self) -> int | None:
        """Pass on what it says, and end it if it hangs; its exit code once it has ended."""
        lines, now_ns = self._socket.heard(), time.monotonic_ns()
        if self._process is None:
            return None
        if lines:
            self._pulse.spoke()
            self.spoke = True
            self.ready |= notify.READY in lines
            self.well = notify.ALIVE in lines
            self.was_well |= self.well
            notify.notify(*dict.fromkeys(lines))
        if self._pulse.looked(now_ns, self._process.pid):
            log.warning("the show hangs; it is started again, the wall plays on")
            self._pulse, self.well = Pulse(), False  # one that a disk holds lives on
            self._process.kill()
        code = self._process.poll()
        if code is not None:
            self._forget()
        return code

    def end(self) -> None:
        """Have it end, and wait for that."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            self._process.wait()
            self._forget()
        self._release_mark()
        self._socket.close()

    def _forget(self) -> None:
        self._process = None
        if self._ends is not None:
            os.close(self._ends)
            self._ends = None

    def _release_mark(self) -> None:
        if self._mark is not None:
            self._mark.release()
            self._mark = None
