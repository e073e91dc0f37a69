"""Labels: plain ones, and ones that are cut short where there is no room."""

import html

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QPushButton

from installation.panel._page import Sign
from installation.panel._style import COLOURS


def label(name: str, text: str = "", wrap: bool = False) -> QLabel:
    """A plain label with a role in the style sheet."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return made


def plain_tip(text: str) -> str:
    """Return a tooltip that shows a text as it is: Qt would take one with a tag in it for HTML."""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>" if text else ""


def say(where: QLabel, text: str, sign: Sign | None = None) -> None:
    """Put a text on a label, in a sign's colour; an empty one takes no room."""
    where.setText(text)
    colour = f"color: {COLOURS[sign]}" if sign is not None else ""
    if where.styleSheet() != colour:
        where.setStyleSheet(colour)
    where.setVisible(bool(text))


def as_sign(button: QPushButton) -> QPushButton:
    """Have a button's one sign drawn large; what it does is in its name and tooltip."""
    button.setProperty("sign", True)
    button.setToolTip(button.accessibleName())
    return button


class Elided(QLabel):
    """A text of up to so many lines, cut short with an ellipsis; the tooltip has all of it.

    One that ``grows`` takes room for the lines that it has, else there is room for all of them.
    """

    def __init__(self, name: str, lines: int = 1, grows: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._grows = grows
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._lines, self._least = lines, 1

    def set_lines(self, lines: int) -> None:
        """Take room for as many lines, and no less."""
        if lines != self._lines:
            self._lines = self._least = lines
            self.updateGeometry()

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Show a text."""
        super().setText(text.replace("\n", " "))
        self.setToolTip(plain_tip(text))

    def sizeHint(self) -> QSize:  # noqa: N802
        """All its lines, at no width of its own."""
        metrics = self.fontMetrics()
        return QSize(0, metrics.lineSpacing() * (self._lines - 1) + metrics.height())

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Tell whether it grows; a label's size policy forgets that at each text."""
        return self._grows

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Its lines at a width."""
        metrics = self.fontMetrics()
        whole = metrics.boundingRect(0, 0, width, 9999, Qt.TextFlag.TextWordWrap, self.text())
        lines = min(max(round(whole.height() / metrics.lineSpacing()), 1), self._lines)
        return metrics.lineSpacing() * (lines - 1) + metrics.height()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """One line, or what it was told to take."""
        metrics = self.fontMetrics()
        return QSize(0, metrics.lineSpacing() * (self._least - 1) + metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw as many whole lines as there is room for."""
        metrics, text, width = self.fontMetrics(), self.text(), self.width()
        more = (self.height() - metrics.height()) // metrics.lineSpacing()
        most = max(1, min(self._lines, more + 1))
        layout = QTextLayout(text, self.font())
        layout.beginLayout()
        starts = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            starts.append(line.textStart())
        layout.endLayout()
        ends = [*starts[1:], len(text)]
        lines = [text[a:b].rstrip() for a, b in zip(starts, ends, strict=True)]
        if len(lines) > most:
            rest = text[starts[most - 1] :]
            lines[most - 1] = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
        right = bool(self.alignment() & Qt.AlignmentFlag.AlignRight)
        top = 0
        if self.alignment() & Qt.AlignmentFlag.AlignBottom:
            top = self.height() - len(lines[:most]) * metrics.lineSpacing()
        with QPainter(self) as painter:
            painter.setPen(self.palette().windowText().color())
            for number, shown in enumerate(lines[:most]):
                at = width - metrics.horizontalAdvance(shown) if right else 0
                down = top + number * metrics.lineSpacing() + metrics.ascent()
                painter.drawText(QPointF(at, down), shown)
