"""`kiss panel` beside a running show: real clicks, drags and keys on its window end on the glass.

The panel has a display of its own, as it has in a gallery; the shared show's are too small for it.
Where a button is, a panel of the same size without a display says: Qt lays both out alike.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from fractions import Fraction
from pathlib import Path

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from qt_ends import let_go
from show_rig import FRAMES, ROOT, TRIPTYCH, Films, Played, Sight, apart, jumps, wait_until

from installation.calibration._pattern import FULL
from installation.link import Reply
from installation.model import Order, ShowState, Unpin, VersionState, load_calibration
from installation.panel import Panel
from installation.panel._alignment_page import AlignmentPage
from installation.panel._preview_feed import MODULE as PREVIEW
from installation.panel._preview_feed import PreviewFeed
from installation.panel._preview_pane import PreviewPane
from installation.rig import RootWindow, VirtualHeads, barcode, cue_script
from installation.said import verbatim

pytestmark = [pytest.mark.process, pytest.mark.unhurried]

WIDTH, HEIGHT = 800, 480
LAYOUT = TRIPTYCH + "versions: {admit: approve}\nswap: {at: now}\npanel: {language: de}\n"
WORDS = "subtitles: {en: en.ass}\n"


@pytest.fixture
def heads() -> Iterator[VirtualHeads]:
    """Three for the wall, and one for the panel."""
    with VirtualHeads(4, WIDTH, HEIGHT) as virtual:
        yield virtual


@pytest.fixture
def hung_bus(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a desktop whose session bus takes every connection and never answers."""
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(tmp_path / "bus"))
        bus.listen(8)
        yield {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path / 'bus'}"}


class Finger:
    """A hand on the panel that the fourth head shows, which finds its way by a map of it."""

    def __init__(self, show: Played, heads: VirtualHeads, state: Path | None = None) -> None:
        def order(_order: Order, answered: Callable[[Reply], None]) -> None:
            answered(
                Reply(True, verbatim("so"), undo=Unpin("left"))
            )  # so that it offers to undo, too

        self._environment = heads.environment
        self.map = Panel(show.status, order, None, state or show.stage.state)
        self.map.open_window()
        self.map.resize(WIDTH, HEIGHT)

    def close(self) -> None:
        self.map.close()
        feed = self.map.findChildren(PreviewFeed)[0]

        def ended() -> bool:
            QApplication.processEvents()
            return feed.idle

        wait_until("end of the map's preview", ended, 5)
        let_go(self.map)

    def widget(self, name: str) -> QWidget:
        """What bears a name, where all of it is seen; a list is scrolled until it is."""
        for _ in range(4):  # a few pictures are read at each look
            self.map.refresh()
            QApplication.processEvents()
        there = [one for one in self.map.findChildren(QWidget) if one.isVisible()]
        named = [one for one in there if one.accessibleName().startswith(name)]
        found = min(named, key=lambda one: len(one.accessibleName()))
        while found.visibleRegion().boundingRect() != found.rect():
            self._scroll_to(found)
        return found

    def _scroll_to(self, widget: QWidget) -> None:
        """Turn the wheel by one click over the list in which something is, here and there."""
        area = widget.parentWidget()
        while not isinstance(area, QScrollArea):
            area = area.parentWidget()
        seen, bar = area.viewport(), area.verticalScrollBar()
        down = widget.mapTo(seen, widget.rect().center()).y() > seen.rect().center().y()
        before = bar.value()
        self.tool("mousemove", *self.at(seen), "click", 5 if down else 4)
        middle, turned = QPointF(seen.rect().center()), QPoint(0, -120 if down else 120)
        none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(middle, middle, QPoint(), turned, none, plain, phase, False)
        QApplication.sendEvent(seen, event)
        assert bar.value() != before, f"{widget.accessibleName()} can not be scrolled to"

    def at(self, widget: QWidget) -> tuple[int, int]:
        """The middle of what is seen of it, on the whole display."""
        middle = widget.mapTo(self.map, widget.visibleRegion().boundingRect().center())
        return 3 * WIDTH + middle.x(), middle.y()

    def press(self, name: str) -> None:
        """A real click there; the map is clicked, too, so that it shows the same."""
        widget = self.widget(name)
        self.tool("mousemove", *self.at(widget), "click", 1)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def agree(self) -> None:
        """Say yes to what the bar asks."""
        self.press("Do it")

    def drag(self, name: str, onto: str) -> None:
        """Take something at its upper edge, and let it go over something else."""
        to_x, to_y = self.at(self.widget(onto))
        corner = self.widget(name).mapTo(self.map, QPoint(60, 16))
        x, y = 3 * WIDTH + corner.x(), corner.y()
        self.tool("mousemove", x, y, "mousedown", 1)
        for step in range(1, 9):
            self.tool("mousemove", x + (to_x - x) * step // 8, y + (to_y - y) * step // 8)
            time.sleep(0.02)  # as fast as a hand
        self.tool("mouseup", 1)

    def tool(self, *words: object) -> str:
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=10
        )
        return done.stdout.strip()


