"""`kiss panel` beside a running show: real clicks and drags on its window end on the glass.

Where a button is, a panel of the same size without a display says: Qt lays both out alike.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from show_rig import ROOT, Films, Played, Sight, wait_until

from installation.link import Reply
from installation.model import Order, ShowState
from installation.panel import Panel
from installation.rig import RootWindow, VirtualHeads

pytestmark = pytest.mark.process

WIDTH, HEIGHT = 800, 480
TITLE = "The Kiss: panel"


@pytest.fixture
def four_heads() -> Iterator[VirtualHeads]:
    with VirtualHeads(4, WIDTH, HEIGHT) as virtual:
        yield virtual


class Finger:
    """Presses what a panel on the fourth head shows."""

    def __init__(self, show: Played, heads: VirtualHeads) -> None:
        def order(_order: Order, answered: Callable[[Reply], None]) -> None:
            answered(Reply(True, "so"))

        self._environment = heads.environment
        self.map = Panel(show.status, order, None, show.stage.state)
        self.map.open_window()
        self.map.resize(WIDTH, HEIGHT)

    def close(self) -> None:
        self.map.close()
        self.map.deleteLater()
        QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete

    def widget(self, name: str) -> QWidget:
        for _ in range(12):  # a few pictures are read at each look
            self.map.refresh()
            QApplication.processEvents()
        found = [w for w in self.map.findChildren(QWidget) if w.accessibleName().startswith(name)]
        return next(one for one in found if one.isVisible())

    def at(self, name: str) -> tuple[int, int]:
        """The middle of what has a name, on the whole display."""
        widget = self.widget(name)
        middle = widget.mapTo(self.map, QPoint(widget.width() // 2, widget.height() // 2))
        return 3 * WIDTH + middle.x(), middle.y()

    def press(self, name: str) -> None:
        """A real click there; the map is clicked, too, so that it shows the same."""
        x, y = self.at(name)
        self.tool("mousemove", x, y, "click", 1)
        QTest.mouseClick(self.widget(name), Qt.MouseButton.LeftButton)

    def drag(self, name: str, onto: str) -> None:
        """Take something at its title, and let it go over something else."""
        (x, y), (to_x, to_y) = self.at(name), self.at(onto)
        y -= self.widget(name).height() // 2 - 16
        self.tool("mousemove", x, y, "mousedown", 1)
        for step in range(1, 13):
            self.tool("mousemove", x + (to_x - x) * step // 12, y + (to_y - y) * step // 12)
            time.sleep(0.03)
        self.tool("mouseup", 1)

    def tool(self, *words: object) -> str:
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=10
        )
        return done.stdout


def a_panel(show: Played, heads: VirtualHeads) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "installation", "panel", "--state", str(show.stage.state)]
    return subprocess.Popen(command, env=heads.environment, cwd=ROOT)


def test_real_clicks_end_on_the_glass(
    four_heads: VirtualHeads, films: Films, tmp_path, qt: QApplication
) -> None:
    with (
        RootWindow(four_heads.display) as glass,
        Played(films.stage(tmp_path, (1, 2, 3)), four_heads.environment) as show,
        closing(Finger(show, four_heads)) as finger,
    ):
        sight = Sight(glass, four_heads)
        show.until_plays(sight)
        panel = a_panel(show, four_heads)
        try:
            window = ""

            def found() -> bool:
                nonlocal window
                window = finger.tool("search", "--name", TITLE).strip()
                return bool(window)

            wait_until("panel", found, 20)
            finger.tool("windowmove", window, 3 * WIDTH, 0, "windowsize", window, WIDTH, HEIGHT)
            wait_until(
                "its picture", lambda: bool(glass.grab(3 * WIDTH, 0, WIDTH, HEIGHT).any()), 10
            )
            time.sleep(1)
            finger.press("Pause")
            wait_until("pause", show.says(lambda now: now.state is ShowState.PAUSED), 5)
            held = {tuple(sample[:3]) for sample in sight.watch(0.4)}
            assert len(held) == 1
            finger.press("Resume")
            wait_until("resume", show.says(lambda now: now.state is ShowState.PLAYING), 5)
            finger.press("Versions")
            finger.press("→ left: The Kiss 3")
            assert sight.films()[:3] == [1, 2, 3]
            finger.press("Do it")
            wait_until("the third on the left", lambda: sight.films()[:3] == [3, 2, 3], 10)
            finger.press("Undo")
            wait_until("the first again", lambda: sight.films()[:3] == [1, 2, 3], 10)
            finger.drag("The Kiss 1: on left", "right: The Kiss 3")
            QTest.mouseClick(finger.widget("→ right: The Kiss 1"), Qt.MouseButton.LeftButton)
            finger.press("Do it")
            wait_until("the first on the right", lambda: sight.films()[:3] == [1, 2, 1], 10)
            panel.send_signal(signal.SIGKILL)  # and the show does not care
            samples = [sample[:3] for sample in sight.watch(0.5)]
            assert all(min(sample) >= 0 for sample in samples)
            assert any(a != b for a, b in pairwise(samples))
        finally:
            panel.kill()
            panel.wait()
