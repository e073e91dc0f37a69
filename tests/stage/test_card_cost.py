"""Measures what three films of 3840x2160 cost a stage on a graphics card. Needs one, and X."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from installation.kiosk import DrawingCost, WallToDraw, glprobe, is_software_renderer
from installation.link import ViewportPlace

pytestmark = [pytest.mark.process, pytest.mark.alone]

FILM = 3840, 2160
PICTURE_S = 1 / 60
"""Films of 60 a second are the quickest that are played; they share the card with their decoders,
so that upload and drawing may take half of it."""


def _why_not() -> str:
    """Return why it cannot be measured here; empty where it can."""
    if not os.environ.get("DISPLAY"):
        return "no X server (DISPLAY is not set)"
    found = glprobe.probe(dict(os.environ))
    if found.fault:
        return f"no OpenGL: {found.fault}"
    if is_software_renderer(found.renderer):
        return f"no graphics card: {found.renderer}"
    return ""


def test_upload_and_drawing_of_three_films_of_2160p(tmp_path: Path) -> None:
    if why := _why_not():
        pytest.skip(why)
    places = tuple(
        ViewportPlace(screen=str(n), ring="/nowhere", x=640 * n, y=0, width=640, height=360)
        for n in range(3)
    )
    wall = WallToDraw(
        drawing="opengl",
        window=(0, 0, 1920, 360),
        places=places,
        title="The Kiss",
        state=str(tmp_path),
        sizes=(FILM,),
        seconds=5.0,
    )
    done = subprocess.run(
        [sys.executable, "-m", "installation.apps.drawing_probe"],
        input=msgspec.json.encode(wall),
        capture_output=True,
        check=True,
        timeout=60,
    )
    name, *lines = done.stdout.splitlines()
    cost = msgspec.json.decode(lines[0], type=DrawingCost)
    upload_ms, draw_ms = 1e3 * cost.upload_s, 1e3 * cost.draw_s
    print(f"{json.loads(name)}: upload {upload_ms:.2f} ms, drawing {draw_ms:.2f} ms")
    assert cost.screens == 3 and cost.upload_s + cost.draw_s < PICTURE_S / 2
