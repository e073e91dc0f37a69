"""Darkens the displays themselves by DPMS, in a thread of its own, which may hang.

Off, a display comes on by itself when somebody touches the panel or a key, and goes off again a
minute later. That is the X server's doing.
"""

import subprocess
import threading
import time
from collections.abc import Callable, Sequence

WAKES_S = 60
"""How long displays stay on when somebody touches the panel of a closed house."""
PATIENCE_S = 10.0
AGAIN_S = 30.0
OFF = ("xset", "+dpms", "dpms", "0", "0", str(WAKES_S), "dpms", "force", "off")
ON = ("xset", "dpms", "force", "on", "-dpms", "s", "off")


def run_xset(command: Sequence[str]) -> str:
    """Run a command of the X server; return what went wrong, in words."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        return str(fault)
    return " ".join(done.stderr.split()) if done.returncode else ""


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
        self.trouble = ""
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
        fault = self._run(OFF if dark else ON)
        self.trouble = ""
        if fault:
            self.trouble = f"the displays cannot be put {'off' if dark else 'on'}: {fault}"
            self._due_s = self._now_s() + AGAIN_S
        else:
            self._dark = dark
