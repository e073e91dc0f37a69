"""One line that says how far long work is; on a terminal it is written over itself."""

import os
import sys
import time

from installation.show import status_words

EVERY_S = 0.2
QUIET_S = 10.0


class Meter:
    """Use as a context: the line is finished at its end. Speaks on standard error."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._live = sys.stderr.isatty()
        self._said = time.monotonic() if not self._live else 0.0
        self._width = 0
        self._line = ""

    def __enter__(self) -> "Meter":
        return self

    def __exit__(self, *_: object) -> None:
        if self._live and self._width:
            print("\r" + " " * self._width + "\r", end="", file=sys.stderr, flush=True)

    def say(self, share: float, eta_s: float | None = None, step: str | None = None) -> None:
        """The share that is done, 0 to 1, the seconds left if known, and what is being done."""
        now = time.monotonic()
        if now - self._said < (EVERY_S if self._live else QUIET_S):
            return
        self._said = now
        text = f"{self._what}: {share:4.0%}"
        text += f", {step}" if step else ""
        text += f", {status_words.span(eta_s)} left" if eta_s is not None else ""
        if self._live:
            text = text[: _columns() - 1]  # a wider one would leave a line behind each time
            print("\r" + text.ljust(self._width), end="", file=sys.stderr, flush=True)
            self._width = len(text)
        elif text != self._line:
            print(text, file=sys.stderr, flush=True)
        self._line = text


def _columns() -> int:
    """Return how wide the terminal is that progress goes to, whatever standard output is."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
