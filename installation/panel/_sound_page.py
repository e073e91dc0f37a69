"""The page of sound and words: who speaks, how loud each screen is, what is to be read."""

from itertools import zip_longest

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from installation.model import Level
from installation.panel._page import Page, Sign, sentence
from installation.panel._text import label, say
from installation.panel._tongue import tr
from installation.panel._voices import Fader, Voices, WordsButton
from installation.panel._widgets import scrolled
from installation.show import ScreenStatus, ShowStatus

LOUD = 100
"""A screen that was silent when the panel began is this loud when it is heard again."""


class SoundRow(QWidget):
    """A screen's name, its fader, its button for silence, and why it is not heard if it is not."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._name, self._fader, self._fault = label("name"), Fader(), label("small", wrap=True)
        self._screen, self._level, self._before = "", LOUD, LOUD
        self._fader.moved.connect(self._order)
        self._mute = QPushButton()
        self._mute.setObjectName("deed")
        self._mute.setAutoDefault(True)
        self._mute.clicked.connect(lambda: self._order(0 if self._level else self._before))
        row, lines = QHBoxLayout(), QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._name, 1)
        row.addWidget(self._fader, 3)
        row.addWidget(self._mute, 1)
        lines.addLayout(row)
        lines.addWidget(self._fault)

    def _order(self, percent: int) -> None:
        self.ordered.emit(Level(self._screen, percent))

    def show_screen(self, screen: ScreenStatus) -> None:
        """Show how loud a screen is."""
        self._screen, self._level = screen.screen, screen.level
        self._before = screen.level or self._before
        self._name.setText(screen.screen)
        self._fader.show_level(screen.screen, screen.level, screen.speaks)
        text = tr("Silence") if screen.level else tr("Sound on")
        self._mute.setText(text)
        self._mute.setAccessibleName(f"{text}: {screen.screen}")
        fault = sentence(tr("not heard: {why}", why=screen.sound)) if screen.sound else ""
        say(self._fault, fault, Sign.CARE if fault else None)


class SoundPage(QWidget):
    """All of it acts at once."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[SoundRow] = []
        self._voices = Voices()
        self._voices.chosen.connect(self.ordered)
        self._words = [WordsButton(self), WordsButton(self)]
        self._heading = label("heading", tr("Words on the wall"))
        words, self._sound = QHBoxLayout(), QVBoxLayout()
        for button in self._words:
            button.ordered.connect(self.ordered)
            words.addWidget(button)
        words.addStretch(1)
        inside = QWidget()
        inside.setObjectName("list")
        lines = self._lines = QVBoxLayout(inside)
        self._whole = QVBoxLayout(self)
        for layout in (lines, self._whole):
            layout.setContentsMargins(0, 0, 0, 0)
        lines.addLayout(self._sound)
        lines.addWidget(self._heading)
        lines.addLayout(words)
        lines.addStretch(1)
        self._whole.addWidget(label("heading", tr("Sound")))
        self._whole.addWidget(self._voices)
        self._whole.addWidget(scrolled(inside, tr("Sound")), 1)

    def show_status(self, status: ShowStatus, shown: Page) -> None:
        """Show who is heard now, and what is read."""
        self._voices.show_value(shown.voices)
        for button, value in zip_longest(self._words, shown.words):
            button.show_value(value)
        self._heading.setVisible(bool(shown.words))
        while len(self._rows) < len(status.screens):
            row = SoundRow()
            row.ordered.connect(self.ordered)
            self._rows.append(row)
            self._sound.addWidget(row)
        for row, screen in zip(self._rows, status.screens, strict=False):
            row.show_screen(screen)

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        for layout in (self._whole, self._lines):
            layout.setSpacing(round(12 * scale))
        self._sound.setSpacing(round(8 * scale))