@contextmanager
def opened(show: Played, heads: VirtualHeads, finger: Finger, glass: RootWindow) -> Iterator[None]:
    """A panel that fills the fourth head. That it is killed at last, the show does not know."""
    command = [sys.executable, "-m", "installation", "panel", "--language", "en"]
    with subprocess.Popen(
        [*command, "--state", str(show.stage.state)], env=heads.environment, cwd=ROOT
    ) as process:
        try:
            wait_until("panel", lambda: bool(finger.tool("search", "--name", "The Kiss: panel")))
            window = finger.tool("search", "--name", "The Kiss: panel")
            place = (3 * WIDTH, 0, WIDTH, HEIGHT)
            finger.tool("windowmove", window, *place[:2], "windowsize", window, *place[2:])
            finger.tool("windowfocus", window)
            wait_until("its picture", lambda: bool(glass.grab(*place)[HEIGHT - 40 :].any()))
            yield
        finally:
            process.kill()


def test_clicks_drags_and_keys_end_on_the_glass(
    heads: VirtualHeads, films: Films, tmp_path, qt: QApplication
) -> None:
    stage = films.stage(tmp_path, (1, 2, 3, 4), LAYOUT)
    for number in (1, 2, 3, 4):
        folder = stage.versions / f"kiss-{number}"
        (folder / "en.ass").write_text(cue_script({0x55: (0, FRAMES - 1)}, Fraction(24)))
        manifest = folder / "version.yaml"
        manifest.write_text(manifest.read_text() + WORDS)
    with (
        RootWindow(heads.display) as glass,
        Played(stage, heads.environment) as show,
    ):
        wait_until("versions", show.says(lambda now: asks(now) == 4))
        with closing(Finger(show, heads)) as finger, opened(show, heads, finger, glass):
            hand = Hand(show, finger, Sight(glass, heads), heads)
            hand.approves()
            hand.looks_at_a_version()
            hand.moves_the_story()
            hand.darkens_the_wall()
            hand.has_words_shown()
            hand.closes_the_house()
            hand.moves_versions()
            hand.rejects()
            hand.opens_a_preview()
        wait_until("end of the preview", lambda: previews(show) == [], 5)  # the panel was killed
        samples = [sample[:3] for sample in Sight(glass, heads).watch(0.5)]
        assert all(min(sample) >= 0 for sample in samples)  # without the panel
        assert len({sample[0] for sample in samples}) > 3


def test_its_own_panel_opens_though_the_desktop_s_bus_hangs(
    heads: VirtualHeads, films: Films, tmp_path: Path, hung_bus: dict[str, str]
) -> None:
    stage = films.stage(tmp_path, (1, 2, 3))
    with (
        RootWindow(heads.display) as glass,
        Played(stage, heads.environment | hung_bus, panel=True) as show,
    ):
        show.until_plays(Sight(glass, heads))
        place = (3 * WIDTH, 0, WIDTH, HEIGHT)
        wait_until("panel", lambda: bool(glass.grab(*place)[HEIGHT - 40 :].any()), 20)


