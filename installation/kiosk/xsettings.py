"""Adds the kiosk's settings to the X server's, while it is installed."""

from pathlib import Path

from installation.errors import KioskError
from installation.files import write_whole

FOLDER = Path("/etc/X11/xorg.conf.d")
NAME = "90-kiss.conf"
_TEXT = """\
# Written by `kiss kiosk install`; `kiss kiosk uninstall` removes it.
# A keyboard on the wall does not lead out of the show (Ctrl+Alt+F1, Ctrl+Alt+Backspace);
# `kiss kiosk install --terminals` leaves it those keys.
Section "ServerFlags"
  Option "DontVTSwitch" "true"
  Option "DontZap" "true"
EndSection
"""


def write(folder: Path = FOLDER) -> None:
    """Keep the wall's keyboard within the show. Raises KioskError."""
    try:
        write_whole(folder / NAME, _TEXT.encode(), mode=0o644)
        folder.chmod(0o755)
    except OSError as fault:
        raise KioskError(f"{folder / NAME}: cannot be written: {fault.strerror}") from fault


def remove(folder: Path = FOLDER) -> None:
    """Take the settings away, and their folder if nothing else is in it. Raises KioskError."""
    try:
        (folder / NAME).unlink(missing_ok=True)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    except OSError as fault:
        raise KioskError(f"{folder / NAME}: cannot be removed: {fault.strerror}") from fault
