"""A version that is looked at: it plays, small and without sound, over the panel's page."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from installation.link import PreviewPicture
from installation.panel._preview_feed import PreviewFeed
from installation.panel._text import Elided, as_sign, label
from installation.panel._tongue import tr
from installation.show import VersionStatus, status_words
from installation.units import SECOND, seconds

STEPS_PER_S = 10
"""The place's steps."""
LARGEST = (960, 540)
"""The largest picture that is decoded to, in pixels: on a larger panel it is drawn larger."""
PACE_MS = 150
"""A place that is being moved is gone to this often: each time the film is opened again."""


class PreviewCanvas(QWidget):
    """The picture of a film just now, or a word in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quiet")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._picture, self._word = QImage(), ""

    def show_picture(self, picture: PreviewPicture) -> None:
        """Show a picture."""
        height, width, _ = picture.pixels.shape
        kind = QImage.Format.Format_RGB32
        self._picture = QImage(picture.pixels.tobytes(), width, height, 4 * width, kind).copy()
        self.update()

    def show_word(self, word: str) -> None:
        """Show a word, and no picture."""
        self._picture, self._word = QImage(), word
        self.update()

    def room(self) -> tuple[int, int]:
        """Return how large a picture may be, in the display's pixels; it is drawn as it comes."""
        ratio = self.devicePixelRatioF()
        share = min(1.0, LARGEST[0] / (self.width() * ratio), LARGEST[1] / (self.height() * ratio))
        return int(self.width() * ratio * share), int(self.height() * ratio * share)

    def place(self) -> QRect:
        """Return where the picture is drawn: whole, in the middle; by whole pixels if it fits."""
        wide, high = self._picture.width(), self._picture.height()
        room = self.room()
        if wide <= room[0] and high <= room[1] and (wide == room[0] or high == room[1]):
            share = self.width() / room[0]
        else:  # the window has another size by now
            share = min(self.width() / max(wide, 1), self.height() / max(high, 1))
        place = QRect(0, 0, round(wide * share), round(high * share))
        place.moveCenter(self.rect().center())
        return place

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Small enough for the smallest panel."""
        return QSize(160, 90)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the picture, or the word."""
        with QPainter(self) as painter:
            if self._picture.isNull():
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._word)
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.place(), self._picture)


class PlaceSlider(QSlider):
    """A place in a film: a touch goes there, wherever it is on the line."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("place")
        self.setAccessibleName(tr("Place in the film"))
        self.setSingleStep(STEPS_PER_S)
        self.setPageStep(10 * STEPS_PER_S)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Go there, and be dragged from there."""
        self.setValue(round(event.position().x() / max(self.width(), 1) * self.maximum()))
        super().mousePressEvent(event)


class PreviewPane(QFrame):
    """Lies over a page while somebody looks, which takes nothing then; what decodes ends with it.

    It is as large as the ``parent`` of the ``page``.
    """

    def __init__(self, parent: QWidget, page: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        self.setObjectName("keypad")
        self._title, self._time = Elided("name"), label("small")
        self.picture = PreviewCanvas()
        self._place = PlaceSlider()
        self._place.valueChanged.connect(self._move)
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(PACE_MS)
        self._pace.timeout.connect(self._go)
        again, leave = QPushButton("↺"), QPushButton("✕")
        for button, name in ((again, tr("Play it again")), (leave, tr("Close the preview"))):
            button.setObjectName("deed")
            button.setAutoDefault(True)
            button.setAccessibleName(name)
            as_sign(button)
        again.clicked.connect(self._play_again)
        leave.clicked.connect(self.hide)
        self._leave = leave
        self._feed = PreviewFeed(self)
        self._feed.shown.connect(self._show)
        self._feed.failed.connect(lambda: self.picture.show_word(tr("It cannot be shown")))
        head, foot, lines = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(leave)
        foot.setSpacing(14)
        foot.addWidget(again)
        foot.addWidget(self._place, 1)
        foot.addWidget(self._time)
        lines.addLayout(head)
        lines.addWidget(self.picture, 1)
        lines.addLayout(foot)
        self.hide()
        parent.installEventFilter(self)

    def eventFilter(self, below: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Be as large as what it lies over."""
        if event.type() is QEvent.Type.Resize and isinstance(below, QWidget):
            self.setGeometry(below.rect())
        return False

    def look_at(self, version: VersionStatus) -> None:
        """Play a version from its beginning."""
        self.setAccessibleName(tr("Preview of {film}", film=version.title))
        self._title.setText(version.title)
        self._time.setText("")
        self._place.setEnabled(False)  # until its length is known
        self._set_place(0)
        self.picture.show_word(tr("It is opened …"))
        self._page.setEnabled(False)
        self.show()
        self._feed.begin(version.file, *self.picture.room())
        self.raise_()
        self._leave.setFocus()

    def _show(self, picture: PreviewPicture) -> None:
        if not self.isVisible():
            return
        self.picture.show_picture(picture)
        self._place.setEnabled(True)
        self._place.setMaximum(round(seconds(picture.duration_ns) * STEPS_PER_S))
        if not (self._place.isSliderDown() or self._pace.isActive()):
            self._set_place(round(seconds(picture.at_ns) * STEPS_PER_S))
        now, length = map(status_words.whole_clock, (seconds(picture.at_ns), self._length_s()))
        self._time.setText(f"{now} / {length}")

    def _length_s(self) -> float:
        return self._place.maximum() / STEPS_PER_S

    def _set_place(self, value: int) -> None:
        self._place.blockSignals(True)
        self._place.setValue(value)
        self._place.blockSignals(False)

    def _play_again(self) -> None:
        self._set_place(0)
        self._go()

    def _move(self) -> None:
        if not self._pace.isActive():
            self._pace.start()

    def _go(self) -> None:
        self._pace.stop()
        self._feed.go_to(self._place.value() * SECOND // STEPS_PER_S)

    def hideEvent(self, _event: QHideEvent) -> None:  # noqa: N802
        """Nobody looks: nothing is decoded."""
        self._pace.stop()
        self._feed.end()
        self._page.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