def test_projectors_are_aligned_by_touch(
    heads: VirtualHeads, films: Films, tmp_path, qt: QApplication
) -> None:
    """The map stands beside another show, which is away: only one may align at a time."""
    stage = films.stage(tmp_path, (1, 2, 3), TRIPTYCH)
    files = tmp_path / "calibration"
    files.mkdir()
    with (
        RootWindow(heads.display) as glass,
        Played(stage, heads.environment, "--calibration", str(files)) as show,
    ):
        sight = Sight(glass, heads)

        def corner() -> NDArray[np.int64]:
            return glass.grab(0, 0, 32, 16).astype(np.int64)

        def aligned() -> bool:
            """The two screens that nobody bends are white in their very first row of pixels."""
            tops = glass.grab(0, 0, 3 * WIDTH, 1)[0].reshape(3, WIDTH, -1)
            return bool(np.abs(tops[1:, 200:-200].astype(np.int64) - FULL).max() <= 2)

        def light() -> bool:
            return min(sight.frames()[1:3]) >= 0

        show.until_plays(sight)
        with (
            closing(Finger(show, heads, tmp_path / "away")) as finger,
            opened(show, heads, finger, glass),
        ):
            page = finger.map.findChildren(AlignmentPage)[0]

            def begin() -> None:
                finger.press("Begin")
                wait_until("pattern", aligned, 5)
                wait_until("map", lambda: bool(QApplication.processEvents() or page._bench), 5)

            finger.press("Align")
            begin()
            finger.press("Steps of one pixel or ten")
            for name in ("Corner to the right", "Corner to the right", "Corner down"):
                finger.press(name)
            wait_until("corner", lambda: corner()[:8, :16].max() == 0, 5)
            finger.press("Save")
            wait_until("file", (files / "left.yaml").exists, 5)
            moved = load_calibration(files / "left.yaml").corners.top_left
            assert moved == pytest.approx((20 / WIDTH, 10 / HEIGHT), abs=1e-5)
            wait_until("map", lambda: QApplication.processEvents() or not page._writing.busy, 5)
            finger.press("Leave")
            wait_until("the films", light, 5)
            assert corner()[:8, :16].max() == 0  # by the file
            begin()
        at = time.monotonic()  # the panel was killed
        wait_until("the films", light, 5)
        assert time.monotonic() - at < 3
        assert not show.status().aligning


def asks(now) -> int:
    return sum(one.state is VersionState.APPROVAL for one in now.versions)


