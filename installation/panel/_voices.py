"""The widgets of voice and level: a row of choices, and a fader on each screen's card."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSlider, QWidget

from installation.panel._page import VoiceChoice, WordsPress
from installation.panel._text import label
from installation.panel._tongue import tr

PACE_MS = 100
"""A fader that is being moved gives an order this often: each is written to the disk."""


class Fader(QFrame):
    """A screen's level. Left and right move it when it has the focus."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._slider, self._percent = QSlider(Qt.Orientation.Horizontal), label("small")
        self._slider.setRange(0, 100)
        self._slider.setSingleStep(2)
        self._slider.setPageStep(10)
        self._slider.valueChanged.connect(self._on_move)
        self._slider.sliderReleased.connect(self._tell)
        self._pace = QTimer()
        self._pace.setSingleShot(True)
        self._pace.setInterval(PACE_MS)
        self._pace.timeout.connect(self._tell)
        lines = self._lines = QGridLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(10)
        lines.setVerticalSpacing(2)
        lines.setColumnStretch(0, 1)
        lines.addWidget(self._slider, 0, 0)
        lines.addWidget(self._percent, 0, 1)

    def put_below(self, widget: QWidget) -> None:
        """Have something under the fader, as wide as its way."""
        self._lines.addWidget(widget, 1, 0)

    def show_level(self, screen: str, level: int, speaks: bool) -> None:
        """Show it, unless a hand is on it."""
        if not (self._slider.isSliderDown() or self._pace.isActive()):
            self._slider.blockSignals(True)
            self._slider.setValue(level)
            self._slider.blockSignals(False)
            self._say()
        self._slider.setAccessibleName(tr("Level of {screen}, in percent", screen=screen))
        if self._slider.property("speaks") is not speaks:
            for part in (self._slider, self._percent):
                part.setProperty("speaks", speaks)
                part.style().polish(part)

    def _on_move(self) -> None:
        self._say()
        if not self._pace.isActive():
            self._pace.start()

    def _tell(self) -> None:
        self._pace.stop()
        self.moved.emit(self._slider.value())

    def _say(self) -> None:
        self._percent.setText(f"♪ {self._slider.value()} %")
        # every fader is as long as the others
        widest = self._percent.fontMetrics().horizontalAdvance("♪ 100 %")
        self._percent.setMinimumWidth(widest + 1)


class Voices(QFrame):
    """The row of choices: each screen, all, none."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[VoiceChoice] = ()
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(label("voicehead", "V  ·  " + tr("who speaks") + "  "))
        self._row.addStretch(1)

    def show_value(self, value: Sequence[VoiceChoice]) -> None:
        """Show it."""
        if value == self._shown:
            return
        self._shown = value
        while len(self._buttons) < len(value):
            self._buttons.append(self._made(len(self._buttons)))
        for button, choice in zip(self._buttons, value, strict=False):
            button.setText(choice.text.replace("&", "&&"))
            now = tr(", now") if choice.chosen else ""
            button.setAccessibleName(tr("Speaks: {screen}", screen=choice.text) + now)
            button.setProperty("chosen", choice.chosen)
            button.style().polish(button)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(value))

    def _made(self, number: int) -> QPushButton:
        button = _button()
        button.clicked.connect(lambda: self.chosen.emit(self._shown[number].order))
        self._row.insertWidget(1 + number, button)
        return button


class WordsButton(QPushButton):
    """A press for the words on the wall, with its key; hidden where there is nothing to press."""

    ordered = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        _dress(self)
        self._shown: WordsPress | None = None
        self.setAccessibleName(tr("Words on the wall"))
        self.clicked.connect(self._order)

    def show_value(self, value: WordsPress | None) -> None:
        """Show it."""
        if value != self._shown:
            self._shown = value
            self.setText(f"{value.key}  ·  {value.text}".replace("&", "&&") if value else "")
            self.setAccessibleName(value.text if value else tr("Words on the wall"))
        self.setVisible(value is not None)

    def _order(self) -> None:
        if self._shown is not None:
            self.ordered.emit(self._shown.order)


def _button() -> QPushButton:
    button = QPushButton()
    _dress(button)
    return button


def _dress(button: QPushButton) -> None:
    button.setObjectName("voice")
    button.setAutoDefault(True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
