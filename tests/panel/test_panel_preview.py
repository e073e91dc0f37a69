"""The preview of a version: a real process plays a real film, and ends with whoever looked."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import psutil
import pytest
from panel_status import READY, a_show
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSlider
from qt_ends import let_go

from installation.link import PreviewPicture, Reply
from installation.panel import Panel
from installation.panel._preview_feed import MODULE
from installation.panel._preview_pane import PreviewPane
from installation.panel._rail import RailButton
from installation.rig import Recipe, barcode, barcoded_film
from installation.said import verbatim
from installation.units import SECOND

pytestmark = [pytest.mark.process, pytest.mark.patient]


class Viewer:
    """A panel whose first version is a film on the disk, and all pictures that it was shown."""

    def __init__(self, film: Path) -> None:
        self.version = msgspec.structs.replace(READY[0], file=str(film))
        versions = (self.version, *READY[1:])
        self.panel = Panel(
            lambda: a_show(versions=versions),
            lambda _, answered: answered(Reply(True, verbatim("so"))),
        )
        self.panel.open_window()
        self.panel.resize(800, 480)
        self.press(self.panel.findChildren(RailButton)[1])
        self.pane = self.panel.findChildren(PreviewPane)[0]
        self.seen: list[PreviewPicture] = []
        self.pane._feed.shown.connect(self.seen.append)

    def press(self, button: QPushButton) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def button(self, name: str) -> QPushButton:
        buttons = self.panel.findChildren(QPushButton)
        (found,) = [b for b in buttons if b.isVisible() and b.accessibleName() == name]
        return found

    def look(self) -> None:
        self.press(self.button("Preview of The Kiss, storyboard"))

    def until(self, reached: Callable[[], bool]) -> None:
        began = time.monotonic()
        while not reached():
            assert time.monotonic() - began < 60
            QTest.qWait(10)


def previews() -> list[psutil.Process]:
    mine = psutil.Process().children()
    return [one for one in mine if one.status() != "zombie" and MODULE in one.cmdline()]


def frame(picture: PreviewPicture) -> tuple[int, int]:
    height, width, _ = picture.pixels.shape
    at = barcode.points(0, 0, width, height)
    read = barcode.read(picture.pixels[at[:, 1], at[:, 0], 1])
    return int(barcode.films(read)), int(barcode.frames(read))


@pytest.fixture
def viewer(qt: QApplication, tmp_path: Path) -> Iterator[Viewer]:
    made = Viewer(barcoded_film(Recipe(5, 4.0, 640, 360), tmp_path))
    yield made
    made.panel.close()
    made.until(lambda: made.pane._feed.idle)
    assert previews() == []
    let_go(made.panel)


def test_a_version_plays_and_its_place_can_be_moved(viewer: Viewer) -> None:
    viewer.look()
    viewer.until(lambda: len(viewer.seen) > 5)
    seen = viewer.seen[:]
    films, frames = zip(*map(frame, seen), strict=True)
    assert set(films) == {5} and list(frames) == sorted(set(frames))
    assert all(abs(f - one.at_ns * 24 / SECOND) < 1 for f, one in zip(frames, seen, strict=True))
    place = viewer.pane.findChildren(QSlider)[0]
    assert place.maximum() == 40 and viewer.pane._time.text().endswith("/ 0:04")
    viewer.until(lambda: viewer.seen[-1].at_ns > 3.8 * SECOND)  # at its end it waits
    place.setFocus()
    QTest.keyClick(place, Qt.Key.Key_PageDown)
    viewer.until(lambda: viewer.seen[-1].at_ns < 3.6 * SECOND)
    middle = QPoint(place.width() // 4, place.height() // 2)
    QTest.mouseClick(place, Qt.MouseButton.LeftButton, pos=middle)  # a touch on the line
    viewer.until(lambda: SECOND // 2 < viewer.seen[-1].at_ns < 2 * SECOND)
    assert place.height() >= 48
    viewer.press(viewer.button("Play it again"))
    viewer.until(lambda: viewer.seen[-1].at_ns < SECOND)


def test_it_decodes_with_what_the_show_leaves_and_has_no_network(viewer: Viewer) -> None:
    viewer.look()
    viewer.until(lambda: bool(viewer.seen))
    (process,) = previews()
    assert os.sched_getscheduler(process.pid) == os.SCHED_IDLE
    assert process.rlimit(psutil.RLIMIT_DATA)[0] <= 3 << 30
    status = Path(f"/proc/{process.pid}/ns/net").readlink()
    assert status != Path("/proc/self/ns/net").readlink()


@pytest.mark.parametrize("way", ["close", "escape", "page", "lock", "window"])
def test_it_ends_with_whoever_looked(viewer: Viewer, way: str) -> None:
    viewer.look()
    viewer.until(lambda: bool(viewer.seen))
    assert len(previews()) == 1
    if way == "close":
        viewer.press(viewer.button("Close the preview"))
    elif way == "escape":
        QTest.keyClick(viewer.pane, Qt.Key.Key_Escape)
    elif way == "page":
        viewer.press(viewer.panel.findChildren(RailButton)[0])
    elif way == "lock":
        viewer.panel._rail._held()
    else:
        viewer.panel.hide()
    assert not viewer.pane.isVisible()
    viewer.until(lambda: previews() == [])


def test_a_film_that_cannot_be_shown_is_said(viewer: Viewer, tmp_path: Path) -> None:
    (tmp_path / "bad.mp4").write_text("no film")
    version = msgspec.structs.replace(READY[0], file=str(tmp_path / "bad.mp4"))
    viewer.pane.look_at(version)
    viewer.until(lambda: viewer.pane.picture._word == "It cannot be shown")
    viewer.pane.look_at(viewer.version)
    viewer.until(lambda: bool(viewer.seen))
    (process,) = previews()
    process.send_signal(signal.SIGKILL)
    viewer.until(lambda: viewer.pane.picture._word == "It cannot be shown")
