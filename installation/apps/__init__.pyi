from ._followed_files import LOOK_NS, OwnFiles
from ._kiosk_displays import KioskDisplays
from ._launcher import Launcher, controller_command
from ._process import log_to_stderr
from ._reading import FollowedLayout, machines_part, read_layout
from ._session import Session
from ._show_lock import ShowLock, wait_for_end
from .panel import ShowFeed, show_panel

__all__ = [
    "LOOK_NS",
    "FollowedLayout",
    "KioskDisplays",
    "Launcher",
    "OwnFiles",
    "Session",
    "ShowFeed",
    "ShowLock",
    "controller_command",
    "log_to_stderr",
    "machines_part",
    "read_layout",
    "show_panel",
    "wait_for_end",
]
