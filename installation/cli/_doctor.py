"""``kiss doctor``."""

import argparse
import json

from installation.apps import read_layout
from installation.cli import _folders as folders
from installation.errors import KissError
from installation.kiosk import Check, bad_check, judge_devices, unknown_devices
from installation.kiosk import doctor as kiosk
from installation.player import SoundError, sound_devices


def doctor(options: argparse.Namespace) -> int:
    """Print what was found; 1 when the installation cannot play here."""
    checks = [*kiosk.examine(options.state), *_sound(options.layout)]
    print(json.dumps(kiosk.data(checks)) if options.json else kiosk.table(checks))
    return 0 if kiosk.well(checks) else 1


def _sound(name: str) -> list[Check]:
    """Tell whether the layout's sound devices are there."""
    try:
        layout = read_layout(folders.layout_file(name))
    except KissError as fault:
        return [bad_check("Layout", fault.message, fault.advice)]
    wanted = {s.name: s.sound.device for s in layout.screens if s.sound.device}
    try:
        return judge_devices(wanted, sound_devices()) if wanted else []
    except SoundError as fault:
        return unknown_devices(wanted, fault.message)
