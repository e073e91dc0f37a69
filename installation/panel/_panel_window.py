"""The operator's panel: shows the show's status and passes on presses. It decides nothing."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QHideEvent,
    QResizeEvent,
    QScreen,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from installation.link import MeterReader, Reply, ThumbnailReader
from installation.model import Approve, Order, Output, Rect
from installation.panel import _press_memory as presses
from installation.panel._alignment_page import AlignmentPage
from installation.panel._code_tries import CodeTries
from installation.panel._film_pictures import FilmPictures
from installation.panel._hand import Hand
from installation.panel._health_page import HealthPage
from installation.panel._house_page import HousePage
from installation.panel._keypad import Keypad
from installation.panel._page import Page
from installation.panel._place import beside
from installation.panel._press_memory import PressMemory
from installation.panel._preview_pane import PreviewPane
from installation.panel._rail import Rail
from installation.panel._show_page import ShowPage
from installation.panel._sound_page import SoundPage
from installation.panel._style import scale_for, sheet
from installation.panel._tongue import mark, tr
from installation.panel._versions_page import VersionsPage
from installation.panel._viewmodel import page, unanswered
from installation.show import ShowStatus

REFRESH_MS = 125
LEAST = (770, 472)
BESIDE = (1000, 600)
"""The size of the window on a display that it shares with the stage, in pixels."""
FIRST = (1280, 800)
"""The size of a window on somebody's desk."""
PAGES = (
    ("▶", mark("Show")),
    ("☰", mark("Versions")),
    ("♥", mark("Health")),
    ("☀", mark("House")),
    ("♪", mark("Sound")),
    ("▦", mark("Align")),
)

Answered = Callable[[Reply], None]


