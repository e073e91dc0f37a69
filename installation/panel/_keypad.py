"""The keys on which the code of a locked panel is typed, by finger or by keyboard."""

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from installation.panel._code_tries import CodeAnswer, CodeTries
from installation.panel._text import label
from installation.panel._tongue import mark, tr

IDLE_MS = 20_000
"""It goes when nobody has pressed a key for so long."""
SAYS = {
    CodeAnswer.WRONG: mark("That is another code"),
    CodeAnswer.RESTS: mark("Wait half a minute"),
}


class Keypad(QFrame):
    """Lies over the panel while it asks; hidden otherwise."""

    opened = Signal()

    def __init__(self, parent: QWidget, tries: CodeTries) -> None:
        super().__init__(parent)
        self.setObjectName("keypad")
        self.setAccessibleName(tr("Code of the lock"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tries, self._typed = tries, ""
        self._says = label("name")
        self._says.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._idle = QTimer()
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self.hide)
        lines, keys = QVBoxLayout(self), QGridLayout()
        lines.addWidget(self._says)
        lines.addLayout(keys)
        for number, digit in enumerate("123456789"):
            key = self._button(digit, digit, partial(self._type, digit))
            keys.addWidget(key, number // 3, number % 3)
        keys.addWidget(self._button("✕", tr("Leave it"), self.hide), 3, 0)
        keys.addWidget(self._button("0", "0", partial(self._type, "0")), 3, 1)
        keys.addWidget(self._button("⌫", tr("Take the last digit back"), self._back), 3, 2)
        self.hide()

    def _button(self, text: str, name: str, press: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("deed")
        button.setAutoDefault(True)
        button.setAccessibleName(name)
        button.clicked.connect(press)
        return button

    def ask(self) -> None:
        """Ask for the code, in the middle of the panel."""
        self._typed = ""
        self._say(tr("Code"))
        self.show()
        self.raise_()
        self.centre()
        self.setFocus()
        self._idle.start()

    def centre(self) -> None:
        """Lie in the middle of the panel."""
        self.adjustSize()
        above = self.parentWidget()
        if above is not None:
            self.move((above.width() - self.width()) // 2, (above.height() - self.height()) // 2)

    def _type(self, digit: str) -> None:
        self._idle.start()
        self._typed += digit
        self._say("●" * len(self._typed))
        if len(self._typed) < self._tries.digits:
            return
        taken = self._tries.take(self._typed, time.monotonic())
        self._typed = ""
        if taken is CodeAnswer.RIGHT:
            self.hide()
            self.opened.emit()
        else:
            self._say(tr(SAYS[taken]))

    def _back(self) -> None:
        self._idle.start()
        self._typed = self._typed[:-1]
        self._say("●" * len(self._typed) or tr("Code"))

    def _say(self, text: str) -> None:
        self._says.setText(text)
        self.centre()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take digits from a keyboard, too."""
        if event.text().isdecimal() and event.text().isascii():
            self._type(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._back()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
