"""A screen on the page of versions: what it shows now and next; versions are dropped on it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from installation.model import Pin, Rollback, Unpin
from installation.panel._live_picture import LivePicture
from installation.panel._text import Elided, label
from installation.panel._tongue import tr
from installation.panel._version_card import DRAGGED
from installation.panel._widgets import PanelPart


@dataclass(frozen=True)
class ScreenPlace:
    """A screen: what it shows, what comes, and whether somebody has pinned that."""

    screen: str
    title: str
    coming: str = ""
    pinned: bool = False
    shows: bool = True


class ScreenTile(PanelPart[ScreenPlace]):
    """Takes a version that is dropped on it, and says so by its border while one is above it."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAcceptDrops(True)
        self._screen, self._mark = label("screen"), label("quiet")
        self.live = LivePicture()
        self._film, self._coming = Elided("name"), Elided("quiet")
        self._unpin, self._back = self._button(tr("Unpin")), self._button(tr("Roll back"))
        self._unpin.clicked.connect(lambda: self.chosen.emit(Unpin(self.of_screen)))
        self._back.clicked.connect(lambda: self.chosen.emit(Rollback(self.of_screen)))
        head, middle, side = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        head.addWidget(self._screen)
        head.addWidget(self._mark, 1, Qt.AlignmentFlag.AlignRight)
        for layout in (middle, side):
            layout.setSpacing(8)
        side.addWidget(self._back)
        side.addWidget(self._unpin)
        kept = self._unpin.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # a pin moves nothing on the page
        self._unpin.setSizePolicy(kept)
        side.addStretch(1)
        middle.addWidget(self.live, 1)
        middle.addLayout(side)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addLayout(head)
        lines.addLayout(middle, 1)
        lines.addWidget(self._film)
        lines.addWidget(self._coming)

    @property
    def of_screen(self) -> str:
        """The screen that it is of."""
        return self._shown.screen if self._shown else ""

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("deed")
        button.setAutoDefault(True)
        return button

    def _draw(self, value: ScreenPlace) -> None:
        self._screen.setText(value.screen)
        self._mark.setText(tr("pinned") if value.pinned else "")
        self._film.setText(value.title or "—")
        then = tr("next: {film}", film=value.coming) if value.coming else ""
        self._coming.setText(then)
        self._unpin.setVisible(value.pinned)
        self._back.setEnabled(value.shows)
        for button in (self._unpin, self._back):
            button.setAccessibleName(f"{button.text()}: {value.screen}")
        says = filter(None, (value.title, self._mark.text(), then))
        self.setAccessibleName(f"{value.screen}: {', '.join(says)}")
        self.live.setAccessibleName(tr("Live picture of {screen}", screen=value.screen))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Say by the border that it would be taken."""
        if event.mimeData().hasFormat(DRAGGED):
            event.acceptProposedAction()
            self._border(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802
        """Be as before."""
        self._border(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Ask for the version on this screen."""
        self._border(False)
        version = bytes(event.mimeData().data(DRAGGED).data()).decode()
        event.acceptProposedAction()
        self.chosen.emit(Pin(version, self.of_screen))

    def _border(self, over: bool) -> None:
        self.setProperty("over", over)
        self.style().polish(self)