class Hand:
    """What an attendant does, and what the glass shows then."""

    def __init__(self, show: Played, finger: Finger, sight: Sight, heads: VirtualHeads) -> None:
        self.show, self.finger, self.sight, self.heads = show, finger, sight, heads

    def shows(self, *films: int) -> None:
        wait_until(f"{films} on the glass", lambda: self.sight.films()[:3] == list(films), 10)

    def until(self, what: str, reached: Callable[..., bool]) -> None:
        wait_until(what, self.show.says(reached), 5)

    def approves(self) -> None:
        self.finger.press("Versions")
        for number in (1, 2, 3):
            self.finger.press(f"Approve: The Kiss {number}")
            self.finger.agree()
            left = 4 - number
            self.until("approval", lambda now, left=left: asks(now) == left)
        self.shows(1, 2, 3)
        self.until("play", lambda now: now.state is ShowState.PLAYING)

    def looks_at_a_version(self) -> None:
        """It plays on the panel, and nothing changes on the wall."""
        self.opens_a_preview()
        picture = self.finger.map.findChildren(PreviewPane)[0].picture
        place = picture.place().translated(picture.mapTo(self.finger.map, QPoint()))
        at = barcode.points(3 * WIDTH + place.x(), place.y(), place.width(), place.height())

        def seen() -> tuple[int, int]:
            whole = self.sight.glass.read(0, 0, *self.sight.glass.size())
            found = barcode.read(whole[at[:, 1], at[:, 0], 1])
            return int(barcode.films(found)), int(barcode.frames(found))

        wait_until("the film on the panel", lambda: seen()[0] == 2, 10)
        before = seen()[1]
        wait_until("its end", lambda: seen()[1] > max(before, FRAMES * 3 // 4), 10)
        assert apart([sample[:3] for sample in self.sight.watch(0.5)]) == []
        self.finger.press("Close the preview")
        wait_until("end of the preview", lambda: previews(self.show) == [], 5)

    def opens_a_preview(self) -> None:
        """Have a version played, here and on the map."""
        self.finger.press("Preview of The Kiss 2")
        shown: list[object] = []
        feed = self.finger.map.findChildren(PreviewFeed)[0]
        feed.shown.connect(shown.append)

        def both() -> bool:
            QApplication.processEvents()
            return bool(shown) and len(previews(self.show)) == 2

        wait_until("previews", both, 10)

    def moves_the_story(self) -> None:
        finger, sight = self.finger, self.sight
        finger.press("Show")
        finger.press("Pause")
        self.until("pause", lambda now: now.state is ShowState.PAUSED)
        assert len({tuple(sample[:3]) for sample in sight.watch(0.3)}) == 1
        finger.press("Resume")
        self.until("resume", lambda now: now.state is ShowState.PLAYING)
        cycle = self.show.status().cycle
        finger.press("From the beginning")
        self.until("a new cycle", lambda now: now.cycle == cycle + 1 and now.story_s > 0.1)
        # it comes sooner than a look that begins behind the click
        with ThreadPoolExecutor(1, "sight") as aside:
            seen = aside.submit(walls, sight, 1.5)
            finger.press("Go to march")
        there = [frame for frame in jumps(seen.result()) if frame >= 60]
        assert there and there[0] < 64
        revision = self.show.status().revision
        finger.press("Sync")
        self.until("sync", lambda now: now.revision > revision)
        assert apart([sample[:3] for sample in sight.watch(0.5)]) == []

    def darkens_the_wall(self) -> None:
        self.finger.press("Blackout")
        wait_until("black", lambda: self.sight.frames()[:3] == [-1] * 3, 5)
        self.finger.press("Screens on")
        wait_until("light", lambda: min(self.sight.frames()[:3]) >= 0, 5)

    def has_words_shown(self) -> None:
        before = self._foot()
        self.finger.tool("key", "l")
        self.until("subtitles", lambda now: {one.language for one in now.screens} == {"en"})
        wait_until("words on the glass", lambda: self._foot() > before + 20, 5)

    def _foot(self) -> float:
        """How bright the foot of the first screen is, where a subtitle stands."""
        return float(self.sight.glass.grab(0, HEIGHT * 3 // 4, WIDTH, HEIGHT // 4).max())

    def closes_the_house(self) -> None:
        self.finger.press("Close")
        assert min(self.sight.frames()[:3]) >= 0  # it was only asked
        self.finger.agree()
        wait_until("black", lambda: self.sight.frames()[:3] == [-1] * 3, 5)
        self.until("closed", lambda now: now.state is ShowState.CLOSED)
        self.finger.press("Open")
        self.shows(1, 2, 3)
        self.until("open", lambda now: now.state is ShowState.PLAYING)

    def moves_versions(self) -> None:
        finger = self.finger
        finger.press("Versions")
        finger.drag("The Kiss 1: on left", "right: The Kiss 3")
        QTest.mouseClick(finger.widget("→ right: The Kiss 1"), Qt.MouseButton.LeftButton)
        assert self.sight.films()[:3] == [1, 2, 3]
        finger.agree()
        self.shows(1, 2, 1)
        finger.press("Undo")
        self.shows(1, 2, 3)
        finger.press("→ centre: The Kiss 1")
        finger.agree()
        self.shows(1, 1, 3)
        finger.press("Unpin: centre")
        finger.agree()
        self.shows(1, 2, 3)
        finger.press("Roll back: right")
        finger.agree()
        self.until("roll back", lambda now: standing(now, 3) is VersionState.ASIDE)
        wait_until("another film", lambda: self.sight.films()[2] in (1, 2), 10)
        finger.press("Undo")
        self.shows(1, 2, 3)
        finger.press("Retire: The Kiss 3")
        finger.agree()
        self.until("retired", lambda now: standing(now, 3) is VersionState.RETIRED)
        wait_until("another film", lambda: self.sight.films()[2] in (1, 2), 10)
        finger.press("Bring back: The Kiss 3")
        finger.agree()
        self.shows(1, 2, 3)

    def rejects(self) -> None:
        self.finger.press("Reject …: The Kiss 4")
        self.finger.tool("type", "too dark")
        self.finger.tool("key", "Return")
        self.until("rejection", lambda now: standing(now, 4) is VersionState.ASIDE)
        reason = next(one.reason for one in self.show.status().versions if one.id == "kiss-4")
        assert reason.endswith("too dark")
        assert self.sight.films()[:3] == [1, 2, 3]


def previews(show: Played) -> list[psutil.Process]:
    """Those of the panel and of the map; another test may have some of its own."""
    QApplication.processEvents()
    found = []
    for one in psutil.process_iter():
        with suppress(psutil.Error):
            words = one.cmdline()
            ours = PREVIEW in words and any(str(show.stage.state.parent) in word for word in words)
            if ours and one.status() != psutil.STATUS_ZOMBIE:
                found.append(one)
    return found


def standing(now, number: int) -> VersionState:
    return next(one.state for one in now.versions if one.id == f"kiss-{number}")


def walls(sight: Sight, seconds: float):
    samples = sight.watch(seconds)
    samples[:] = [sample[:3] for sample in samples]
    return samples
