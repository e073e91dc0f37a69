"""The bar that says what an order will change, asks once, gives it, and offers to take it back."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton

from installation.link import Reply
from installation.model import BOUNDARY, NOW, Order, Reject, Swap
from installation.panel._lineup_words import Intention
from installation.panel._page import sentence
from installation.panel._text import label, say
from installation.panel._tongue import heard, tr

ASIDE = 18
"""Pixels from the edge to a question, for the border at its left."""
NEWS_MS = 10_000
"""How long the answer to an order stays; what takes it back stays until the next one."""


class AskBar(QFrame):
    """``idle`` is what it says while there is nothing to ask, and no line-up waits.

    Without that it is hidden meanwhile. A question is dropped by Esc, and with its page.
    """

    ordered = Signal(object, object)
    """An order that somebody has agreed to, and what is to be called with the answer."""
    wanted = Signal(object)
    """An order that is to be asked about."""

    def __init__(self, idle: str) -> None:
        super().__init__()
        self.setObjectName("ask")
        self._idle = idle
        self._asked: Intention | None = None
        self._undo: Order | None = None
        self._done, self._said, self._coming, self._beat = "", False, "", ""
        self._news = QTimer()
        self._news.setSingleShot(True)
        self._news.setInterval(NEWS_MS)
        self._news.timeout.connect(self._forget)
        self._text = label("small", wrap=True)
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(tr("why, in a few words"))
        self._reason.setAccessibleName(tr("Reason"))
        self._reason.returnPressed.connect(self._agree)
        self._yes, self._no = (
            self._button(tr("Do it"), self._agree),
            self._button(tr("Leave it"), self.drop),
        )
        self._take_back = self._button(tr("Undo"), self._revoke)
        self._now = self._button(tr("Now"), lambda: self.wanted.emit(Swap(NOW)))
        self._end = self._button(tr("At the boundary"), lambda: self.wanted.emit(Swap(BOUNDARY)))
        self._next = self._button("", lambda: self.wanted.emit(Swap(self._beat)))
        row = self._row = QHBoxLayout(self)
        row.addWidget(self._text, 3)
        row.addWidget(self._reason, 2)
        for button in (self._now, self._next, self._end, self._yes, self._no, self._take_back):
            row.addWidget(button)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.activated.connect(self.drop)
        self._show()

    def _button(self, text: str, press: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("deed")
        button.setAutoDefault(True)
        button.setAccessibleName(text or tr("At the next beat"))
        button.clicked.connect(press)
        return button

    def ask(self, asked: Intention) -> None:
        """Say what an order will change, and wait for a word."""
        self._asked = asked
        self._reason.clear()
        self._show()
        (self._reason if asked.reason else self._yes).setFocus()

    def drop(self) -> None:
        """Forget what was asked."""
        self._asked = None
        self._leave_focus()
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Forget what was asked when its page is left: nobody remembers it when it comes back."""
        if self._asked is not None and not event.spontaneous():
            self.drop()

    def _done_with(self, text: str, undo: Order | None = None) -> None:
        """Say what became of it, and offer to take it back."""
        self._done, self._undo = text, undo
        self._news.start()
        self._show()

    def _forget(self) -> None:
        self._done = ""
        self._show()

    def show_coming(self, coming: str, beat: str) -> None:
        """Say what line-up waits, and at which beat next it could take over."""
        if (coming, beat) != (self._coming, self._beat):
            self._coming, self._beat = coming, beat
            self._show()

    def _agree(self) -> None:
        asked, self._asked = self._asked, None
        if asked is None:
            return
        self._leave_focus()
        order = asked.order
        if isinstance(order, Reject):
            order = Reject(order.version, self._reason.text().strip())
        self._done_with("…")
        self.ordered.emit(order, lambda reply: self._done_with(_heard(reply), reply.undo))

    def _revoke(self) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            self._leave_focus()
            self.ordered.emit(undo, lambda reply: self._done_with(_heard(reply)))

    def _leave_focus(self) -> None:
        """Give the keys to nobody: Qt would hand them to the next button, whatever that is."""
        if self.isAncestorOf(self.window().focusWidget() or self.window()):
            self.window().setFocus()

    def _show(self) -> None:
        asks, waits = self._asked is not None, bool(self._coming)
        says = self._done or self._coming or self._idle
        if not self._idle:
            self.setVisible(asks or bool(says) or self._undo is not None)
        say(self._text, self._asked.will if self._asked else says)
        self._reason.setVisible(self._asked is not None and self._asked.reason)
        self._escape.setEnabled(asks)  # else it is another's: the preview closes by it
        for button in (self._yes, self._no):
            button.setVisible(asks)
        self._take_back.setVisible(not asks and self._undo is not None)
        for button in (self._now, self._end):
            button.setVisible(waits and not asks)
        self._next.setVisible(waits and not asks and bool(self._beat))
        self._next.setText(tr("At {beat}", beat=self._beat).replace("&", "&&"))
        self._row.setContentsMargins(ASIDE if asks else 0, 0, 0, 0)
        self.setProperty("asks", asks)
        self.style().polish(self)


def _heard(reply: Reply) -> str:
    return sentence(heard(reply.text))
