"""The operator's panel: shows the show's status and passes on presses. It decides nothing."""

import time
from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QScreen,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from installation.link import Reply, ThumbnailReader
from installation.model import Go, Order, Output, Rect
from installation.panel import _presses as presses
from installation.panel._page import Page
from installation.panel._place import beside
from installation.panel._presses import PressMemory
from installation.panel._storyline import StoryPart
from installation.panel._style import scale_for, sheet
from installation.panel._text import Elided, label, say
from installation.panel._viewmodel import BUTTONS, next_voice, page
from installation.panel._voices import Voices, WordsButton
from installation.panel._widgets import Cards, HeadlinePart, OrderButton, RowPart, show_all
from installation.show import ShowStatus

REFRESH_MS = 125
LEAST = (770, 472)
BESIDE = (1000, 600)
"""The size of the window on a display that it shares with the stage, in pixels."""


class Panel(QWidget):
    """The panel's window.

    ``status`` is asked for a snapshot eight times a second while the panel is visible;
    ``order`` gives an order; ``live`` has the screens' small pictures. All on Qt's thread.
    """

    def __init__(
        self,
        status: Callable[[], ShowStatus],
        order: Callable[[Order], Reply],
        live: ThumbnailReader | None = None,
    ) -> None:
        super().__init__()
        self._status, self._order, self._live = status, order, live
        self._memory, self._scale = PressMemory(), 0.0
        self._output: Output | None = None
        self._stage: Rect | None = None
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle("The Kiss: panel")
        self.setMinimumSize(*LEAST)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._compose()
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

    def refresh(self) -> None:
        """Show how the show is now."""
        status = self._status()
        self._memory = presses.remembered(self._memory, status)
        self._show_page(page(status, self._memory))
        if self._live is not None:
            now_ns = time.monotonic_ns()
            self._cards.show_pictures(self._live.look(now_ns), now_ns)

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

    def _compose(self) -> None:
        self._title, self._headline, self._cards = (
            label("title", wrap=True),
            HeadlinePart(),
            Cards(),
        )
        self._story, self._answer = StoryPart(), Elided("detail")
        self._story.line.chosen.connect(lambda beat: self._press(Go(beat)))
        self._buttons = [OrderButton(self) for _ in BUTTONS]
        row = QHBoxLayout()
        row.setSpacing(10)
        for button, (key, width) in zip(self._buttons, BUTTONS, strict=True):
            button.ordered.connect(self._press)
            row.addWidget(button, width)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(button.click)
        self._voices = Voices()
        self._voices.chosen.connect(self._press)
        self._cards.ordered.connect(self._press)
        speaks_next = QShortcut(QKeySequence("V"), self)
        speaks_next.setAutoRepeat(False)
        speaks_next.activated.connect(
            lambda: self._press(next_voice(page(self._status(), self._memory).voices))
        )
        left = self._left = QVBoxLayout()
        left.addWidget(self._headline)
        left.addWidget(self._cards, 1)
        left.addLayout(self._words_row())
        left.addWidget(self._story)
        left.addWidget(self._answer)
        left.addLayout(row)
        self._whole = QHBoxLayout(self)
        self._whole.addLayout(left, 5)
        self._whole.addWidget(self._lists(), 2)

    def _words_row(self) -> QHBoxLayout:
        """Lay out who speaks, and beside it what is to be read."""
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._voices, 1)
        self._words = {key: WordsButton(self) for key in ("L", "T")}
        for key, button in self._words.items():
            button.ordered.connect(self._press)
            row.addWidget(button)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(button.click)
        return row

    def _lists(self) -> QScrollArea:
        self._rows: list[RowPart] = []
        inside = QWidget()
        inside.setObjectName("list")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        self._notes_heading = label("heading", "Notes")
        self._rows_box, self._notes = QVBoxLayout(), label("small", wrap=True)
        lines.addWidget(self._title)
        lines.addSpacing(12)
        lines.addWidget(label("heading", "Versions"))
        self._none = label("small", "None yet")
        lines.addWidget(self._none)
        lines.addLayout(self._rows_box)
        lines.addSpacing(12)
        lines.addWidget(self._notes_heading)
        lines.addWidget(self._notes)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName("Versions and notes")
        return area

    def _row(self) -> RowPart:
        row = RowPart()
        row.ordered.connect(self._press)
        self._rows_box.addWidget(row)
        return row

    def _press(self, order: Order) -> None:
        status = self._status()
        reply = self._order(order)
        self._memory = presses.pressed(self._memory, status, order, reply)
        self.refresh()

    def _show_page(self, shown: Page) -> None:
        say(self._title, shown.title)
        self._headline.show_value(shown.headline)
        self._cards.show_value(shown.cards)
        self._voices.show_value(shown.voices)
        presses_by_key = {one.key: one for one in shown.words}
        for key, press in self._words.items():
            press.show_value(presses_by_key.get(key))
        self._story.show_value(shown.story)
        for button, value in zip(self._buttons, shown.buttons, strict=True):
            button.show_value(value)
        self._answer.setText(shown.answer)
        self._none.setVisible(not shown.rows)
        show_all(self._rows, shown.rows, self._row)
        say(self._notes, "\n\n".join(shown.notes))
        self._notes_heading.setVisible(bool(shown.notes))

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw everything at the scale that fits."""
        scale = scale_for(self.width(), self.height())
        if scale != self._scale:
            self._scale = scale
            self.setStyleSheet(sheet(scale))
            edge = round(22 * scale)
            self._whole.setContentsMargins(edge, edge, edge, edge)
            self._whole.setSpacing(edge)
            self._left.setSpacing(round(16 * scale))
            for button in self._buttons:
                button.setMinimumHeight(round(92 * scale))
            self._story.line.set_scale(scale)

    def showEvent(self, _event: QShowEvent) -> None:  # noqa: N802
        """Begin to follow the show."""
        self._timer.start()

    def hideEvent(self, _event: QHideEvent) -> None:  # noqa: N802
        """Nobody looks: ask nothing."""
        self._timer.stop()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """A slip of a hand does not take the panel away; the show's end does."""
        if event.spontaneous():
            event.ignore()


def _screen_of(output: Output) -> QScreen | None:
    """Qt's screen for an output: by its connector's name, else by its place."""
    screens = QApplication.screens()
    named = [screen for screen in screens if screen.name() == output.name]
    at = [s for s in screens if (s.geometry().x(), s.geometry().y()) == (output.x, output.y)]
    return next(iter(named or at), None)
