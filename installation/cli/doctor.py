"""``kiss doctor``."""

import argparse
import json

from installation.apps.reading import read_layout
from installation.cli import places
from installation.errors import KissError
from installation.kiosk import doctor as kiosk
from installation.kiosk import machine
from installation.kiosk.check import Check, bad
from installation.player.pulseaudio import SoundError, devices


def doctor(options: argparse.Namespace) -> int:
    """Print what was found; 1 when the installation cannot play here."""
    checks = [*kiosk.examine(options.state), *_sound(options.layout)]
    print(json.dumps(kiosk.data(checks)) if options.json else kiosk.table(checks))
    return 0 if kiosk.well(checks) else 1


def _sound(name: str) -> list[Check]:
    """Tell whether the layout's sound devices are there."""
    try:
        layout = read_layout(places.layout_file(name))
    except KissError as fault:
        return [bad("Layout", fault.message, fault.advice)]
    wanted = {s.name: s.sound.device for s in layout.screens if s.sound.device}
    try:
        return machine.judge_devices(wanted, devices()) if wanted else []
    except SoundError as fault:
        return machine.unknown_devices(wanted, fault.message)
