"""The virtual X server and reading its glass: real processes."""

import signal
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest

from installation.errors import KioskError
from installation.kiosk import _machine as machine
from installation.kiosk import connected_outputs, glprobe
from installation.kiosk._check import CheckResult
from installation.rig import RootWindow, VirtualHeads, write_png
from installation.rig._virtual import timing

pytestmark = [pytest.mark.process, pytest.mark.patient]
RED = (255, 0, 0)


def paint(heads: VirtualHeads, colour: str) -> None:
    """Paint the whole display in one colour."""
    subprocess.run(["xsetroot", "-solid", colour], env=heads.environment, check=True)


def seen(heads: VirtualHeads) -> list[tuple[str, int, int]]:
    """Name, x and width of the displays that are connected."""
    return [(output.name, output.x, output.width) for output in connected_outputs(heads.display)]


def png(path: Path) -> np.ndarray:
    """A PNG as ``write_png`` writes it, read by the standard's rules."""
    data = path.read_bytes()
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    length = int.from_bytes(data[33:37], "big")
    rows = np.frombuffer(zlib.decompress(data[41 : 41 + length]), np.uint8)
    return rows.reshape(height, 1 + 3 * width)[:, 1:].reshape(height, width, 3)


def test_three_heads_side_by_side(heads: VirtualHeads) -> None:
    assert seen(heads) == [(f"DUMMY{n}", 640 * n, 640) for n in range(3)]
    assert glprobe.probe(heads.environment).fault == ""
    checks = machine.check(Path("/"), heads.environment)
    assert [check.verdict for check in checks if check.name == "Display"] == [CheckResult.OK] * 3


def test_a_pulled_cable_leaves_the_others_where_they_are(heads: VirtualHeads) -> None:
    heads.off(0)
    dark = ("DUMMY0", 0, 0)
    assert seen(heads) == [("DUMMY1", 640, 640), ("DUMMY2", 1280, 640), dark]
    assert [head.lit for head in heads.heads] == [False, True, True]
    heads.on(0)
    heads.off(2)
    assert seen(heads) == [("DUMMY0", 0, 640), ("DUMMY1", 640, 640)]
    with RootWindow(heads.display) as glass:
        assert glass.size() == (1920, 360)
    heads.on(2, 0, 0)
    heads.on(0, 1280, 0)
    assert seen(heads) == [("DUMMY2", 0, 640), ("DUMMY1", 640, 640), ("DUMMY0", 1280, 640)]


def test_what_is_on_the_glass(heads: VirtualHeads, tmp_path: Path) -> None:
    paint(heads, "#ff0000")
    with RootWindow(heads.display) as glass:
        first = glass.grab(630, 10, 20, 5)
        assert first.shape == (5, 20, 3)
        assert (first == RED).all()
        paint(heads, "#102030")
        assert (glass.read(0, 0, 1920, 360)[..., :3] == (0x30, 0x20, 0x10)).all()
        assert (first == RED).all()  # a picture of its own
        with pytest.raises(KioskError, match="not within display"):
            glass.read(1900, 0, 40, 10)
    heads.screenshot(tmp_path / "all.png")
    assert (png(tmp_path / "all.png") == (0x10, 0x20, 0x30)).all()
    heads.screenshot(tmp_path / "one.png", (640, 0, 64, 36))
    assert png(tmp_path / "one.png").shape == (36, 64, 3)


def test_a_png_is_the_picture(tmp_path: Path) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (7, 5, 3), np.uint8)
    write_png(tmp_path / "x.png", picture)
    assert (png(tmp_path / "x.png") == picture).all()


def test_a_server_that_goes_away_is_an_error_and_no_end(heads: VirtualHeads) -> None:
    with RootWindow(heads.display) as glass:
        display = heads.display
        heads.stop()
        with pytest.raises(KioskError, match="cannot be reached"):
            glass.read(0, 0, 10, 10)
    with pytest.raises(KioskError, match="cannot be reached"):
        RootWindow(display)


def test_heads_of_any_size() -> None:
    with VirtualHeads(2, 3840, 2160) as large, VirtualHeads(1, 176, 144) as small:
        assert [output.rect for output in connected_outputs(large.display)] == [
            (0, 0, 3840, 2160),
            (3840, 0, 3840, 2160),
        ]
        assert connected_outputs(small.display)[0].rect == (0, 0, 176, 144)
        assert large.display != small.display


def test_the_server_dies_with_its_parent() -> None:
    code = (
        "import sys, time; from installation.rig._virtual import VirtualHeads\n"
        "heads = VirtualHeads(1); heads.start()\n"
        "print(heads.display, heads._server.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    display, pid = parent.stdout.readline().split()
    server = psutil.Process(int(pid))
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    deadline = time.monotonic() + 60
    with suppress(psutil.NoSuchProcess):  # gone between two looks
        while server.is_running() and server.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    assert not Path(f"/tmp/.X11-unix/X{display[1:]}").exists()


def test_a_number_that_is_taken_is_said(heads: VirtualHeads) -> None:
    with pytest.raises(KioskError, match=r"did not start: .*already running"):
        VirtualHeads(1, number=int(heads.display[1:])).start()


@pytest.mark.parametrize("count", [0, 17])
def test_there_can_be_one_to_sixteen_heads(count: int) -> None:
    with pytest.raises(KioskError, match="there can be 1 to 16"):
        VirtualHeads(count)


def test_every_mode_runs_at_60_hz() -> None:
    for width, height in ((176, 144), (640, 360), (3840, 2160)):
        clock, *rest = timing(width, height)
        across, down = int(rest[3]), int(rest[7])
        assert float(clock) * 1e6 / across / down == pytest.approx(60, abs=0.01)
