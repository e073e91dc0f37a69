"""Keeps the show in an X server of its own on a kiosk, and its displays side by side.

It never ends by itself, for with it ends the X server: a show that cannot begin is tried again, so
that a corrected layout plays, and one that was told to end leaves dark displays.

What the show says of itself goes on to systemd, which starts everything again when that stops.
"""

import logging
import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

from installation.apps import _notify as notify
from installation.apps._process import run_in_real_time
from installation.apps._show_process import ShowProcess
from installation.errors import KioskError

LOOK_S = 2.0
"""How often the displays are looked at."""
LONGEST_WAIT_S = 0.5
"""For at most so long it waits for a word of the show, and a signal for it. When it woke twenty
times a second that took an emulated machine a sixth of a core."""
LONGEST_PAUSE_S = 300.0
"""How seldom they are, at last, when they cannot be set: each try may make the wall blink."""
AGAIN_S = 10.0
"""When a show that could not begin, or broke down, is tried again."""
MORE_S = 60.0
"""How much more time to start systemd is asked for at each look until the first picture is there: a
machine may be slow, its displays off, its layout wrong, and another X server would be no better."""
FOLLOWS_S = 600.0
"""For so long after a show was well systemd's watchdog is fed until the next one says that it is,
since the wall plays on. One that only begins to speak has no controller yet: on a slow machine it
took more than a minute to have one, and the watchdog had the wall dark by then."""

log = logging.getLogger("session")


class Session:
    """``command`` plays the show of an ``endpoint``; ``arrange`` puts the displays in order.

    The latter says what it changed.
    """

    def __init__(
        self, command: Sequence[str], endpoint: str, arrange: Callable[[], Sequence[str]]
    ) -> None:
        self._show, self._arrange = ShowProcess(command, endpoint), arrange
        self._leaving = False
        self._trouble = ""
        self._pause_s = self._look_at_s = self._well_s = 0.0
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def run(self) -> int:
        """Until a signal says to leave; the exit code.

        In real time: it does little, and where stage, launcher and controller all went before it
        systemd heard nothing of it for a minute, and had the wall dark.
        """
        run_in_real_time()
        again_s: float | None = 0.0
        while not self._leaving:
            self._tell(ended=again_s is None)  # a look at the displays may take its time, too
            self._look()
            if not self._show.runs and again_s is not None and time.monotonic() >= again_s:
                again_s = self._begin()
            code = self._wait(LOOK_S)
            if code is not None and not self._leaving:
                again_s = self._again(code)
        self._show.end()
        return 0

    def _again(self, code: int) -> float | None:
        """Return when a show that has ended is tried again; None: not at all."""
        if code == 0:
            log.warning("the show was ended; `systemctl restart kiss` begins it again")
            return None
        # one that was under way and was killed is followed at once: its stage plays on without it
        pause_s = 0.0 if code < 0 and self._show.spoke else AGAIN_S
        log.warning("the show ended with %d; it is tried again in %.0f s", code, pause_s)
        return time.monotonic() + pause_s

    def _tell(self, ended: bool) -> None:
        """Tell systemd what the show cannot: that it was ended, or takes its time to begin.

        So does one that follows another. And its last word again, until it is found to hang: on a
        slow machine it may not come to say anything for a minute.
        """
        if ended:  # by an order: dark displays are right
            notify.notify(notify.READY, notify.ALIVE, "STATUS=ended by an order")
        elif not self._show.ready:
            notify.notify(notify.extended(MORE_S))
        elif self._show.well:
            self._well_s = time.monotonic()
            notify.notify(notify.ALIVE)
        elif not self._show.was_well and time.monotonic() - self._well_s < FOLLOWS_S:
            notify.notify(notify.ALIVE)

    def _begin(self) -> float:
        """Begin the show; when it is to be tried again if that cannot be done."""
        try:
            self._show.begin()
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
        except Exception as fault:  # whatever it is: with this process ends the X server
            expected = isinstance(fault, KioskError | OSError)
            changed, trouble = (), str(fault) if expected else f"{type(fault).__name__}: {fault}"
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
            code = self._show.look()
            if code is not None:
                return code
            self._show.wait(min(LONGEST_WAIT_S, max(0.0, until - time.monotonic())))
        return None

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._leaving = True
