"""``kiss doctor``."""

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path

from installation.apps import machines_part, read_layout
from installation.cli import _folders as folders
from installation.cli._doctor_load import load_of
from installation.cli._doctor_measures import measure
from installation.cli._doctor_show import judge_load, judge_show
from installation.errors import KissError, LinkError
from installation.kiosk import (
    Check,
    CheckResult,
    WallFit,
    bad_check,
    connected_outputs,
    judge_devices,
    unknown_devices,
)
from installation.kiosk import doctor as kiosk
from installation.link import Client
from installation.model import Layout, display_notes, mode_places, yaml_text_of
from installation.player import SoundError, sound_devices
from installation.power import PACKAGES, missing_tools
from installation.show import ShowStatus, status_from_json

BEHIND = 19
"""The doctor's niceness beside a show, which must not notice that it is looked at."""
SURROUNDINGS = ("DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "PULSE_SERVER", "WAYLAND_DISPLAY")
"""Where a show finds its displays and its sound: elsewhere than root does who looks at a kiosk."""


def doctor(options: argparse.Namespace) -> int:
    """Print what was found; 1 when the installation cannot play here, or does not.

    What fits is measured on the displays. A show that runs is asked itself, and its processes'
    times are read; nothing is drawn, opened or reserved beside it.
    """
    playing = _running(options.state)
    fits: list[WallFit] = []
    if playing is None:
        checks = [*kiosk.examine(options.state)]
        try:
            file = folders.layout_file(options.layout)
            layout = machines_part(read_layout(file), options.machine, file)
        except KissError as fault:
            checks.append(bad_check("Layout", fault.message, fault.advice))
        else:
            checks += [*_modes(layout, file), *_sound(layout), *_at_rest(layout)]
            if not options.quick:
                measured = measure(layout, options.state)
                checks += measured.checks()
                fits = measured.fits
    else:
        os.nice(BEHIND)
        os.environ.update(_surroundings(playing.controller_pid))
        checks = [*judge_show(playing), *kiosk.examine(options.state, beside_show=True)]
        if not options.quick:
            checks.append(judge_load(load_of(playing)))
        checks += _layout(Path(playing.layout))
    beside = playing is not None
    data = kiosk.data(checks) | {"fits": [asdict(fit) | {"ok": fit.fits} for fit in fits]}
    print(json.dumps(data) if options.json else kiosk.table(checks, beside))
    return 0 if kiosk.well(checks) else 1


def _running(state: Path) -> ShowStatus | None:
    """Return what the show of a state folder says; None without one."""
    try:
        return status_from_json(Client(state).status())
    except LinkError:
        return None


def _surroundings(pid: int) -> dict[str, str]:
    """Return the surroundings of a show's controller, or ours when they may not be read."""
    try:
        words = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return {}
    pairs = (os.fsdecode(word).partition("=") for word in words if word)
    return {name: value for name, _, value in pairs if name in SURROUNDINGS}


def _layout(path: Path) -> list[Check]:
    """Tell whether the layout's file, which may have been changed since, can be played."""
    try:
        return _at_rest(read_layout(path))
    except KissError as fault:
        return [bad_check("Layout", fault.message, fault.advice)]


def _modes(layout: Layout, file: Path) -> list[Check]:
    try:
        places = mode_places(layout, yaml_text_of(file), str(file))
        notes = display_notes(layout, connected_outputs(), places)
    except KissError:  # there are no displays, which is another check's to say
        return []
    return [Check("Displays", CheckResult.WARN, note, "") for note in notes]


def _at_rest(layout: Layout) -> list[Check]:
    """Tell which programs the displays of a closed house lack."""
    missing = missing_tools(layout.hours.displays) if layout.hours else []
    return [
        Check(
            "Displays at rest",
            CheckResult.WARN,
            f"{tool} is missing: they cannot be told to switch off",
            f"apt-get install {PACKAGES[tool]}",
        )
        for tool in missing
    ]


def _sound(layout: Layout) -> list[Check]:
    wanted = {s.name: s.sound.device for s in layout.screens if s.sound.device}
    wanted |= {route.name: route.device for route in layout.hearing}
    try:
        return judge_devices(wanted, sound_devices()) if wanted else []
    except SoundError as fault:
        return unknown_devices(wanted, fault.message)
