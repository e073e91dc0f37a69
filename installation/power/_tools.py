"""Runs the small programs that speak with displays, in the thread of who asks, not for ever."""

import subprocess
from collections.abc import Callable, Sequence
from typing import Final

from installation.errors import KioskError
from installation.said import Said

PATIENCE_S = 10.0
PACKAGES: Final = {"xset": "x11-xserver-utils", "cec-ctl": "v4l-utils", "ddcutil": "ddcutil"}

Which = Callable[[str], str | None]
"""Finds a program, as :func:`shutil.which` does."""

RunTool = Callable[[Sequence[str]], str]
"""Runs a program's words and returns what it says; raises KioskError when it fails or hangs."""


def run_tool(words: Sequence[str]) -> str:
    """Return what a program says. Raises KioskError when it is missing, fails or does not end."""
    tool = words[0]
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except FileNotFoundError:
        raise KioskError(
            Said("{tool} is missing.", tool=tool), f"apt-get install {PACKAGES[tool]}"
        ) from None
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise KioskError(Said("{tool} gets no answer: {why}", tool=tool, why=str(fault))) from None
    if done.returncode:
        raise KioskError(" ".join((done.stderr or done.stdout).split()))
    return done.stdout
