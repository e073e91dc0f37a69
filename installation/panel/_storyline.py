"""The story as a line: its beats as marks that can be pressed, and where the story is now."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from installation.panel._page import Mark, StoryLine
from installation.panel._place import flags
from installation.panel._style import CANDLE, EDGE, INK, QUIET, SIZES
from installation.panel._text import Elided, label, plain_tip, say
from installation.panel._tongue import tr

ROWS, MORE_ROWS = 3, 4
"""Rows of names under the line at most, and where a panel is tall."""
TALL = 900
"""From how many pixels on, at the scale of 1, a panel is: more than 16:10 leaves."""
AIRY = 700
"""From how many pixels on a panel is high enough for all that can be done without."""

TIGHT, GAP = 2 * 3 + 1, 2
"""Pixels around a name at least, its border and a rounded advance; and between two names."""


class MarkButton(QPushButton):
    """A beat's name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mark")
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._shown: Mark | None = None
        self.beat = ""

    def show_value(self, mark: Mark) -> None:
        """Show it; on a ground of its own where the story is."""
        if mark == self._shown:
            return
        self._shown = mark
        self.beat = mark.name
        self.setAccessibleName(tr("Go to {beat}, {time}", beat=mark.name, time=mark.at))
        self.setToolTip(plain_tip(f"{mark.name}, {mark.at}"))
        for name, value in (("here", mark.here), ("going", mark.going)):
            self.setProperty(name, value)
        self.style().polish(self)

    def set_tight(self, tight: bool) -> None:
        """Have no margin beside the name, where that spares letters of it."""
        if tight != self.property("tight"):
            self.setProperty("tight", tight)
            self.style().polish(self)

    def put(self, left: int, top: int, width: int, height: int, text: str) -> None:
        """Take a place, with as much of the name as there is room for."""
        self.setText(text.replace("&", "&&"))
        self.setGeometry(left, top, max(width, 12), height)


class StoryLineWidget(QWidget):
    """The line itself."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._story = StoryLine()
        self._marks: list[MarkButton] = []
        self._scale, self._font = 1.0, font(1.0)

    def show_story(self, story: StoryLine) -> None:
        """Show it."""
        before, self._story = self._story, story
        while len(self._marks) < len(story.marks):
            self._marks.append(self._made())
        for button, mark in zip(self._marks, story.marks, strict=False):
            button.show_value(mark)
        for number, button in enumerate(self._marks):
            button.setVisible(number < len(story.marks))
        places = [[(mark.name, mark.share) for mark in each.marks] for each in (before, story)]
        if places[0] != places[1]:
            self.arrange()
        self.update()

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._scale, self._font = scale, font(scale)
        self.arrange()

    def arrange(self) -> None:
        """Hang the names up."""
        there, metrics = self._marks[: len(self._story.marks)], QFontMetrics(self._font)
        marks = [
            (self._at(mark.share), metrics.horizontalAdvance(mark.name) + TIGHT)
            for mark in self._story.marks
        ]
        rows = MORE_ROWS if self.window().height() >= TALL * self._scale else ROWS
        places = flags(marks, self.width(), rows, GAP)
        self.setFixedHeight(self._foot(1 + max((row for *_, row in places), default=0)))
        high, margins = self._foot(1) - self._foot(0), 2 * round(SIZES["pad"] * self._scale)
        for number, (button, (left, width, row)) in enumerate(zip(there, places, strict=True)):
            button.setFont(self._font)
            text = metrics.elidedText(
                button.beat, Qt.TextElideMode.ElideRight, max(width - TIGHT + 1, 0)
            )
            # a name has margins where nothing stands in their way
            ends = min((x for x, _, r in places[number + 1 :] if r >= row), default=self.width())
            spare = ends - GAP - left - width
            button.set_tight(spare < margins)
            wide = width + margins if spare >= margins else width
            button.put(left, self._foot(row), wide, high, text)

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Hang the names up again."""
        self.arrange()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click on the line beside a beat means that beat."""
        near = [
            (abs(self._at(mark.share) - event.position().x()), mark.name)
            for mark in self._story.marks
        ]
        if near and min(near)[0] <= 14 * self._scale:
            self.chosen.emit(min(near)[1])

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The line, what has passed of it, the flagpoles, and the present."""
        thick, middle, reach = 10 * self._scale, 18 * self._scale, 16 * self._scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            whole = QRectF(0, middle - thick / 2, self.width(), thick)
            painter.setBrush(QColor(EDGE))
            painter.drawRoundedRect(whole, thick / 2, thick / 2)
            if not self._story.length:
                return
            now = self._at(self._story.share)
            painter.setBrush(QColor(CANDLE))
            painter.drawRoundedRect(
                QRectF(0, whole.top(), max(now, thick), thick), thick / 2, thick / 2
            )
            for mark, button in zip(self._story.marks, self._marks, strict=False):
                at = self._at(mark.share)
                painter.setBrush(QColor(CANDLE if mark.going else INK if mark.here else QUIET))
                top = middle - thick
                painter.drawRect(QRectF(at, top, 2, button.geometry().bottom() - top - 6))
            painter.setBrush(QColor(INK))
            painter.drawRoundedRect(
                QRectF(now - 3 * self._scale, middle - reach, 6 * self._scale, 2 * reach), 3, 3
            )

    def _made(self) -> MarkButton:
        button = MarkButton(self)
        button.clicked.connect(lambda: self.chosen.emit(button.beat))
        return button

    def _at(self, share: float) -> int:
        return round(share * (self.width() - 4))

    def _foot(self, row: int) -> int:
        """Return where a row of names begins."""
        return round((40 + 32 * row) * self._scale)


def font(scale: float) -> QFont:
    """The names' font; set and not styled, so that they can be measured before they are shown."""
    made = QFont("DejaVu Sans")
    made.setPixelSize(round(SIZES["small"] * scale))
    return made


class StoryPart(QFrame):
    """The line under its times in figures."""

    def __init__(self) -> None:
        super().__init__()
        self.line = StoryLineWidget()
        self._now, self._of, self._cycle = label("now"), label("of"), label("of")
        self._place = Elided("place")
        head = QHBoxLayout()
        head.setSpacing(10)
        baseline = Qt.AlignmentFlag.AlignBaseline
        head.addWidget(self._now, 0, baseline)
        head.addWidget(self._of, 0, baseline)
        head.addWidget(self._place, 1, baseline)
        head.addWidget(self._cycle, 0, baseline)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addLayout(head)
        lines.addWidget(self.line)

    def show_value(self, story: StoryLine) -> None:
        """Show it."""
        say(self._now, story.now)
        say(
            self._of, tr("of {length}", length=story.length) if story.length else tr("No story yet")
        )
        say(self._cycle, story.cycle)
        self._place.setText(story.place)
        self.line.show_story(story)