class Panel(QWidget):
    """The panel's window.

    ``status`` is asked for a snapshot eight times a second while the panel is visible; None while
    no show answers. ``order`` gives an order, and calls what it is handed with the answer, at once
    or later. ``live`` has the screens' small pictures; the state folder those of the versions.
    ``code`` unlocks it when it is locked; without one a long press does. All on Qt's thread.
    """

    def __init__(
        self,
        status: Callable[[], ShowStatus | None],
        order: Callable[[Order, Answered], None],
        live: ThumbnailReader | None = None,
        state: Path | None = None,
        code: str = "",
    ) -> None:
        super().__init__()
        self._tries = CodeTries(code)
        self._status, self._order, self._live = status, order, live
        self._memory, self._scale = PressMemory(), 0.0
        self._hand = Hand()
        self._known: ShowStatus | None = None
        self._output: Output | None = None
        self._stage: Rect | None = None
        self._may_close = False
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(tr("The Kiss: panel"))
        self.setMinimumSize(*LEAST)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._compose(FilmPictures(state), state)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        for change in (application.screenAdded, application.screenRemoved):
            change.connect(self._settle)

    def open_on(self, output: Output, stage: Rect | None = None) -> None:
        """Open on a display, or move there: it fills a display that is its own.

        On one that it shares with the ``stage`` it is an ordinary window in the corner that
        covers the least of it. A display that is not there (any more) is waited for, hidden.
        """
        if (output, stage) != (self._output, self._stage) or not self.isVisible():
            self._output, self._stage = output, stage
            self._settle()

    def open_window(self) -> None:
        """Open as an ordinary window that can be closed; with it the application ends."""
        self._may_close = True
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
        self.resize(*FIRST)
        self.refresh()
        self.show()
        self.setFocus()  # and no button yet

    def refresh(self) -> None:
        """Show how the show is now."""
        status = self._status()
        if status is None:
            if self._known is not None:
                self._show.show_page(unanswered(page(self._known, self._memory)))
            return
        self._known = status
        memory = presses.remembered(self._memory, status)
        if self._hand.has_moved():
            memory = replace(memory, moved_s=status.uptime_s)
        shown = page(status, memory)
        self._memory = replace(memory, rows=tuple(row.version for row in shown.rows))
        self._show_page(shown, status)

    # inside

    def _settle(self) -> None:
        """Be where the output is, or nowhere: Qt would move the window to another display."""
        if self._output is None:
            return
        screen = _screen_of(self._output)
        if screen is None:
            self.hide()
            return
        place = screen.geometry()
        shared = self._stage is not None and self._stage.overlaps(self._output.rect)
        flags = Qt.WindowType.Window
        if shared and self._stage is not None:
            # no button to close it: the panel ends with the show
            flags |= Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint
            flags |= Qt.WindowType.WindowMinMaxButtonsHint
            display = Rect(place.x(), place.y(), place.width(), place.height())
            place = QRect(*beside(self._stage, display, *BESIDE))
        else:
            flags |= Qt.WindowType.FramelessWindowHint
        self.setWindowFlags(flags)
        whole = Qt.WindowState.WindowNoState if shared else Qt.WindowState.WindowFullScreen
        self.setWindowState(whole)
        self.setScreen(screen)
        self.setGeometry(place)
        self.refresh()
        self.show()
        self.activateWindow()
        self.setFocus()  # and no button yet

    def _compose(self, films: FilmPictures, state: Path | None) -> None:
        self._show, self._versions = ShowPage(films), VersionsPage(films)
        self._health, self._house = HealthPage(state), HousePage()
        self._sound = SoundPage(MeterReader(state) if state is not None else None)
        self._alignment = AlignmentPage(state)
        self._pages = (
            self._show,
            self._versions,
            self._health,
            self._house,
            self._sound,
            self._alignment,
        )
        self._show.ordered.connect(self._press)
        self._show.agreed.connect(self._press)
        self._versions.ordered.connect(self._press)
        self._house.ordered.connect(self._press)
        self._sound.ordered.connect(self._press)
        self._stack = QStackedWidget()
        for one in self._pages:
            self._stack.addWidget(one)
        self._rail = Rail(PAGES, coded=bool(self._tries.digits))
        self._preview = PreviewPane(self._stack, self._versions)
        self._versions.looked_at.connect(self._preview.look_at)
        self._keypad = Keypad(self, self._tries)
        self._rail.asked.connect(self._keypad.ask)
        self._keypad.opened.connect(self._rail.turn)
        self._rail.chosen.connect(self._turn_to)
        self._rail.locked.connect(self._lock)
        self._whole = QHBoxLayout(self)
        self._whole.addWidget(self._stack, 1)
        self._whole.insertWidget(0, self._rail)  # after it: Tab goes through the page first

    def _lock(self, locked: bool) -> None:
        self._preview.hide()
        self._alignment.rest()
        self._stack.setEnabled(not locked)

    def _turn_to(self, number: int) -> None:
        self._preview.hide()
        self._stack.setCurrentIndex(number)
        self._memory = replace(self._memory, rows=())  # what needs a look is first again
        self.refresh()

    def _press(self, order: Order, told: Answered | None = None) -> None:
        status = self._status()
        if status is None:
            return

        def answered(reply: Reply) -> None:
            self._memory = presses.pressed(self._memory, status, order, reply)
            if told is not None:
                told(reply)
            self.refresh()

        self._order(order, answered)

    def _show_page(self, shown: Page, status: ShowStatus) -> None:
        now_ns = time.monotonic_ns()
        self._health.remember(status, now_ns)
        waits = any(isinstance(row.order, Approve) for row in shown.rows)
        self._rail.buttons[1].mark(waits)
        at = self._stack.currentWidget()
        pictured = at in (self._show, self._versions)
        live = self._live.look(now_ns) if self._live is not None and pictured else None
        self._show.show_page(shown)
        if at is self._show:
            self._show.show_status(status)
            self._show.show_pictures(live, now_ns)
        elif at is self._versions:
            self._versions.show_status(status, shown.rows)
            self._versions.show_pictures(live, now_ns)
        elif at is self._health:
            self._health.show_status(status)
        elif at is self._house:
            self._house.show_status(status)
        elif at is self._sound:
            self._sound.show_status(status, shown)
        else:
            self._alignment.show_status(status)

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw everything at the scale that fits."""
        scale = scale_for(self.width(), self.height())
        if scale != self._scale:
            self._scale = scale
            self.setStyleSheet(sheet(scale))
            edge = round(18 * scale)
            self._whole.setContentsMargins(edge, edge, edge, edge)
            self._whole.setSpacing(edge)
            self._rail.setFixedWidth(max(56, round(92 * scale)))
            for one in self._pages:
                one.set_scale(scale)
        self._keypad.centre()

    def showEvent(self, _event: QShowEvent) -> None:  # noqa: N802
        """Begin to follow the show."""
        self._timer.start()

    def hideEvent(self, _event: QHideEvent) -> None:  # noqa: N802
        """Nobody looks: ask nothing."""
        self._timer.stop()
        self._preview.hide()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """A slip of a hand does not take the panel away; the show's end does."""
        if event.spontaneous() and not self._may_close:
            event.ignore()


def _screen_of(output: Output) -> QScreen | None:
    """Qt's screen for an output: by its connector's name, else by its place."""
    screens = QApplication.screens()
    named = [screen for screen in screens if screen.name() == output.name]
    at = [s for s in screens if (s.geometry().x(), s.geometry().y()) == (output.x, output.y)]
    return next(iter(named or at), None)
