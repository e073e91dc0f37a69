"""Runs the :class:`Controller` in a Qt application. It decides, and draws nothing on the wall.

Started by the keeper as ``python -m installation.apps.controller ...``. It may die at any time:
the show goes on, and the next one takes over.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from installation.apps._controller_parts import Among, build
from installation.apps._far_files import FarFiles
from installation.apps._modest import die_with_parent
from installation.apps._niceness import stand_beside
from installation.apps._opening_times import FollowedHours
from installation.apps._process import allow_files, log_to_stderr
from installation.apps._projectors import FollowedCalibrations
from installation.apps._reading import FollowedLayout, LayoutMemory
from installation.apps._said_once import SaidOnce
from installation.errors import KissError, MachinesError
from installation.link import Reply, ThumbnailReader, thumbnail_path
from installation.model import Order, Output, PanelBlock, Rect
from installation.show import Controller, Folders, LazyWriter

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

    from installation.panel import Panel

FILES = 65_536
"""Open files that it may have. Each who speaks with it takes one, and libzmq ends the process that
has none left: commands of a script that never end were 1,024 one day."""
FIRST_LOOK_S = 3.0
"""How long a show waits for its versions folder; then it begins with the films that it holds."""


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kiss-controller")
    parser.add_argument("layout", type=Path)
    parser.add_argument("--versions", type=Path, required=True)
    parser.add_argument("--calibration", type=Path, required=True)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--machine", default="")
    parser.add_argument("--no-panel", action="store_true")
    parser.add_argument("--cycles", type=int, default=0)
    parser.add_argument("--forks", type=int, help="the descriptor of the line to the fork server")
    parser.add_argument("--launcher", type=int, help="its launcher's process, with which it ends")
    return parser.parse_args(words)


def _application(panel: bool) -> QCoreApplication:
    # only here: widgets take half a second to load, and the wall does not wait for them
    from PySide6.QtCore import QCoreApplication

    if not panel:
        return QCoreApplication(["kiss"])
    from PySide6.QtWidgets import QApplication

    # Qt would ask the session's D-Bus for the desktop's looks, and wait for one that hangs for ever
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    return QApplication(["kiss"])


class PanelHost:
    """Keeps the operator's panel on the display that the placement leaves for it."""

    def __init__(self, controller: Controller, state: Path, block: PanelBlock) -> None:
        self._controller, self._block = controller, block
        self._state, self._live = state, ThumbnailReader(thumbnail_path(state))
        self._panel: Panel | None = None
        self._place: tuple[Output | None, Rect | None] = (None, None)
        self.settle()

    def settle(self) -> None:
        """Open the panel, or move it, when the displays have changed."""
        place = self._controller.panel_place
        if place == self._place:
            return
        self._place = place
        output, window = place
        if output is None:
            return  # it stays where it is, and goes with its display
        if self._panel is None:
            from installation.panel import Panel, speak

            speak(self._block.language)
            self._panel = Panel(
                lambda: self._controller.status(time.monotonic_ns()),
                self._order,
                self._live,
                self._state,
                self._block.code,
            )
        self._panel.open_on(output, window)

    def _order(self, order: Order, answered: Callable[[Reply], None]) -> None:
        answered(self._controller.order(order, time.monotonic_ns(), "panel"))

    def close(self) -> None:
        """Take the panel away."""
        if self._panel is not None:
            self._panel.close()
        self._live.close()


def keep(controller: Controller, opening: FollowedHours) -> None:
    """Hand the layout's hours and projectors to the controller."""
    controller.keep_hours(opening.hours, opening.warm_up_s, opening.faults)
    controller.keep_lights(opening.projectors, opening.displays)


def _among(followed: FollowedLayout, state: Path) -> Among | None:
    """Join the other machines of the layout, if it has any. Raises MachinesError."""
    if not followed.whole.machines:
        return None
    from installation.machines import ZenohBus, own_account, paired_keys

    keys = paired_keys(state)
    if keys.machine != followed.machine:
        raise MachinesError(
            f"this machine is paired as {keys.machine}, and was to play as {followed.machine}.",
            "Play it as what it is paired as, or take other keys with `kiss machines pair`.",
        )
    bus = ZenohBus(followed.whole.machines, keys, own_account(state))
    return Among(keys.machine, followed.whole, bus)


