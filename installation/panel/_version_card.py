"""A version on the page of versions: its pictures, how it stands, and what can be done with it."""

from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from installation.model import Order
from installation.panel._badge import Badge
from installation.panel._page import Row
from installation.panel._strip import Pictures, Strip
from installation.panel._text import Elided, as_sign, label, say
from installation.panel._tongue import tr
from installation.panel._widgets import PanelPart

DRAGGED = "application/x-kiss-version"
"""What a version is called while it is dragged onto a screen."""


@dataclass(frozen=True)
class Deed:
    """Something that can be done: its order, what stands on its button, what it will change.

    One that ``can`` not be done just now keeps its place, so that the others keep theirs.
    """

    order: Order
    text: str
    says: str
    can: bool = True


@dataclass(frozen=True)
class VersionEntry:
    """A version: its row, what can be done with it, and whether it can be dragged onto a screen."""

    row: Row
    deeds: tuple[Deed, ...] = ()
    movable: bool = False


class VersionCard(PanelPart[VersionEntry]):
    """Can be dragged onto a screen, by mouse or finger; its buttons do the same."""

    chosen = Signal(object)
    looked_at = Signal(str)
    """A version that somebody wants to see play."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._title, self._id = Elided("name"), Elided("quiet")
        self._badge, self._word = Badge("small"), label("small")
        self._detail, self._bar = label("small", wrap=True), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        self.strip = Strip()
        self._buttons: list[QPushButton] = []
        self._from: QPoint | None = None
        how = QHBoxLayout()
        how.setSpacing(8)
        how.addWidget(self._badge)
        how.addWidget(self._word)
        how.addWidget(self._id, 1)
        self._look = QPushButton("▶")
        self._look.setObjectName("deed")
        self._look.setAutoDefault(True)
        self._look.clicked.connect(lambda: self.looked_at.emit(self.version))
        self._deeds = QHBoxLayout()
        self._deeds.setSpacing(8)
        says, head, lines = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for layout in (says, lines):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(5)
        says.addWidget(self._title)
        says.addLayout(how)
        says.addStretch(1)
        head.addLayout(says, 1)
        head.addLayout(self._deeds)
        lines.addLayout(head)
        lines.addWidget(self._bar)
        lines.addWidget(self._detail)
        pictures = QHBoxLayout()
        pictures.setSpacing(8)
        pictures.addWidget(self._look)
        pictures.addWidget(self.strip, 1)
        lines.addLayout(pictures)

    @property
    def version(self) -> str:
        """The version that it is of."""
        return self._shown.row.version if self._shown else ""

    def show_pictures(self, pictures: Pictures, count: int, plays: bool) -> None:
        """Show its pictures; there is room for all that it has before they are read.

        One that ``plays`` can be looked at.
        """
        self._look.setVisible(plays)
        self.strip.setVisible(count > 0)
        self.strip.show_pictures(pictures)

    def _draw(self, value: VersionEntry) -> None:
        row = value.row
        self._title.setText(row.title)
        self._id.setText(row.version if row.version != row.title else "")
        self._badge.show_sign(row.sign)
        say(self._word, row.word, row.sign)
        say(self._detail, row.detail)
        self._bar.setVisible(row.share is not None)
        self._bar.setValue(round(100 * (row.share or 0)))
        self.setCursor(
            Qt.CursorShape.OpenHandCursor if value.movable else Qt.CursorShape.ArrowCursor
        )
        self.setAccessibleName(f"{row.title}: {row.word}. {row.detail}")
        self._look.setAccessibleName(tr("Preview of {film}", film=row.title))
        as_sign(self._look)
        while len(self._buttons) < len(value.deeds):
            self._buttons.append(self._made(len(self._buttons)))
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(value.deeds))
        for button, deed in zip(self._buttons, value.deeds, strict=False):
            button.setText(deed.text.replace("&", "&&"))
            button.setAccessibleName(f"{deed.text}: {row.title}")
            button.setToolTip(deed.says)
            button.setEnabled(deed.can)

    def _made(self, number: int) -> QPushButton:
        button = QPushButton()
        button.setObjectName("deed")
        button.setAutoDefault(True)
        button.clicked.connect(lambda: self._choose(number))
        self._deeds.insertWidget(number, button)
        return button

    def _choose(self, number: int) -> None:
        if self._shown is not None and number < len(self._shown.deeds):
            self.chosen.emit(self._shown.deeds[number].order)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Remember where a drag may begin."""
        self._from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin to drag once the hand has moved so far that it is meant."""
        if self._shown is None or not self._shown.movable or self._from is None:
            return
        way = (event.position().toPoint() - self._from).manhattanLength()
        if way < QApplication.startDragDistance():
            return
        self._from = None
        drag, what = QDrag(self), QMimeData()
        what.setData(DRAGGED, self.version.encode())
        drag.setMimeData(what)
        drag.setPixmap(self.strip.grab() if self.strip.isVisible() else self._title.grab())
        drag.exec(Qt.DropAction.CopyAction)
