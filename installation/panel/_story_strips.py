"""Each screen's pictures at the story's beats, above the story's line."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from installation.panel._film_pictures import FilmPictures
from installation.panel._style import QUIET
from installation.panel._text import plain_tip
from installation.panel._tongue import tr
from installation.show import ShowStatus

MOST = 4
"""Of more screens than that the pictures would be too small to be told apart."""
ROW = 24
"""As small as a place is still known by: the live pictures above take the room that is left."""
ROOMY = 560
"""A window that is less high has no room for them."""


@dataclass(frozen=True)
class StoryPicture:
    """A picture of a screen's version: from its beat's share of the story until the next one's."""

    row: int
    begins: float
    ends: float
    image: QImage


class StoryStrips(QWidget):
    """A row for each screen. A version whose cut lacks a beat has no picture there."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pictures: tuple[StoryPicture, ...] = ()
        self._key: object = None
        self._rows, self._scale = 0, 1.0
        self.hide()

    def show_status(self, status: ShowStatus, films: FilmPictures) -> None:
        """Show the beats of what is on the screens."""
        self.setVisible(self.window().height() >= ROOMY and bool(status.beats))
        films.fetch()
        versions = {version.id: version for version in status.versions}
        on = [versions.get(screen.version) for screen in status.screens[:MOST]]
        revisions = tuple(one and one.revision for one in on)
        key = (status.beats, status.cycle_s, revisions, films.count)
        if key == self._key:
            return
        self._key = key
        places = [at_s / max(status.cycle_s, 0.001) for _, at_s in status.beats] + [1.0]
        found = []
        for row, version in enumerate(on):
            images = dict(films.of(version)) if version else {}
            for number, (beat, _) in enumerate(status.beats):
                if beat in images:
                    span = places[number], places[number + 1]
                    found.append(StoryPicture(row, *span, images[beat]))
        self._pictures, self._rows = tuple(found), len(on) if found else 0
        names = ", ".join(screen.screen for screen in status.screens[:MOST])
        self.setAccessibleName(tr("Pictures at the beats: {screens}", screens=names))
        self.setToolTip(plain_tip(tr("From above: {screens}", screens=names)))
        self.updateGeometry()
        self.update()

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._scale = scale
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """All rows, at any width."""
        return QSize(0, round(self._rows * ROW * self._scale))

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802
        """Draw again."""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw each picture at its beat, cut off where the next one begins."""
        high = ROW * self._scale - 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setPen(QColor(QUIET))
            for one in self._pictures:
                left = one.begins * (self.width() - 4)
                room = (one.ends - one.begins) * (self.width() - 4) - 2
                wide = min(room, high * one.image.width() / max(one.image.height(), 1))
                if wide < 4:
                    continue
                part = one.image.height() * wide / high
                middle = (one.image.width() - part) / 2
                painter.drawImage(
                    QRectF(left, one.row * ROW * self._scale, wide, high),
                    one.image,
                    QRectF(middle, 0, part, one.image.height()),
                    Qt.ImageConversionFlag.AutoColor,
                )
