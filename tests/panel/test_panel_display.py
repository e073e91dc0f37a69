"""The panel on a real X server: on its display, and on no other."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from installation.rig import RootWindow, VirtualHeads

CHILD = """
import sys
from pathlib import Path
from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication
sys.path[:0] = sys.argv[1:]
from panel_status import a_show
from installation.link._messages import Reply
from installation.model._output import Output
from installation.panel._panel_window import Panel

application = QApplication(["kiss"])

def order(order, answered):
    print("order", order, flush=True)
    answered(Reply(True, ""))

panel = Panel(a_show, order)
seen = []

def look():
    visible, at = panel.isVisible(), panel.geometry().getRect()
    now = f"at {at}" if visible else "hidden"
    if [now] != seen[-1:]:
        seen.append(now)
        print(now, flush=True)

panel.open_on(Output("DUMMY1", 1024, 0, 1024, 600))
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
notifier.activated.connect(application.quit)
application.exec()
panel.close()
"""


@pytest.fixture
def two_heads() -> Iterator[VirtualHeads]:
    with VirtualHeads(2, 1024, 600) as virtual:
        yield virtual


@pytest.mark.process
@pytest.mark.patient
def test_it_never_shows_on_the_wall(
    two_heads: VirtualHeads, request: pytest.FixtureRequest
) -> None:
    shared = request.config.rootpath / "tests" / "shared"
    folders = [str(shared), str(request.config.rootpath)]
    # whatever goes wrong, the end of its input ends it
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, *folders],
        env=two_heads.environment | {"QT_QPA_PLATFORM": "xcb"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin and child.stdout and child.stderr
        there = "at (1024, 0, 1024, 600)\n"
        assert child.stdout.readline() == there
        key = ["xdotool", "mousemove", "1500", "300", "key", "s"]
        subprocess.run(key, env=two_heads.environment, check=True)
        assert child.stdout.readline() == "order sync\n"
        with RootWindow(two_heads.display) as glass:
            assert not glass.grab(0, 0, 1024, 600).any()
            assert glass.grab(1024, 0, 1024, 600).any()
        two_heads.off(1)
        assert child.stdout.readline() == "hidden\n"
        with RootWindow(two_heads.display) as glass:
            assert not glass.grab(0, 0, 1024, 600).any()
        two_heads.on(1)
        assert child.stdout.readline() == there
        said = child.communicate("quit", timeout=60)[1]
        assert child.returncode == 0
        assert said == ""
