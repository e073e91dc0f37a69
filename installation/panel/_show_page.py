"""The panel's first page: the screens, the story, the six buttons, and what there is to say."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from installation.link import Thumbnails
from installation.model import Approve, Close, Go, Order, Restore
from installation.panel._ask_bar import AskBar
from installation.panel._film_pictures import FilmPictures
from installation.panel._lineup_words import intention
from installation.panel._page import Page
from installation.panel._story_strips import ROOMY, StoryStrips
from installation.panel._storyline import AIRY, StoryPart
from installation.panel._text import Elided, label, say
from installation.panel._tongue import tr
from installation.panel._viewmodel import BUTTONS, next_voice
from installation.panel._voices import Voices, WordsButton
from installation.panel._widgets import (
    Cards,
    HeadlinePart,
    OrderButton,
    RowPart,
    scrolled,
    show_all,
)
from installation.show import ShowStatus

TALL = 900
"""From how many pixels on a long title may take a second line from a screen's live picture."""
DEEDS = ("deed", "press")
"""What the style sheet calls buttons that stand beside what they are about."""
ASKED = (Close, Approve, Restore)
"""Orders that say what they will change before they are given."""


class ShowPage(QWidget):
    """Emits the orders that are given on it: some at once, some after a word."""

    ordered = Signal(object)
    agreed = Signal(object, object)
    """An order that was asked about, and what is to be called with the answer."""

    def __init__(self, films: FilmPictures) -> None:
        super().__init__()
        self._films = films
        self._page: Page | None = None
        self._status: ShowStatus | None = None
        self._low, self._cramped = False, False
        self._title, self._headline, self._cards = (
            label("title", wrap=True),
            HeadlinePart(),
            Cards(),
        )
        self._strips = StoryStrips()
        self._story, self._answer, self._bar = StoryPart(), Elided("detail"), AskBar("")
        self._bar.ordered.connect(self.agreed)
        self._story.line.chosen.connect(lambda beat: self.ordered.emit(Go(beat)))
        self._buttons = [OrderButton(self) for _ in BUTTONS]
        row = QHBoxLayout()
        row.setSpacing(10)
        for button, (key, width) in zip(self._buttons, BUTTONS, strict=True):
            button.ordered.connect(self._order)
            row.addWidget(button, width)
            self._on_key(key, partial(self._space, button) if key == "Space" else button.click)
        self._on_key("V", self._speak_next)
        self._voices = Voices()
        self._voices.chosen.connect(self.ordered)
        self._cards.ordered.connect(self.ordered)
        left = self._left = QVBoxLayout()
        left.addWidget(self._headline)
        left.addWidget(self._cards, 1)
        left.addWidget(self._words_row())
        left.addWidget(self._strips)
        left.addWidget(self._story)
        left.addWidget(self._answer)
        self._side = self._lists()
        self._above = QHBoxLayout()
        self._above.addLayout(left, 5)
        self._above.addWidget(self._side, 2)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addLayout(self._above, 1)
        self._whole.addWidget(self._bar)
        self._whole.addLayout(row)

    def _on_key(self, key: str, press: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(press)

    def _space(self, pause: OrderButton) -> None:
        """Press Pause; but Space presses a button like "Do it" that has the keyboard's focus."""
        at = self.window().focusWidget()
        if isinstance(at, QPushButton) and at.objectName() in DEEDS and self.isAncestorOf(at):
            at.click()
        else:
            pause.click()

    def _speak_next(self) -> None:
        # Qt asks a shortcut's widget whether it is seen, but not whether it is locked
        if self.isEnabled() and self._page is not None and self._page.voices:
            self.ordered.emit(next_voice(self._page.voices))

    def _order(self, order: Order) -> None:
        """Give an order of a button; what visitors would see for long is asked about once."""
        if isinstance(order, ASKED) and self._status is not None:
            self._bar.ask(intention(self._status, order))
        else:
            self.ordered.emit(order)

    def _words_row(self) -> QWidget:
        """Lay out who speaks, and beside it what is to be read."""
        self._sound = QWidget()
        row = QHBoxLayout(self._sound)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._voices, 1)
        self._words = {key: WordsButton(self) for key in ("L", "T")}
        for key, button in self._words.items():
            button.ordered.connect(self.ordered)
            row.addWidget(button)
            self._on_key(key, button.click)
        return self._sound

    def _lists(self) -> QScrollArea:
        self._rows: list[RowPart] = []
        inside = QWidget()
        inside.setObjectName("list")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        self._machines: list[RowPart] = []
        self._machines_heading = label("heading", tr("Machines"))
        self._machines_box = QVBoxLayout()
        self._machines_box.setContentsMargins(0, 0, 0, 12)
        self._notes_heading = label("heading", tr("Notes"))
        self._rows_box, self._notes = QVBoxLayout(), label("small", wrap=True)
        lines.addWidget(self._title)
        lines.addSpacing(12)
        lines.addWidget(self._machines_heading)
        lines.addLayout(self._machines_box)
        lines.addWidget(label("heading", tr("Versions")))
        self._none = label("small", tr("None yet"))
        lines.addWidget(self._none)
        lines.addLayout(self._rows_box)
        lines.addSpacing(12)
        lines.addWidget(self._notes_heading)
        lines.addWidget(self._notes)
        lines.addStretch(1)
        return scrolled(inside, tr("Versions and notes"))

    def _row(self) -> RowPart:
        row = RowPart()
        row.ordered.connect(self._order)
        self._rows_box.addWidget(row)
        return row

    def _machine(self) -> RowPart:
        row = RowPart()
        self._machines_box.addWidget(row)
        return row

    def show_page(self, shown: Page) -> None:
        """Show how the show is now."""
        self._page = shown
        say(self._title, shown.title)
        self._headline.show_value(shown.headline)
        self._cards.show_value(shown.cards)
        self._voices.show_value(shown.voices)
        presses_by_key = {one.key: one for one in shown.words}
        for key, press in self._words.items():
            press.show_value(presses_by_key.get(key))
        self._show_sound()
        self._story.show_value(shown.story)
        for button, value in zip(self._buttons, shown.buttons, strict=True):
            button.show_value(value)
        self._answer.setText(shown.answer)
        asks = not self._bar.isHidden()
        self._answer.setVisible(not asks)  # the bar says the same, and offers more
        self._story.setVisible(not (asks and self._cramped))
        self._none.setVisible(not shown.rows)
        show_all(self._rows, shown.rows, self._row)
        show_all(self._machines, shown.machines, self._machine)
        self._machines_heading.setVisible(bool(shown.machines))
        say(self._notes, "\n\n".join(shown.notes))
        self._notes_heading.setVisible(bool(shown.notes))

    def show_status(self, status: ShowStatus) -> None:
        """Show the beats' pictures of what is on the screens."""
        self._status = status
        self._strips.show_status(status, self._films)

    def show_pictures(self, found: Thumbnails | None, now_ns: int) -> None:
        """Show each screen's live picture."""
        self._cards.show_pictures(found, now_ns)

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._whole.setSpacing(round(12 * scale))
        self._above.setSpacing(round(22 * scale))
        self._left.setSpacing(round(12 * scale))
        self._side.setMinimumWidth(round(270 * scale))
        for button in self._buttons:
            button.setMinimumHeight(round(92 * scale))
        self._story.line.set_scale(scale)
        self._strips.set_scale(scale)
        self._cramped = self.window().height() < ROOMY
        self._cards.set_low(self._cramped)
        self._low = self.window().height() < AIRY
        self._cards.set_airy(self.window().height() >= TALL)
        self._show_sound()

    def _show_sound(self) -> None:
        """Have the row of voices where all of it has room: the page of sound has it, too."""
        fits = self._sound.sizeHint().width() <= self._cards.width()
        self._sound.setVisible(fits and not self._low)  # its keys stay
