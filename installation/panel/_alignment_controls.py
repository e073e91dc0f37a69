"""The controls of an alignment: each button is a key of `kiss calibrate`."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from installation.calibration import CHANNELS, COARSE, Channel, Drafts, amount_text
from installation.model import EFFECTS
from installation.panel import _alignment_words as words
from installation.panel._page import sentence
from installation.panel._text import as_sign, label, say
from installation.panel._tongue import mark, tr

CORNERS = (("◤", "q", 0), ("◥", "w", 1), ("◢", "s", 2), ("◣", "a", 3))
"""Each corner's sign, its key, and its number; they lie as on the screen."""
ARROWS = (
    ("▲", "up", 0, 1, mark("Corner up")),
    ("◀", "left", 1, 0, mark("Corner to the left")),
    ("▶", "right", 1, 2, mark("Corner to the right")),
    ("▼", "down", 2, 1, mark("Corner down")),
)
"""Each arrow's sign, its key, its row and column, and what it does."""


class KeyButton(QPushButton):
    """Gives its key; ``chosen`` marks the one of a row that holds."""

    def __init__(self, text: str, name: str, press: Callable[[], None], role: str = "deed") -> None:
        super().__init__(text.replace("&", "&&"))
        self.setObjectName(role)
        self.setAutoDefault(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.clicked.connect(press)
        self._grown, self._high = False, 0

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._high = round(80 * scale) if self._grown else 0
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for what stands on it, and for a thumb on one that is pressed again and again."""
        wanted = super().sizeHint()
        return QSize(wanted.width(), max(wanted.height(), self._high))

    def grown(self) -> "KeyButton":
        """Be as wide as there is room, with its sign drawn large."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grown = True
        as_sign(self)
        return self

    def show_chosen(self, chosen: bool) -> None:
        """Show whether it is the one that holds."""
        if self.property("chosen") is not chosen:
            self.setProperty("chosen", chosen)
            self.style().polish(self)


class EffectRow(QWidget):
    """An effect's name and amount, between less and more."""

    def __init__(self, name: str, key: str, press: Callable[[str], None]) -> None:
        super().__init__()
        said = tr(words.EFFECT_NAMES[name])
        self._amount = label("small")
        self._amount.setAlignment(Qt.AlignmentFlag.AlignCenter)
        less = KeyButton("−", tr("{effect}: less", effect=said), partial(press, key))
        more = KeyButton("+", tr("{effect}: more", effect=said), partial(press, key.upper()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label("small", said), 3)
        row.addWidget(less.grown(), 2)
        row.addWidget(self._amount, 2)
        row.addWidget(more.grown(), 2)

    def show_amount(self, amount: str) -> None:
        """Show how much it is."""
        self._amount.setText(amount)


class AlignmentControls(QWidget):
    """Screens above, corners and arrows at the left, colours at the right, what it is below."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._screens: list[KeyButton] = []
        self._top, self._bottom = QHBoxLayout(), QHBoxLayout()
        self._pattern = self._button("", tr("Pattern"), "p", "choice")
        self._top.addStretch(1)
        self._top.addWidget(self._pattern)
        self._where, self._said = label("small"), label("small", wrap=True)
        middle = QHBoxLayout()
        middle.setSpacing(22)
        middle.addLayout(self._pads(), 2)
        middle.addLayout(self._colours(), 3)
        self._undo = self._button(tr("Undo"), tr("Undo"), "u")
        self._reset = self._button(tr("As its file says"), tr("As its file says"), "R")
        self._save = self._button(tr("Save"), tr("Save"), "enter")
        self._leave = self._button(tr("Leave"), tr("Leave"), "x")
        for button in (self._undo, self._reset, self._save, self._leave):
            self._bottom.addWidget(button)
        self._go_on = self._button(tr("Go on aligning"), tr("Go on aligning"), "")
        self._bottom.insertWidget(0, self._go_on)
        self._bottom.insertStretch(0, 1)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.addLayout(self._top)
        self._lines.addLayout(middle, 1)
        self._lines.addWidget(self._said)
        self._lines.addLayout(self._bottom)

    def _button(self, text: str, name: str, key: str, role: str = "deed") -> KeyButton:
        return KeyButton(text, name, lambda: self.pressed.emit(key), role)

    def _pads(self) -> QVBoxLayout:
        corners, arrows, pads, lines = QGridLayout(), QGridLayout(), QHBoxLayout(), QVBoxLayout()
        self._corners = []
        for sign, key, number in CORNERS:
            name = tr("Corner: {corner}", corner=tr(words.CORNER_NAMES[number]))
            button = self._button(sign, name, key, "choice")
            self._corners.append(button)
            corners.addWidget(button.grown(), number // 2, number in (1, 2))
        for sign, key, row, column, name in ARROWS:
            arrows.addWidget(self._button(sign, tr(name), key).grown(), row, column)
        self._step = self._button("", tr("Steps of one pixel or ten"), "f", "choice")
        arrows.addWidget(self._step.grown(), 1, 1)
        corners.setRowStretch(2, 1)  # they lie close together
        for grid in (corners, arrows):
            grid.setSpacing(6)
        pads.addLayout(corners, 2)
        pads.addSpacing(22)
        pads.addLayout(arrows, 3)
        lines.addLayout(pads)
        lines.addWidget(self._where)
        lines.addStretch(1)
        return lines

    def _colours(self) -> QVBoxLayout:
        lines, channels = QVBoxLayout(), QHBoxLayout()
        self._channels: dict[Channel, KeyButton] = {}
        self._channel: Channel = "all"
        for channel in CHANNELS:
            name = tr(words.CHANNEL_NAMES[channel])
            button = KeyButton(name, name, partial(self._choose, channel), "choice")
            self._channels[channel] = button
            channels.addWidget(button)
        channels.addStretch(1)
        lines.setSpacing(4)
        lines.addLayout(channels)
        self._effects = {
            name: EffectRow(name, effect.key, self.pressed.emit) for name, effect in EFFECTS.items()
        }
        for row in self._effects.values():
            lines.addWidget(row)
        lines.addStretch(1)
        return lines

    def _choose(self, channel: Channel) -> None:
        """Press the key that turns to the next channel until it is this one."""
        names = list(self._channels)
        for _ in range((names.index(channel) - names.index(self._channel)) % len(names)):
            self.pressed.emit("c")

    def show_drafts(self, drafts: Drafts, told: str) -> None:
        """Show how an alignment stands, and what there is to say."""
        self._channel = drafts.channel
        while len(self._screens) < len(drafts.screens):
            number = len(self._screens)
            button = self._button("", "", str(number + 1), "choice")
            self._screens.append(button)
            self._top.insertWidget(number, button)
        for number, (button, screen) in enumerate(zip(self._screens, drafts.screens, strict=False)):
            unsaved = "*" if number in drafts.unsaved else ""
            button.setText(f"{screen.name}{unsaved}".replace("&", "&&"))
            button.setAccessibleName(tr("Screen: {screen}", screen=screen.name))
            button.show_chosen(number == drafts.chosen)
        for number, button in enumerate(self._screens):
            button.setVisible(number < len(drafts.screens))
        shows = tr("Pattern") if drafts.pattern else tr("Film")
        self._pattern.setText(shows)
        self._pattern.setAccessibleName(tr("On the screens: {shows}", shows=shows))
        self._step.setText(str(COARSE if drafts.coarse else 1))
        for (_, _, number), button in zip(CORNERS, self._corners, strict=True):
            button.show_chosen(number == drafts.corner)
        for channel, button in self._channels.items():
            button.show_chosen(channel == drafts.channel)
        for name, amount in drafts.draft.colour.items():
            self._effects[name].show_amount(amount_text(amount))
        self._where.setText(sentence(words.corner_line(drafts)))
        self._show_question(drafts, told)

    def _show_question(self, drafts: Drafts, told: str) -> None:
        unsaved = words.unsaved_line(drafts)
        note = words.note(drafts.says) if drafts.says else ""
        if drafts.asks:
            say(self._said, tr("{unsaved}. What you have not saved is lost.", unsaved=unsaved))
        else:
            say(self._said, "  ·  ".join(filter(None, (unsaved, told, note))))
        for button in (self._undo, self._reset):
            button.setVisible(not drafts.asks)
        self._go_on.setVisible(drafts.asks)
        self._save.setText(tr("Save and leave") if drafts.asks else tr("Save"))
        self._leave.setText(tr("Leave without") if drafts.asks else tr("Leave"))
        for button in (self._save, self._leave):
            button.setAccessibleName(button.text())

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._lines.setSpacing(round(10 * scale))
        for button in self.findChildren(KeyButton):
            button.set_scale(scale)
        for row in (self._top, self._bottom):
            row.setSpacing(round(8 * scale))
