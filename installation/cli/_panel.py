"""`kiss panel`: another panel, for a show that runs."""

import os
from pathlib import Path

from installation.errors import UsageError
from installation.link import Client


def panel(state: Path) -> int:
    """Open a panel until its window is closed. Raises LinkError when no show answers."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UsageError(
            "there is no display to open a panel on.", "Log in on a desktop, or set DISPLAY."
        )
    Client(state).status()
    from installation.apps import show_panel

    return show_panel(state)
