"""The page of versions: the line-up by hand."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from installation.link import Thumbnails
from installation.model import Order
from installation.panel._ask_bar import AskBar
from installation.panel._film_pictures import FilmPictures
from installation.panel._lineup_view import lineup_page
from installation.panel._lineup_words import intention
from installation.panel._live_picture import OLD_NS, pictures
from installation.panel._page import Row
from installation.panel._screen_tile import ScreenTile
from installation.panel._text import label
from installation.panel._tongue import tr
from installation.panel._version_card import VersionCard
from installation.panel._widgets import scrolled, show_all
from installation.show import ShowStatus


class VersionsPage(QWidget):
    """Screens above, versions below; nothing is ordered before its sentence was agreed to."""

    ordered = Signal(object, object)
    """An order, and what is to be called with the answer."""
    looked_at = Signal(object)
    """A :class:`installation.show.VersionStatus` that is to play."""

    def __init__(self, films: FilmPictures) -> None:
        super().__init__()
        self._films = films
        self._status: ShowStatus | None = None
        self._scale = 1.0
        self._tiles: list[ScreenTile] = []
        self._cards: list[VersionCard] = []
        self._bar = AskBar(tr("Drag a version onto a screen, or press what it offers."))
        self._bar.wanted.connect(self._ask)
        self._bar.ordered.connect(self.ordered)
        self._screens, self._list = QHBoxLayout(), QVBoxLayout()
        inside = QWidget()
        inside.setObjectName("list")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        none = tr("No version yet. Put a film into the versions folder.")
        self._none = label("small", none, wrap=True)
        lines.addWidget(self._none)
        lines.addLayout(self._list)
        lines.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._screens, 2)
        whole.addWidget(self._bar)
        whole.addWidget(scrolled(inside, tr("Versions")), 3)

    def show_status(self, status: ShowStatus, rows: Sequence[Row]) -> None:
        """Show how the line-up is now."""
        self._status = status
        page = lineup_page(status, rows)
        show_all(self._tiles, page.screens, self._tile)
        show_all(self._cards, page.versions, self._card)
        self._none.setVisible(not page.versions)
        self._bar.show_coming(page.coming, page.beat)
        self._films.fetch()
        by_id = {version.id: version for version in status.versions}
        for card in self._cards:
            if card.version in by_id:
                version = by_id[card.version]
                pictures = self._films.of(version)
                card.show_pictures(pictures, len(version.pictures), bool(version.file))

    def show_pictures(self, found: Thumbnails | None, now_ns: int) -> None:
        """Show each screen's live picture."""
        live, old = pictures(found), found is not None and found.age_ns(now_ns) > OLD_NS
        for tile in self._tiles:
            small = live.get(tile.of_screen)
            tile.live.show_picture(small.pixels if small else None, old)

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._scale = scale
        for layout in (self.layout(), self._screens, self._list):
            if layout is not None:
                layout.setSpacing(round(12 * scale))
        for card in self._cards:
            card.strip.set_scale(scale)

    def _tile(self) -> ScreenTile:
        tile = ScreenTile()
        tile.chosen.connect(self._ask)
        self._screens.addWidget(tile, 1)
        return tile

    def _card(self) -> VersionCard:
        card = VersionCard()
        card.strip.set_scale(self._scale)
        card.chosen.connect(self._ask)
        card.looked_at.connect(self._look_at)
        self._list.addWidget(card)
        return card

    def _ask(self, order: Order) -> None:
        if self._status is not None:
            self._bar.ask(intention(self._status, order))

    def _look_at(self, wanted: str) -> None:
        versions = self._status.versions if self._status is not None else ()
        for version in versions:
            if version.id == wanted:
                self.looked_at.emit(version)
