"""The controller: a Qt application around the house. It decides, and draws nothing on the wall.

Started by the keeper as ``python -m installation.apps.controller ...``. It may die at any time:
the show goes on, and the next one takes over.
"""

import argparse
import signal
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer

from installation.apps.process import log_to_stderr
from installation.apps.reading import read_calibrations, read_layout
from installation.errors import KissError
from installation.show.house import Folders, House

TICK_MS = 40


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kiss-controller")
    parser.add_argument("layout", type=Path)
    parser.add_argument("--versions", type=Path, required=True)
    parser.add_argument("--calibration", type=Path, required=True)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--no-panel", action="store_true")
    parser.add_argument("--cycles", type=int, default=0)
    return parser.parse_args(words)


def _application(panel: bool) -> QCoreApplication:
    if not panel:
        return QCoreApplication(["kiss"])
    # only here: widgets take half a second to load, and the wall does not wait for them
    from PySide6.QtWidgets import QApplication

    return QApplication(["kiss"])


def run(options: argparse.Namespace) -> int:
    """Until the show is over or SIGTERM comes; the whole show ends with it."""
    layout = read_layout(options.layout)
    calibrations = read_calibrations(layout, options.calibration)
    folders = Folders(options.versions, options.calibration, options.state)
    house = House(layout, calibrations, folders, time.monotonic_ns(), options.cycles)
    application = _application(not options.no_panel)
    panel = None
    output = None if options.no_panel else house.panel_output
    if output is not None:
        from installation.panel.window import Panel

        panel = Panel(
            lambda: house.status(time.monotonic_ns()),
            lambda what, to: house.order(what, to, time.monotonic_ns()),
        )
        panel.open_on(output)

    def tick() -> None:
        house.tick(time.monotonic_ns())
        if house.over:
            application.quit()

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    notifiers = [QSocketNotifier(fd, QSocketNotifier.Type.Read) for fd in house.filenos]
    notifiers[0].activated.connect(lambda *_: house.hear(time.monotonic_ns()))
    notifiers[1].activated.connect(lambda *_: tick())
    signal.signal(signal.SIGTERM, lambda *_: application.quit())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    application.exec()
    if panel is not None:
        panel.close()
    house.leave()
    return 0


def main(words: list[str] | None = None) -> int:
    """Entry of the process; 0 when the show ended in order, 1 when it cannot begin."""
    options = _arguments(words)
    log = log_to_stderr("controller")
    try:
        return run(options)
    except KissError as fault:
        log.error("%s", fault)
        return 1


if __name__ == "__main__":
    sys.exit(main())
