"""Darkens the displays themselves by DPMS, in a thread of its own, which may hang.

Off, a display comes on by itself when somebody touches the panel or a key, and goes off again a
minute later. That is the X server's doing.

A server that has no DPMS is told in vain, without a word: so it is asked afterwards how they are.
"""

import re
import subprocess
import threading
import time
from collections.abc import Callable, Sequence

from installation.errors import KioskError
from installation.said import NOTHING, Said

WAKES_S = 60
"""How long displays stay on when somebody touches the panel of a closed house."""
PATIENCE_S = 10.0
AGAIN_S = 30.0
OFF = ("+dpms", "dpms", "0", "0", str(WAKES_S), "dpms", "force", "off")
# the times, too: whoever switches DPMS on again finds none after which the wall goes dark
ON = ("dpms", "force", "on", "dpms", "0", "0", "0", "-dpms")
ASK = ("q",)


def run_xset(words: Sequence[str]) -> str:
    """Return what the X server's ``xset`` answers. Raises KioskError."""
    try:
        done = subprocess.run(
            ["xset", *words], capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except FileNotFoundError:
        raise KioskError(Said("xset is missing."), "apt-get install x11-xserver-utils") from None
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise KioskError(Said("the X server does not answer: {why}", why=str(fault))) from None
    if done.returncode:
        raise KioskError(" ".join(done.stderr.split()))
    return done.stdout


def are_dark(answer: str) -> bool | None:
    """Tell by ``xset q``'s words whether the displays are off; None where there is no DPMS."""
    if "DPMS is Disabled" in answer:
        return False
    found = re.search(r"Monitor is (\S+)", answer)
    return found[1] != "On" if found else None


class DisplayPower:
    """The displays of the X server, all at once. One thread asks."""

    def __init__(
        self,
        run: Callable[[Sequence[str]], str] = run_xset,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._run, self._now_s = run, now_s
        self._dark: bool | None = None
        self._due_s = 0.0
        self._thread: threading.Thread | None = None
        self.trouble = NOTHING
        """Why they are not as they should be, in words."""

    def keep(self, dark: bool | None) -> None:
        """Have them off or on; None leaves them alone, unless they were put off here."""
        if dark is None:
            if not self._dark:
                return
            dark = False
        if dark == self._dark or self._now_s() < self._due_s:
            return
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(
                target=self._set, args=(dark,), name="displays", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        """Wait until what was begun is done, but not for a server that hangs."""
        if self._thread is not None:
            self._thread.join(1.0)

    def _set(self, dark: bool) -> None:
        fault = NOTHING
        try:
            self._run(OFF if dark else ON)
            are = are_dark(self._run(ASK))
            if are is None:
                fault = Said("this X server has no DPMS; leave `displays: asleep` away")
            elif are != dark:
                fault = Said("the X server leaves them as they are")
        except KioskError as error:
            fault = error.said
        self.trouble = NOTHING
        if fault:
            self.trouble = Said("the displays cannot be put on: {why}", why=fault)
            if dark:
                self.trouble = Said("the displays cannot be put off: {why}", why=fault)
            self._due_s = self._now_s() + AGAIN_S
        else:
            self._dark = dark
