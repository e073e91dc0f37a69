"""``kiss play``."""

import argparse
import os

from installation.apps import Launcher, ShowLock, controller_command
from installation.cli import _folders as folders
from installation.errors import KioskError
from installation.link import sweep_show


def play(options: argparse.Namespace) -> int:
    """Play until stopped; 1 when the show cannot begin."""
    layout = folders.layout_file(options.layout)
    if not os.environ.get("DISPLAY"):
        raise KioskError(
            "there is no X display.",
            "Start from the X session, or set DISPLAY; `kiss demo` makes virtual displays.",
        )
    state = options.state.absolute()
    lock = ShowLock(state)
    words = [str(layout.absolute()), "--state", str(state)]
    words += ["--versions", str(options.versions.absolute())]
    words += ["--calibration", str(options.calibration.absolute())]
    words += ["--cycles", str(options.cycles)]
    words += ["--machine", options.machine] if options.machine else []
    words += ["--no-panel"] if options.no_panel else []
    try:
        code = Launcher(controller_command(words), state, lock).run()
        sweep_show(state)
        return code
    finally:
        lock.release()
