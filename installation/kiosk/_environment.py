"""Compares the player's Python environment with the one that its lock file asks for.

`kiss` installs what is missing before it plays. At boot nothing is installed: there may be no
network, and what is there has played before.
"""

from pathlib import Path

LOCK = "requirements.lock"
_STAMP = Path(".venv", "kiss", "python")


def is_as_locked(root: Path) -> bool:
    """Tell whether the environment of a checkout is as its lock file is now.

    The set-up script writes as its stamp the folder and the lock file that it installed.
    """
    try:
        return (root / _STAMP).read_text() == f"{root}\n{(root / LOCK).read_text()}"
    except OSError:
        return False
