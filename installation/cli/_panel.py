"""`kiss panel`: another panel, for a show that runs."""

import os
from pathlib import Path

from installation.errors import KissError, UsageError
from installation.link import Client
from installation.model import Layout, PanelBlock, PanelLanguage, load_yaml
from installation.show import status_from_json


def panel(state: Path, language: PanelLanguage | None = None) -> int:
    """Open a panel until its window is closed, as the layout says; in its language or another.

    Raises LinkError when no show answers.
    """
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UsageError(
            "there is no display to open a panel on.", "Log in on a desktop, or set DISPLAY."
        )
    status = status_from_json(Client(state).status())
    block = _block(Path(status.layout))
    from installation.apps import show_panel

    return show_panel(state, language or block.language, block.code)


def _block(layout: Path) -> PanelBlock:
    """Return what the layout says of the panel; nothing while somebody has it half written."""
    try:
        return load_yaml(layout, Layout).panel
    except KissError:
        return PanelBlock()
