"""`kiss panel`: another panel, for a show that runs."""

import os
from pathlib import Path

from installation.errors import UsageError
from installation.link import Client
from installation.model import PanelLanguage
from installation.show import status_from_json


def panel(state: Path, language: PanelLanguage | None = None) -> int:
    """Open a panel until its window is closed, in the layout's language unless one is named.

    Raises LinkError when no show answers.
    """
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UsageError(
            "there is no display to open a panel on.", "Log in on a desktop, or set DISPLAY."
        )
    status = status_from_json(Client(state).status())
    from installation.apps import show_panel

    return show_panel(state, language or status.panel_language)
