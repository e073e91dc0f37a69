"""The glass as a whole: the window, a painter for each screen's viewport, the waiting card."""

import contextlib
from pathlib import Path

from msgspec.structs import replace

from installation.errors import LinkError
from installation.link import Alignment, Arrange, RingReader, RingShape, ViewportPlace
from installation.model import Optics
from installation.stage._alignment_picture import Patterns
from installation.stage._captions import CaptionPlace
from installation.stage._painter import Painter
from installation.stage._stage_window import StageWindow
from installation.stage._veil import Veil
from installation.stage._view import View
from installation.stage._waiting import CAPTION, TITLE, WaitingCard


class Wall:
    """Draws an arrangement in a window. The window stays; painters are made again with it."""

    def __init__(self, window: StageWindow) -> None:
        self._window = window
        self._card = WaitingCard(window.pyglet)
        self._veil = Veil()
        self._patterns = Patterns(window.pyglet)
        self._alignment: Alignment | None = None
        self._marks: dict[str, tuple[str, int | None]] = {}
        self._places: tuple[ViewportPlace, ...] = ()
        self._painters: dict[str, Painter] = {}
        self._notice = ""

    def arrange(self, arrange: Arrange, before: list[View]) -> list[View]:
        """The views for an arrangement.

        A screen that has only moved, or whose projector has another calibration, keeps its view,
        and the picture that is on it.
        """
        kept = {_itself(place): view for place, view in zip(self._places, before, strict=True)}
        height = arrange.window[3]
        views, painters = [], {}
        for place in arrange.places:
            if _itself(place) in kept:
                view = kept.pop(_itself(place))
                painters[place.screen] = self._painters[place.screen]
                painters[place.screen].rect = _rect(place, height)
            else:
                painters[place.screen] = painter = _painter(place, height)
                view = View(place.screen, painter)
            views.append(view)
        for screen, painter in self._painters.items():
            if painters.get(screen) is not painter:
                painter.delete()
        self._places, self._painters, self._notice = arrange.places, painters, arrange.notice
        self._align()
        self.find_rings(views)
        return views

    def find_rings(self, views: list[View]) -> None:
        """Open the rings that players have made since; a ring outlives its player.

        One whose file was removed (a log-out, a cleaner of /dev/shm) is let go: the next player
        makes another, and nothing would ever come through the old one.
        """
        for place, view in zip(self._places, views, strict=True):
            if view.ring is not None and not view.ring.is_at(Path(place.ring)):
                view.ring = None
            if view.ring is None:
                with contextlib.suppress(LinkError):
                    view.ring = RingReader(Path(place.ring))

    def align(self, alignment: Alignment | None) -> bool:
        """Show drafts and patterns to somebody who aligns; None: nobody does any more.

        False when that is what is shown already.
        """
        alignment = alignment and replace(alignment, until_ns=0)
        if alignment == self._alignment:
            return False
        self._alignment = alignment
        self._align()
        return True

    def _align(self) -> None:
        alignment = self._alignment
        drafts = {draft.screen: draft.optics for draft in alignment.drafts} if alignment else {}
        for number, place in enumerate(self._places, 1):
            painter = self._painters[place.screen]
            painter.calibrate(drafts.get(place.screen, place.optics))
            if alignment is None or not alignment.pattern:
                painter.lay_over(None)
                continue
            chosen = place.screen == alignment.screen
            mark = f"{number} {place.screen}", alignment.corner if chosen else None
            if not painter.covered or self._marks.get(place.screen) != mark:
                self._marks[place.screen] = mark
                painter.lay_over(self._patterns.picture(mark[0], painter.upright, mark[1]))
        if alignment is None:
            self._patterns.forget()

    @property
    def caption_places(self) -> list[CaptionPlace]:
        """The screens as their words are drawn for."""
        return [
            CaptionPlace(
                place.screen, self._painters[place.screen].upright, place.captions, place.labels
            )
            for place in self._places
        ]

    def prepare_words(self, screen: str) -> None:
        """Prepare a screen for words, so that their first ones come on in time."""
        if screen in self._painters:
            self._painters[screen].prepare_words()

    def rehearse(self, screen: str, shape: RingShape) -> None:
        """Prepare a screen for pictures of a shape, so that their first one comes on in time."""
        if screen in self._painters:
            self._painters[screen].rehearse(shape)

    def paint(self, waiting: bool, light: float) -> None:
        """Draw every viewport with its picture, or the waiting card, with so much light."""
        self._window.clear()
        if light <= 0:
            return
        for painter in self._painters.values():
            if painter.covered:
                painter.paint()
            elif waiting and self._notice:
                self._card.paint(painter.rect, self._notice)
            else:
                painter.paint()
                self._dress(painter)
        if light < 1:
            self._veil.paint((0, 0, *self._window.size), light)

    def _dress(self, painter: Painter) -> None:
        """Draw what a screen that waits for the others shows over its picture."""
        if painter.look.light < 1:
            self._veil.paint(painter.rect, painter.look.light, painter.background)
        if painter.look.title:
            manner = CAPTION if painter.look.light > 0 else TITLE
            self._card.write(painter.rect, painter.look.title, manner, painter.look.strength)

    def finish(self) -> None:
        """Wait until everything drawn is drawn."""
        self._window.finish()

    def flip(self) -> None:
        """Show what was drawn on all displays, at once."""
        self._window.flip()


def _itself(place: ViewportPlace) -> ViewportPlace:
    """A place wherever it lies, and whatever its projector needs."""
    return replace(place, x=0, y=0, optics=Optics())


def _rect(place: ViewportPlace, window_height: int) -> tuple[int, int, int, int]:
    """Return where a place lies as OpenGL counts, from the window's bottom."""
    return place.x, window_height - place.y - place.height, place.width, place.height


def _painter(place: ViewportPlace, window_height: int) -> Painter:
    rect = _rect(place, window_height)
    return Painter(rect, place.fit, place.rotation, place.background, place.optics)