def run(options: argparse.Namespace) -> int:
    """Until the show is over or SIGTERM comes; the whole show ends with it."""
    files, writer = FarFiles(), LazyWriter()
    layout = FollowedLayout(files, options.layout, options.state, options.machine)
    followed = FollowedCalibrations(layout, options.calibration, options.state, writer.write)
    opening = FollowedHours(layout)
    remember = LayoutMemory(layout, options.state, writer.write)
    first = layout.layout
    folders = Folders(options.versions, options.calibration, options.state, options.layout)
    try:
        parts = build(
            *(first, followed.calibrations, folders),
            forks=options.forks,
            followed=layout,
            writer=writer,
            among=_among(layout, options.state),
        )
        controller = Controller(parts, options.cycles)
        opening.look(time.monotonic_ns())
        keep(controller, opening)
        controller.staff(time.monotonic_ns())
        # a folder that answers does so before the first player is up
        parts.versions.first_look(time.monotonic_ns, FIRST_LOOK_S)
        controller.begin(time.monotonic_ns())
    except OSError as fault:
        where = fault.filename or options.state
        raise KissError(
            f"{where}: the show cannot begin: {fault.strerror}",
            "Make room or give it to this user, or name another state folder with --state DIR.",
        ) from fault
    controller.calibrate(followed.calibrations, followed.faults)
    # behind all else: PySide has the source read of whatever is loaded after it, and Python keeps
    # that: 17 MB, and a fifth of the time that a controller needs to load
    from PySide6.QtCore import QSocketNotifier, Qt, QTimer

    application = _application(not options.no_panel)
    desk = None if options.no_panel else PanelHost(controller, options.state, first.panel)
    guarded = SaidOnce(logging.getLogger("controller"))

    def work() -> None:
        if followed.look(time.monotonic_ns()):
            controller.calibrate(followed.calibrations, followed.faults)
        if opening.look(time.monotonic_ns()):
            keep(controller, opening)
        remember()
        controller.tick(time.monotonic_ns())

    def tick() -> None:
        guarded(work)
        if desk is not None:
            guarded(desk.settle)
        if controller.over:
            application.quit()
        timer.start(controller.patience_ms(time.monotonic_ns()))

    timer = QTimer()
    timer.setSingleShot(True)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(0)

    def heard() -> None:
        guarded(lambda: controller.hear(time.monotonic_ns()))
        # of a flood the rest, and what was not published at once, is the next look's
        timer.start(min(timer.remainingTime(), controller.patience_ms(time.monotonic_ns())))

    hearing, looking = controller.filenos
    notifiers = [QSocketNotifier(fd, QSocketNotifier.Type.Read) for fd in (*hearing, looking)]
    for notifier in notifiers[:-1]:
        notifier.activated.connect(lambda *_: heard())
    notifiers[-1].activated.connect(lambda *_: tick())
    signal.signal(signal.SIGTERM, lambda *_: application.quit())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if options.launcher is not None:  # in command
        stand_beside(options.launcher)
    application.exec()
    if desk is not None:
        desk.close()
    controller.leave()
    files.close()
    return 0


def main(words: list[str] | None = None) -> int:
    """Entry of the process; 0 when the show ended in order, 1 when it cannot begin."""
    options = _arguments(words)
    # or it would play on without a launcher, and have the show's lock, so that none could begin
    die_with_parent(options.launcher)
    allow_files(FILES)
    log_to_stderr("controller")
    try:
        return run(options)
    except KissError as fault:
        print(f"kiss: {fault}", file=sys.stderr)  # a person waits for the show
        return 1


if __name__ == "__main__":
    code = main()
    # a thread of Zenoh's that comes back to Python in an orderly end would abort the process
    logging.shutdown()
    os._exit(code)
