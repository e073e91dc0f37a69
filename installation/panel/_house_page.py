"""The page of the house: whether it is open, its projectors, and who is heard how loudly."""

from itertools import zip_longest

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from installation.link import Reply
from installation.model import Close, HouseNow, Level, Open, Order
from installation.panel._ask_bar import AskBar
from installation.panel._health_words import projector_line
from installation.panel._house_words import house_line
from installation.panel._lineup_words import Intention, intention
from installation.panel._page import Page, Sign, sentence
from installation.panel._text import Elided, label, say
from installation.panel._tongue import mark, tr
from installation.panel._voices import Fader, Voices, WordsButton
from installation.panel._widgets import scrolled
from installation.show import ScreenStatus, ShowStatus

CHOICES: tuple[tuple[Order, str], ...] = (
    (Open(), mark("Open")),
    (Open("60"), mark("Open for an hour")),
    (Open("180"), mark("Open for three hours")),
    (Close(), mark("Close")),
    (Close("60"), mark("Close for an hour")),
)


class SoundRow(QWidget):
    """A screen's name, its fader, and why it is not heard if it is not."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._name, self._fader, self._fault = label("name"), Fader(), label("small", wrap=True)
        self._screen = ""
        self._fader.moved.connect(lambda level: self.ordered.emit(Level(self._screen, level)))
        row, lines = QHBoxLayout(), QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._name, 1)
        row.addWidget(self._fader, 3)
        lines.addLayout(row)
        lines.addWidget(self._fault)

    def show_screen(self, screen: ScreenStatus) -> None:
        """Show how loud a screen is."""
        self._screen = screen.screen
        self._name.setText(screen.screen)
        self._fader.show_level(screen.screen, screen.level, screen.speaks)
        fault = sentence(tr("not heard: {why}", why=screen.sound)) if screen.sound else ""
        say(self._fault, fault, Sign.CARE if fault else None)


class HousePage(QWidget):
    """Opening and closing ask once, in words; a fader acts at once."""

    ordered = Signal(object, object)
    """An order, and what is to be called with the answer."""

    def __init__(self) -> None:
        super().__init__()
        self._status: ShowStatus | None = None
        self._rows: list[SoundRow] = []
        self._lamps: list[Elided] = []
        self._line = label("sentence", wrap=True)
        self._bar = AskBar(tr("What you order holds until the hours say something else."))
        self._bar.confirmed.connect(self._give)
        self._voices = Voices()
        self._voices.chosen.connect(lambda order: self.ordered.emit(order, None))
        choices = self._choices = QGridLayout()
        for number, (order, text) in enumerate(CHOICES):
            button = QPushButton(tr(text))
            button.setObjectName("deed")
            button.setAutoDefault(True)
            button.setAccessibleName(tr(text))
            button.clicked.connect(lambda _=False, order=order: self._ask(order))
            choices.addWidget(button, number // 3, number % 3)
        none = tr("No projector is on the network (projectors: in the layout).")
        self._none = label("small", none, wrap=True)
        self._projectors, self._sound = QVBoxLayout(), QVBoxLayout()
        inside = QWidget()
        inside.setObjectName("list")
        self._lines, self._whole = QVBoxLayout(inside), QVBoxLayout(self)
        for layout in (self._lines, self._whole):
            layout.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self._line)
        self._whole.addWidget(self._bar)
        self._whole.addWidget(scrolled(inside, tr("House")), 1)
        self._lines.addLayout(choices)
        self._lines.addWidget(label("heading", tr("Projectors")))
        self._lines.addWidget(self._none)
        self._lines.addLayout(self._projectors)
        self._lines.addWidget(label("heading", tr("Sound")))
        self._lines.addWidget(self._voices)
        self._lines.addLayout(self._words_row())
        self._lines.addLayout(self._sound)
        self._lines.addStretch(1)

    def _words_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self._words = [WordsButton(self), WordsButton(self)]
        for button in self._words:
            button.ordered.connect(lambda order: self.ordered.emit(order, None))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_status(self, status: ShowStatus, shown: Page) -> None:
        """Show how the house is now."""
        self._status = status
        line = house_line(status.house or HouseNow())
        say(self._line, line, Sign.WELL if _is_open(status) else Sign.STILL)
        self._voices.show_value(shown.voices)
        for button, value in zip_longest(self._words, shown.words):
            button.show_value(value)
        while len(self._rows) < len(status.screens):
            row = SoundRow()
            row.ordered.connect(lambda order: self.ordered.emit(order, None))
            self._rows.append(row)
            self._sound.addWidget(row)
        for row, screen in zip(self._rows, status.screens, strict=False):
            row.show_screen(screen)
        self._show_projectors(status)

    def _show_projectors(self, status: ShowStatus) -> None:
        self._none.setVisible(not status.projectors)
        while len(self._lamps) < len(status.projectors):
            self._lamps.append(Elided("small"))
            self._projectors.addWidget(self._lamps[-1])
        for line, one in zip(self._lamps, status.projectors, strict=False):
            line.setText(projector_line(one))

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._whole.setSpacing(round(12 * scale))
        self._lines.setSpacing(round(12 * scale))
        self._choices.setSpacing(round(10 * scale))

    def _ask(self, order: Order) -> None:
        if self._status is not None:
            self._bar.ask(intention(self._status, order))

    def _give(self, asked: Intention) -> None:
        def answered(reply: Reply) -> None:
            self._bar.done(sentence(reply.text), None)

        self._bar.done("…", None)
        self.ordered.emit(asked.order, answered)


def _is_open(status: ShowStatus) -> bool:
    return status.house is None or status.house.open
