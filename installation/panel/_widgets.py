"""The panel's parts. Each shows one value of the page, and touches Qt only when that changes."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from installation.link import Thumbnails
from installation.model import Level
from installation.panel._badge import Badge
from installation.panel._live_picture import OLD_NS, LivePicture, pictures
from installation.panel._page import Button, Card, Headline, Row, Sign
from installation.panel._text import Elided, label, say
from installation.panel._tongue import tr
from installation.panel._voices import Fader

BESIDE_BAR = 10
"""Pixels between a list and the bar that it is scrolled by."""
T = TypeVar("T")
P = TypeVar("P", bound="PanelPart[Any]")


class PanelPart(QFrame, Generic[T]):
    """A widget that shows a value."""

    _shown: T | None = None

    def show_value(self, value: T) -> None:
        """Show it, unless it is what is shown already."""
        if value != self._shown:
            self._shown = value
            self._draw(value)

    def _draw(self, value: T) -> None:
        raise NotImplementedError


def scrolled(inside: QWidget, name: str) -> QScrollArea:
    """Return a widget as a list that may be longer than its place, under a name to be read out."""
    layout = inside.layout()
    if layout is not None:
        layout.setContentsMargins(0, 0, BESIDE_BAR, 0)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    return area


def show_all(parts: list[P], values: Sequence[object], more: Callable[[], P]) -> bool:
    """Have a part for every value; True when their number has changed. Parts are kept for reuse."""
    before = sum(not part.isHidden() for part in parts)
    while len(parts) < len(values):
        parts.append(more())
    for number, part in enumerate(parts):
        if number < len(values):
            part.show_value(values[number])
        elif part.isAncestorOf(part.window().focusWidget() or part.window()):
            part.window().setFocus()  # Qt would hand it to the next button, whatever that is
        part.setVisible(number < len(values))
    return before != len(values)


class HeadlinePart(PanelPart[Headline]):
    """The headline: whether all is well."""

    def __init__(self) -> None:
        super().__init__()
        self._badge, self._sentence = Badge("sentence", share=1.5), label("sentence", wrap=True)
        self._detail = Elided("detail", lines=2, grows=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self._sentence)
        lines.addWidget(self._detail)
        row.addLayout(lines, 1)

    def _draw(self, value: Headline) -> None:
        self._badge.show_sign(value.sign)
        say(self._sentence, value.sentence, value.sign)
        self._detail.setText(value.detail)
        self.setAccessibleName(f"{value.sentence}. {value.detail}")


class CardPart(PanelPart[Card]):
    """A screen: its name, what plays on it, how it does, how loud it is when it speaks."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._screen, self._display = label("screen"), Elided("quiet")
        self._display.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._film, self._version = Elided("film"), Elided("quiet")
        self.live = LivePicture()
        self._badge, self._word = Badge("word"), label("word")
        self._detail = Elided("small", 6, grows=True)
        self._fader, self._small, self._airy = Fader(), False, False
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._screen, 1)
        head.addWidget(self._badge)
        head.addWidget(self._word)
        foot.addWidget(self._version, 1)
        foot.addWidget(self._display, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(3)
        lines.addLayout(head)
        lines.addWidget(self.live, 1)
        lines.addWidget(self._film)
        lines.addLayout(foot)
        lines.addWidget(self._detail)
        lines.addWidget(self._fader)
        self._fader.moved.connect(self._level)

    @property
    def of_screen(self) -> str:
        """The screen that it is of."""
        return self._screen.text()

    def _level(self, percent: int) -> None:
        self.ordered.emit(Level(self.of_screen, percent))

    def set_small(self, small: bool) -> None:
        """Have a smaller title and no second name, as one of many or where there is no room."""
        self._small = small
        for part in (self._film, self._word):
            part.setProperty("small", small)
            part.style().polish(part)
        self._show_rest()

    def set_airy(self, airy: bool) -> None:
        """Have room for a long title, in two lines."""
        self._airy = airy
        self._show_rest()

    def _show_rest(self) -> None:
        """Show the rest where there is room: what is wrong with a screen goes before."""
        ill = bool(self._detail.text())
        for part in (self._version, self._display):
            part.setVisible(not self._small and not ill)
        self._fader.setVisible(not ill)  # the page of sound has it, too
        self.live.setVisible(not (ill and self._small))
        self._film.set_lines(2 if self._airy and not ill else 1)

    def _draw(self, value: Card) -> None:
        say(self._screen, value.screen)
        self.live.setAccessibleName(tr("Live picture of {screen}", screen=value.screen))
        self._display.setText(value.display)
        self._film.setText(value.title or "—")
        self._version.setText(value.version)
        self._badge.show_sign(value.sign)
        say(self._word, value.word, value.sign)
        self._detail.setText(value.detail)
        self._detail.setVisible(bool(value.detail))
        self._show_rest()
        self._fader.show_level(value.screen, value.level, value.speaks)
        self.setProperty("ill", value.sign is Sign.CARE)
        self.style().polish(self)
        speaks = tr(", speaks") if value.speaks else ""
        self.setAccessibleName(f"{value.screen}: {value.title}, {value.word}{speaks}")


class Cards(PanelPart[tuple[Card, ...]]):
    """All screens, as they stand: in one row up to four, else in two."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[CardPart] = []
        self._low = self._airy = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)

    def set_low(self, low: bool) -> None:
        """Have little room from top to bottom."""
        if low != self._low:
            self._low = low
            for card in self._cards:
                card.set_small(self._small)

    def set_airy(self, airy: bool) -> None:
        """Have much room from top to bottom."""
        if airy != self._airy:
            self._airy = airy
            for card in self._cards:
                card.set_airy(airy and not self._small)

    @property
    def _small(self) -> bool:
        return self._low or sum(not card.isHidden() for card in self._cards) > 4

    def _draw(self, value: tuple[Card, ...]) -> None:
        if not show_all(self._cards, value, self._made):
            return
        columns = len(value) if len(value) <= 4 else (len(value) + 1) // 2
        for number, card in enumerate(self._cards):
            card.set_small(self._small)
            card.set_airy(self._airy and not self._small)
            self._grid.addWidget(card, number // max(columns, 1), number % max(columns, 1))
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, int(column < columns))

    def show_pictures(self, found: Thumbnails | None, now_ns: int) -> None:
        """Show each screen's live picture."""
        live, old = pictures(found), found is not None and found.age_ns(now_ns) > OLD_NS
        for card in self._cards:
            small = live.get(card.of_screen)
            card.live.show_picture(small.pixels if small else None, old)

    def _made(self) -> CardPart:
        card = CardPart()
        card.ordered.connect(self.ordered)
        return card


class RowPart(PanelPart[Row]):
    """A version: whether it can be played, or how far it is on its way, and its button."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._press = QPushButton()
        self._press.setObjectName("press")
        self._press.setAutoDefault(True)
        self._press.clicked.connect(self._pressed)
        self._title, self._version = Elided("name"), Elided("quiet")
        self._badge, self._word = Badge("small"), label("small")
        self._detail, self._bar = label("small", wrap=True), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        how = QHBoxLayout()
        how.setSpacing(8)
        how.addWidget(self._badge)
        how.addWidget(self._word)
        how.addWidget(self._version, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 4, 0, 8)
        lines.setSpacing(4)
        lines.addWidget(self._title)
        lines.addLayout(how)
        lines.addWidget(self._bar)
        lines.addWidget(self._detail)
        lines.addWidget(self._press, 0, Qt.AlignmentFlag.AlignLeft)

    def _pressed(self) -> None:
        if self._shown is not None and self._shown.order is not None:
            self.ordered.emit(self._shown.order)

    def _draw(self, value: Row) -> None:
        self._press.setText(value.press)
        self._press.setAccessibleName(f"{value.press}: {value.title}")
        if self._press.hasFocus() and value.order is None:
            self.window().setFocus()  # Qt would hand it to the next button: a beat's name
        self._press.setVisible(value.order is not None)
        self._title.setText(value.title)
        self._version.setText(value.version if value.version != value.title else "")
        self._badge.show_sign(value.sign)
        say(self._word, value.word, value.sign)
        say(self._detail, value.detail)
        self._bar.setVisible(value.share is not None)
        self._bar.setValue(round(100 * (value.share or 0)))
        self.setAccessibleName(f"{value.title}: {value.word}. {value.detail}")


class OrderButton(QPushButton):
    """A large button: what it does, and its key."""

    ordered = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("order")
        self.setAutoDefault(True)  # Enter presses the one that has the focus
        self._shown: Button | None = None
        self._face, self._hint = label("face"), label("hint", wrap=True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(4, 4, 4, 4)
        lines.setSpacing(2)
        lines.addStretch(1)
        for text in (self._face, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            lines.addWidget(text)
        lines.addStretch(1)
        self.clicked.connect(self._order)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for all that stands on it; Qt's own buttons know nothing of what is laid in them."""
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    def _order(self) -> None:
        if self._shown is not None:
            self.ordered.emit(self._shown.order)

    def show_value(self, value: Button) -> None:
        """Show it; a button that has the focus keeps it while it is busy."""
        if value == self._shown:
            return
        self._shown = value
        self._face.setText(value.text if value.busy else f"{value.icon}  {value.text}")
        key = tr("Space") if value.key == "Space" else value.key
        self._hint.setText(f"{key}  ·  {value.hint}")
        self.setAccessibleName(value.text)
        self.setAccessibleDescription(tr("{hint}; key {key}", hint=value.hint, key=key))
        window = self.window()
        if self.hasFocus() and not value.enabled:
            window.setFocus()  # Qt would hand it to the next button
            self.setProperty("waits", True)
        self.setEnabled(value.enabled)
        if value.enabled and self.property("waits"):
            self.setProperty("waits", False)
            if window.hasFocus():
                self.setFocus()
        self._face.setProperty("tone", "busy" if value.busy else "on" if value.enabled else "off")
        self._face.style().polish(self._face)
