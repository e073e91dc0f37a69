"""The rail at the panel's edge: one large button for each page, and the lock."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from installation.panel._text import label
from installation.panel._tongue import mark, tr

OPEN, LOCKED = ("▢", mark("Lock")), ("▣", mark("Unlock"))
HOLD_MS = 1500
"""How long the lock is held to lock or to unlock: no sleeve and no child does that by chance."""


class RailButton(QPushButton):
    """An icon with its word below; ``marked`` says that something there waits."""

    def __init__(self, icon: str, word: str) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAutoDefault(True)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon, self._word = label("railicon", icon), label("railword", tr(word))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(2, 4, 2, 4)
        lines.setSpacing(0)
        for part in (self._icon, self._word):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            lines.addWidget(part)
        self.setAccessibleName(tr(word))

    def show_word(self, icon: str, word: str) -> None:
        """Have another icon and word on it."""
        self._icon.setText(icon)
        self._word.setText(tr(word))
        self.setAccessibleName(tr(word))

    def mark(self, waits: bool) -> None:
        """Say that something waits there."""
        if self._icon.property("waits") is not waits:
            self._icon.setProperty("waits", waits)
            self._icon.style().polish(self._icon)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for both, and for a finger."""
        layout = self.layout()
        wanted = layout.minimumSize() if layout else super().sizeHint()
        return QSize(max(48, wanted.width()), max(48, wanted.height()))

    minimumSizeHint = sizeHint  # noqa: N815


class Rail(QFrame):
    """``pages`` are (icon, word). Emits which page is chosen, and whether the panel is locked.

    ``coded``: a long press locks, and asks for the code to be unlocked by.
    """

    chosen = Signal(int)
    locked = Signal(bool)
    asked = Signal()

    def __init__(self, pages: Sequence[tuple[str, str]], coded: bool = False) -> None:
        super().__init__()
        self._coded = coded
        self.setObjectName("railside")
        self._is_locked = False
        self.buttons = [RailButton(*page) for page in pages]
        self._lock = RailButton(*OPEN)
        self._lock.setCheckable(False)
        self._lock.setAccessibleDescription(tr("Hold it for a second and a half"))
        self._lock.setToolTip(tr("Hold it for a second and a half"))
        self._hold = QTimer()
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(self._held)
        self._lock.pressed.connect(self._hold.start)
        self._lock.released.connect(self._hold.stop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, number=number: self._choose(number))
            lines.addWidget(button)
        lines.addStretch(1)
        lines.addWidget(self._lock)
        self._choose(0)

    def _choose(self, number: int) -> None:
        for other, button in enumerate(self.buttons):
            button.setChecked(other == number)
        self.chosen.emit(number)

    def _held(self) -> None:
        if self._is_locked and self._coded:
            self.asked.emit()
        else:
            self.turn()

    def turn(self) -> None:
        """Lock the panel, or unlock it."""
        self._is_locked = not self._is_locked
        self._lock.show_word(*(LOCKED if self._is_locked else OPEN))
        self.locked.emit(self._is_locked)

    @property
    def lock(self) -> QWidget:
        """The button that locks."""
        return self._lock
