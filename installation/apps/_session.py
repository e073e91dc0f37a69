"""Keeps the show in an X server of its own on a kiosk, and its displays side by side.

It never ends by itself, for with it ends the X server: a show that cannot begin is tried again, so
that a corrected layout plays, and one that was told to end leaves dark displays.
"""

import contextlib
import logging
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from types import FrameType

from installation.errors import KioskError

LOOK_S = 2.0
"""How often the displays are looked at."""
LONGEST_PAUSE_S = 300.0
"""How seldom they are, at last, when they cannot be set: each try may make the wall blink."""
AGAIN_S = 10.0
"""When a show that could not begin, or broke down, is tried again."""

log = logging.getLogger("session")


class Session:
    """``command`` plays; ``arrange`` puts the displays in order, and says what it changed."""

    def __init__(self, command: Sequence[str], arrange: Callable[[], Sequence[str]]) -> None:
        self._command, self._arrange = list(command), arrange
        self._show: subprocess.Popen[bytes] | None = None
        self._leaving = False
        self._trouble = ""
        self._pause_s = self._look_at_s = 0.0
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def run(self) -> int:
        """Until a signal says to leave; the exit code."""
        again_s: float | None = 0.0
        while not self._leaving:
            self._look()
            if self._show is None and again_s is not None and time.monotonic() >= again_s:
                again_s = self._begin()
            code = self._wait(LOOK_S)
            if code is not None and not self._leaving:
                again_s = None if code == 0 else time.monotonic() + AGAIN_S
                log.warning(
                    "the show was ended; `systemctl restart kiss` begins it again"
                    if code == 0
                    else f"the show ended with {code}; it is tried again in {AGAIN_S:.0f} s"
                )
        self._end()
        return 0

    def _begin(self) -> float:
        """Begin the show; when it is to be tried again if that cannot be done."""
        try:
            self._show = subprocess.Popen(self._command)
        except OSError as fault:  # no memory, no more processes, the environment is being replaced
            log.warning(
                "the show cannot be begun (%s); it is tried again in %.0f s", fault, AGAIN_S
            )
        return time.monotonic() + AGAIN_S

    def _look(self) -> None:
        """Look at the displays, less and less often while that fails; a trouble is told once."""
        if time.monotonic() < self._look_at_s:
            return
        try:
            changed, trouble = self._arrange(), ""
            self._pause_s = 0.0
        except (KioskError, OSError) as fault:
            changed, trouble = (), str(fault)
            self._pause_s = min(max(2 * self._pause_s, LOOK_S), LONGEST_PAUSE_S)
        self._look_at_s = time.monotonic() + self._pause_s
        if changed:
            log.info("displays: xrandr %s", " ".join(changed))
        if trouble and trouble != self._trouble:
            log.warning(trouble)
        self._trouble = trouble

    def _wait(self, at_most_s: float) -> int | None:
        """The show's exit code if it ends within a time, or None."""
        until = time.monotonic() + at_most_s
        while not self._leaving and time.monotonic() < until:
            if self._show is not None and (code := self._show.poll()) is not None:
                self._show = None
                return code
            time.sleep(0.05)
        return None

    def _end(self) -> None:
        if self._show is not None:
            with contextlib.suppress(ProcessLookupError):
                self._show.terminate()
            self._show.wait()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._leaving = True
