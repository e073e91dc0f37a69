"""The glass as a whole: a canvas for each screen's viewport, in one window."""

import contextlib
from pathlib import Path

from msgspec.structs import replace

from installation.errors import LinkError
from installation.link import Alignment, Arrange, RingReader, RingShape, ViewportPlace
from installation.model import Optics
from installation.stage._alignment_picture import Patterns
from installation.stage._captions import CaptionPlace
from installation.stage._renderer import Rect, Renderer, ScreenCanvas
from installation.stage._view import View


class Wall:
    """Draws an arrangement in a renderer's window. The window stays; canvases change with it."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._patterns = Patterns(renderer.lettered)
        self._alignment: Alignment | None = None
        self._marks: dict[str, tuple[str, int | None]] = {}
        self._places: tuple[ViewportPlace, ...] = ()
        self._canvases: dict[str, ScreenCanvas] = {}
        self._notice = ""

    def arrange(self, arrange: Arrange, before: list[View]) -> list[View]:
        """The views for an arrangement.

        A screen that has only moved, or whose projector has another calibration, keeps its view,
        and the picture that is on it.
        """
        kept = {_itself(place): view for place, view in zip(self._places, before, strict=True)}
        views: list[View] = []
        stays = {place.screen for place in arrange.places if _itself(place) in kept}
        for screen, canvas in self._canvases.items():
            if screen not in stays:
                canvas.delete()
        for view in before:
            if view.screen not in stays:
                view.let_go()
        canvases: dict[str, ScreenCanvas] = {}
        for place in arrange.places:
            if place.screen in stays:
                view = kept[_itself(place)]
                canvases[place.screen] = self._canvases[place.screen]
                canvases[place.screen].lie(_rect(place))
            else:
                canvases[place.screen] = canvas = self._renderer.canvas(place)
                view = View(place.screen, canvas)
            views.append(view)
        self._places, self._canvases, self._notice = arrange.places, canvases, arrange.notice
        self._align()
        self.find_rings(views)
        return views

    def find_rings(self, views: list[View]) -> None:
        """Open the rings that players have made since; a ring outlives its player.

        One whose file was removed (a log-out, a cleaner of /dev/shm) is kept until another one lies
        there: its player's pictures come through it for as long as that player lives.
        """
        for place, view in zip(self._places, views, strict=True):
            path = Path(place.ring)
            if view.ring is None or not view.ring.is_at(path):
                with contextlib.suppress(LinkError):
                    view.ring = RingReader(path)

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
            canvas = self._canvases[place.screen]
            canvas.calibrate(drafts.get(place.screen, place.optics))
            if alignment is None or not alignment.pattern:
                canvas.lay_over(None)
                continue
            chosen = place.screen == alignment.screen
            mark = f"{number} {place.screen}", alignment.corner if chosen else None
            if not canvas.covered or self._marks.get(place.screen) != mark:
                self._marks[place.screen] = mark
                canvas.lay_over(self._patterns.picture(mark[0], canvas.upright, mark[1]))
        if alignment is None:
            self._patterns.forget()

    @property
    def caption_places(self) -> list[CaptionPlace]:
        """The screens as their words are drawn for."""
        return [
            CaptionPlace(
                place.screen, self._canvases[place.screen].upright, place.captions, place.labels
            )
            for place in self._places
        ]

    def prepare_words(self, screen: str) -> None:
        """Prepare a screen for words, so that their first ones come on in time."""
        if screen in self._canvases:
            self._canvases[screen].prepare_words()

    def rehearse(self, screen: str, shape: RingShape) -> None:
        """Prepare a screen for pictures of a shape, so that their first one comes on in time."""
        if screen in self._canvases:
            self._canvases[screen].rehearse(shape)

    def paint(self, waiting: bool, light: float) -> None:
        """Draw every viewport with its picture, or the waiting card, with so much light."""
        self._renderer.clear()
        notice = self._notice if waiting else ""
        for canvas in self._canvases.values():
            canvas.paint(notice, light)

    def finish(self) -> None:
        """Wait until everything drawn is drawn."""
        self._renderer.finish()

    def flip(self) -> None:
        """Show what was drawn on all displays, at once."""
        self._renderer.flip()


def _itself(place: ViewportPlace) -> ViewportPlace:
    """A place wherever it lies, and whatever its projector needs."""
    return replace(place, x=0, y=0, optics=Optics())


def _rect(place: ViewportPlace) -> Rect:
    return place.x, place.y, place.width, place.height
