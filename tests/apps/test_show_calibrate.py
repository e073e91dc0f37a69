"""``kiss calibrate`` at a terminal: the pattern on the glass, drafts, files, and a sudden end."""

import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from show_rig import ROOT, TRIPTYCH, Films, Played, Sight, kill, wait_until

from installation.calibration._pattern import FULL
from installation.model import Optics, load_calibration
from installation.rig import VirtualHeads

pytestmark = pytest.mark.process
WIDTH, HEIGHT = 640, 360
LAYOUT = TRIPTYCH.replace("show: first}", "show: first, calibration: left.yaml}  # by the door")
LEFT = """\
# the old projector
black: 0.0   # as it was
corners: {top_left: [0.0, 0.0]}
"""


@pytest.fixture
def heads() -> Iterator[VirtualHeads]:
    """Displays that are large enough for a pattern."""
    with VirtualHeads(3, WIDTH, HEIGHT) as virtual:
        yield virtual


class Typist:
    """Somebody at a terminal with ``kiss calibrate`` in it."""

    def __init__(self, state: Path) -> None:
        self._end, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "installation", "calibrate", "--state", str(state)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            start_new_session=True,
        )
        os.close(theirs)
        self._said = b""
        self._ears = Thread(target=self._listen)
        self._ears.start()

    def _listen(self) -> None:
        with suppress(OSError):
            while data := os.read(self._end, 4096):
                self._said += data

    def type(self, text: str) -> float:
        """Press keys; when."""
        os.write(self._end, text.encode())
        return time.monotonic()

    @property
    def said(self) -> str:
        return self._said.decode(errors="replace")

    @property
    def cooked(self) -> bool:
        """Whether the terminal echoes, and sends whole lines, as a shell likes it."""
        wanted = termios.ICANON | termios.ECHO | termios.ISIG
        return termios.tcgetattr(self._end)[3] & wanted == wanted

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(5)
        self._ears.join(5)
        os.close(self._end)


@contextmanager
def typing(state: Path) -> Iterator[Typist]:
    typist = Typist(state)
    try:
        yield typist
    finally:
        typist.close()


def head(sight: Sight, number: int):
    at = sight.heads.heads[number]
    return sight.glass.grab(at.x, at.y, at.width, at.height).astype(int)


def bordered(seen) -> bool:
    """White in the very last pixels, all the way round."""
    rim = (seen[0, 100:], seen[-1, :-100], seen[100:, 0], seen[:-100, -1])
    return all(np.abs(line - FULL).max() <= 2 for line in rim)


def patterns(sight: Sight) -> list[bool]:
    """Which heads show the pattern unbent, whatever corner of theirs is chosen."""
    found = []
    for number in range(3):
        seen = head(sight, number)
        found.append(bool((seen[HEIGHT // 2, 4:30].max(axis=0) < 230).all()) and bordered(seen))
    return found


def test_a_technician_aligns_saves_and_is_cut_off(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    stage = films.stage(tmp_path, (1, 2, 3), LAYOUT)
    folder = tmp_path / "calibration"
    folder.mkdir()
    (folder / "left.yaml").write_text(LEFT)
    extra = ("--calibration", str(folder))
    with Played(stage, heads.environment, *extra) as show:
        show.until_plays(sight)
        with typing(stage.state) as typist:
            wait_until("sheet of keys", lambda: "Enter  save" in typist.said)
            assert wait_until("pattern", lambda: patterns(sight) == [True] * 3, 5) < 1.0
            assert show.status().aligning
            for process in ("stage", "controller"):  # may die meanwhile
                killed = show.pids()[process]
                kill(killed)
                another = show.says(
                    lambda s, was=killed: was not in (s.stage.pid, s.controller_pid) and s.aligning
                )
                wait_until(f"another {process}", another)
                wait_until("pattern", lambda: patterns(sight) == [True] * 3, 5)

            # the corner goes in by 20 pixels to the right, 10 down, and leaves black behind
            before = typist.type("\x1b[1;2C\x1b[1;2C\x1b[1;2B")
            wait_until("corner", lambda: head(sight, 0)[:8, :16].max() == 0)
            assert time.monotonic() - before < 0.5
            corner = head(sight, 0)[10:14, 20:26]
            assert corner[..., 0].min() > 200 > 120 > corner[..., 2].max()  # amber is there now
            typist.type("2Gvv")
            typist.type("p")
            wait_until("the film", lambda: sight.frames()[1] >= 0)
            cycle = show.status().cycle
            typist.type("p\r")
            wait_until("files", (folder / "centre.yaml").exists)
            wait_until("word of it", lambda: "saved: left, centre" in typist.said)
            assert "calibration: left.yaml}  # by the door" in stage.layout.read_text()
            assert "calibration: centre.yaml}" in stage.layout.read_text()
            text = (folder / "left.yaml").read_text()
            assert "# the old projector" in text and "# as it was" in text
            corners = load_calibration(folder / "left.yaml").corners
            assert corners.top_left == pytest.approx((20 / WIDTH, 10 / HEIGHT), abs=1e-5)
            centre = load_calibration(folder / "centre.yaml")
            assert centre == Optics(gain=(1.01,) * 3, saturation=0.96)

            wait_until("pattern", lambda: patterns(sight)[2])
            typist.process.send_signal(signal.SIGKILL)
            at = time.monotonic()
            wait_until("the film", lambda: min(sight.frames()[1:]) >= 0, 5)
            assert time.monotonic() - at < 2.0
        assert show.status().cycle >= cycle  # the story went on behind
        assert head(sight, 0)[:8, :16].max() == 0  # by the file, now

        # whoever leaves, or is sent away, has the terminal as it was, and the film at once
        ways = (lambda one: one.type("\x1b[1;2B\rx"), lambda one: one.process.terminate())
        for leave in ways:
            with typing(stage.state) as typist:
                assert typist.cooked
                wait_until("pattern", lambda: patterns(sight)[2], 5)
                assert not typist.cooked
                leave(typist)
                assert typist.process.wait(5) in (0, 128 + signal.SIGTERM)
                assert typist.cooked and "Traceback" not in typist.said
                assert wait_until("the film", lambda: sight.frames()[2] >= 0, 5) < 1.0
            # what was saved just before is never taken back, until its file is read
            until = time.monotonic() + 1.5
            while time.monotonic() < until:
                assert head(sight, 0)[12:18, 18:30].max() == 0

        # a file is followed, and a mistake in it changes nothing but what is said
        (folder / "left.yaml").write_text("corners: {top_left: [3, 0]}\n")
        wait_until("a word of it", lambda: "at most 1" in str(show.status().notes), 5)
        assert head(sight, 0)[:8, :16].max() == 0
        (folder / "left.yaml").write_text("gain: 1.0\n")
        wait_until("the corner back", lambda: sight.frames()[0] >= 0, 5)
        assert "at most" not in str(show.status().notes)
        assert "Traceback" not in show.said()
