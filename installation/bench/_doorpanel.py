"""A panel beside the wall for `bench door`, on a display of its own: what it costs, and its kills.

As a program it is that panel: `kiss panel` as people open it, which says when it shows the show,
and presses a version's ▶ when it is told to.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from installation.apps import ShowFeed
from installation.errors import KissError
from installation.link import ThumbnailReader, thumbnail_path
from installation.panel import Panel, speak
from installation.rig import VirtualHeads

SIZE = (1280, 800)
SHOWN, LOOK, LOOKS, TURN = "shown", "look", "looks", "turn"
PREVIEW, AGAIN = "Preview of ", "Play it again"
AGAIN_MS = 3000
"""How often a preview is begun again: the films of the bench are short."""
LEAFED = ("Versions", "Health", "House", "Sound", "Align", "Show") * 2
LEAF_MS = 700
"""How long each page is seen."""
PULSE_MS = 5


class PanelBeside:
    """The panel's process, from ``with`` to its end."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._open = ExitStack()
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._heads = self._open.enter_context(VirtualHeads(1, *SIZE))
        self.begin()
        return self

    def __exit__(self, *fault: object) -> None:
        self.kill()
        self._open.__exit__(*fault)  # type: ignore[arg-type]

    def begin(self) -> float:
        """Open it; how many milliseconds it took until it showed the show."""
        began = time.monotonic()
        command = [sys.executable, "-m", __name__, str(self._state)]
        environment = self._heads.environment | {"QT_QPA_PLATFORM": "xcb"}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, env=environment, stdin=pipe, stdout=pipe, text=True
        )
        _expect(SHOWN, self._said())
        return (time.monotonic() - began) * 1000

    def look(self) -> None:
        """Have it play a version."""
        _expect(LOOKS, self._told(LOOK))

    def turn(self) -> float:
        """Have it turn to each page twice; for how many ms at most its window took nothing."""
        return float(self._told(TURN))

    @property
    def pid(self) -> int:
        """Its process, without what a preview is decoded by."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _told(self, word: str) -> str:
        """Tell it a word; what it says when that is done."""
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        return self._said()

    def _said(self) -> str:
        assert self._process is not None and self._process.stdout is not None
        return self._process.stdout.readline().strip()


def _expect(word: str, said: str) -> None:
    if said != word:
        raise KissError(f"the panel said {said!r}, not {word!r}")


class HeldUp:
    """Notes for how long at most Qt's thread came to nothing else, from its making on."""

    def __init__(self) -> None:
        self.longest_ms, self._last_s = 0.0, time.monotonic()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(PULSE_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now_s = time.monotonic()
        self.longest_ms = max(self.longest_ms, (now_s - self._last_s) * 1000 - PULSE_MS)
        self._last_s = now_s


def main(state: Path) -> int:
    """Be the panel, until its input ends."""
    application = QApplication(["kiss"])
    speak("en")
    feed, live = ShowFeed(state), ThumbnailReader(thumbnail_path(state))
    feed.begin()
    panel = Panel(feed.status, feed.order, live, state)
    panel.open_window()

    def press(name: str) -> bool:
        found = [b for b in panel.findChildren(QPushButton) if b.accessibleName().startswith(name)]
        ready = [b for b in found if b.isVisible() and b.isEnabled()]
        if ready:
            ready[0].click()
        return bool(ready)

    again = QTimer()
    again.setInterval(AGAIN_MS)
    again.timeout.connect(lambda: press(AGAIN))

    def leaf(left: Sequence[str], held: HeldUp) -> None:
        if not left:
            print(f"{held.longest_ms:.1f}", flush=True)
            return
        press(left[0])
        QTimer.singleShot(LEAF_MS, lambda: leaf(left[1:], held))

    def told() -> None:
        word = os.read(0, 100).strip().decode()
        if word == TURN:
            leaf(LEAFED, HeldUp())
            return
        if word != LOOK:
            application.quit()
            return
        press("Versions")
        panel.refresh()
        QApplication.processEvents()
        print(LOOKS if press(PREVIEW) else "no version", flush=True)
        again.start()

    heard = QSocketNotifier(0, QSocketNotifier.Type.Read)
    heard.activated.connect(told)
    wait = QTimer()

    def look() -> None:
        if feed.status() is not None:
            wait.stop()
            panel.refresh()
            QApplication.processEvents()
            print(SHOWN, flush=True)

    wait.timeout.connect(look)
    wait.start(20)
    application.exec()
    feed.close()
    live.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
