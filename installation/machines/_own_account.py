"""Has this machine's ledger read for another one, by a process that the show does not feel."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from installation.errors import LibraryError
from installation.link import AskReport

PATIENCE_S = 30.0

OwnAccount = Callable[[AskReport], bytes]
"""Returns what :func:`installation.ledger.account_heard` reads. Raises LibraryError."""


def own_account(state: Path) -> OwnAccount:
    """Return what reads the ledger of a state folder. It takes seconds: not for a show's thread."""

    def read(asked: AskReport) -> bytes:
        words = [str(state), str(asked.first_ms), str(asked.last_ms)]
        command = [sys.executable, "-m", "installation.apps.account", *words]
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
        except subprocess.TimeoutExpired:
            raise LibraryError("its ledger takes too long to read", "Ask for fewer days.") from None
        except OSError as fault:
            raise LibraryError(f"its ledger cannot be read: {fault.strerror}") from fault
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise LibraryError(said[0] if said else "its ledger cannot be read")
        return done.stdout

    return read
