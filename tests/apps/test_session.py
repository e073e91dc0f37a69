"""The kiosk's session keeps a show going, and the displays in order, until it is told to end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

HOLDER = """\
import logging, sys
from installation.apps import _session as session
from installation.errors import KioskError
logging.basicConfig(level=logging.INFO)
session.LOOK_S, session.AGAIN_S = 0.1, 0.3
looks = iter([["--output", "DP-1"], [], KioskError("no display"), KioskError("no display")])
def arrange():
    one = next(looks, [])
    if isinstance(one, Exception):
        raise one
    return one
sys.exit(session.Session(sys.argv[1:], arrange).run())
"""


class Held:
    """A session with a script in place of the show."""

    def __init__(self, folder: Path, script: str) -> None:
        self.folder = folder
        show = folder / "show"
        show.write_text(f"#!/bin/sh\ncd {folder}\necho begun >>told\n{script}\n")
        show.chmod(0o755)
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        command = [sys.executable, "-c", HOLDER, str(show)]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)

    def begun(self) -> int:
        told = self.folder / "told"
        return told.read_text().count("begun") if told.exists() else 0

    def until(self, begun: int) -> None:
        deadline = time.monotonic() + 10
        while self.begun() < begun:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def end(self, number: signal.Signals = signal.SIGTERM) -> str:
        """What it said."""
        self.process.send_signal(number)
        said = self.process.communicate(timeout=10)[1]
        assert self.process.returncode == 0
        return said


@pytest.fixture
def held(tmp_path: Path) -> Iterator[list[Held]]:
    made: list[Held] = []
    yield made
    for one in made:
        one.process.kill()
        one.process.communicate()


def test_a_show_that_cannot_begin_is_tried_again(held: list[Held], tmp_path: Path) -> None:
    held.append(one := Held(tmp_path, "exit 1"))
    one.until(3)
    assert "the show ended with 1; it is tried again" in one.end()


def test_a_show_that_was_ended_stays_so(held: list[Held], tmp_path: Path) -> None:
    held.append(one := Held(tmp_path, "exit 0"))
    one.until(1)
    time.sleep(1)
    assert one.begun() == 1 and one.process.poll() is None
    assert "systemctl restart kiss" in one.end()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_show_ends_with_the_session(
    held: list[Held], tmp_path: Path, number: signal.Signals
) -> None:
    held.append(
        one := Held(tmp_path, "trap 'echo ended >>told; kill $!; exit 0' TERM\nsleep 60 & wait")
    )
    one.until(1)
    time.sleep(0.5)
    said = one.end(number)
    assert (tmp_path / "told").read_text().endswith("ended\n")
    assert said.count("xrandr --output DP-1") == 1
    assert said.count("no display") == 1  # though it was so twice


def test_a_show_that_cannot_be_begun_is_tried_again(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "nothing-there")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(1.5)
        assert process.poll() is None
        process.terminate()
        assert "cannot be begun" in process.communicate(timeout=10)[1]
