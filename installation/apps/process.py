"""What the show's processes have in common: how they are asked to end, and how they report."""

import logging
import signal
import sys
from types import FrameType

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Ending:
    """Set by SIGTERM and SIGINT; the process's loop looks at it."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._on_signal)
        # Ctrl-C reaches the whole terminal group; the keeper alone decides on it
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


def log_to_stderr(name: str) -> logging.Logger:
    """The process's log; its supervisor gives stderr a file."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format=_FORMAT)
    return logging.getLogger(name)
