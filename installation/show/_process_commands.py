"""The commands of the processes that a show needs. Pure."""

import sys
from collections.abc import Collection
from pathlib import Path

import msgspec

from installation.link import ring_path
from installation.model import Layout, Screen


def stage(layout: Layout, state_dir: Path, endpoint: str) -> list[str]:
    """The command of the stage."""
    words = [sys.executable, "-m", "installation.apps.stage", "--endpoint", endpoint]
    return [*words, "--drawing", layout.stage, "--state", str(state_dir)]


def remote(endpoint: str, layout: Path, state_dir: Path) -> list[str]:
    """The command of the remote, which reads its keys from the layout's file."""
    words = [sys.executable, "-m", "installation.apps.remote", "--endpoint", endpoint]
    return [*words, "--layout", str(layout), "--state", str(state_dir)]


def door(endpoint: str, layout: Path, state_dir: Path) -> list[str]:
    """The command of the door, which reads its block from the layout's file."""
    words = [sys.executable, "-m", "installation.apps.door", "--endpoint", endpoint]
    return [*words, "--layout", str(layout), "--state", str(state_dir)]


def players(
    layout: Layout, placed: Collection[str], state_dir: Path, endpoint: str
) -> dict[str, list[str]]:
    """The command of the player of each screen that has a display.

    A further route of sound is served by the player of the screen that it is for, else the first.
    """
    found = {
        screen.name: _player(layout, screen, ring_path(state_dir, number), endpoint)
        for number, screen in enumerate(layout.screens)
        if screen.name in placed
    }
    for block in layout.hearing if found else ():
        host = block.screen if block.screen in found else next(iter(found))
        said = msgspec.json.encode(block.route(layout.names)).decode()
        found[host or ""] += ["--route", said]
    return found


def _player(layout: Layout, screen: Screen, ring: Path, endpoint: str) -> list[str]:
    command = [sys.executable, "-m", "installation.apps.player", "--screen", screen.name]
    command += ["--ring", str(ring), "--endpoint", endpoint]
    command += ["--lead-ms", str(layout.lead_ms), "--decode", layout.decode]
    command += ["--channels", str(screen.sound.channels)]
    return command + (["--device", screen.sound.device] if screen.sound.device else [])
