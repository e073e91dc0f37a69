"""Keys: what a gallery's hands do to a running show, read off the glass."""

import subprocess

import pytest
from show_rig import Played, Sight, lit

from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.alone]

ESCAPE = ("mousemove", "100", "100", "key", "Escape")


def pressed(heads: VirtualHeads, *words: str) -> None:
    subprocess.run(["xdotool", *words], env=heads.environment, check=True, timeout=10)


def test_no_key_takes_the_picture_away(show: Played, sight: Sight, heads: VirtualHeads) -> None:
    before = show.pids()
    samples: list[list[int]] = []
    for _ in range(3):
        pressed(heads, *ESCAPE)
        pressed(heads, "key", "alt+F4")
        samples += sight.watch(0.5)
    assert lit(samples)
    assert show.pids() == before
