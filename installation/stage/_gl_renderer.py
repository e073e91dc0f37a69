"""Draws with OpenGL: on a graphics card, or by Mesa's renderer for processors."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from installation.link import SmallScreen, ViewportPlace
from installation.stage._caption_layer import CaptionTexture
from installation.stage._gl_shrinker import GlShrinker
from installation.stage._lettering import lettered
from installation.stage._painter import Painter
from installation.stage._renderer import Rect
from installation.stage._stage_window import StageWindow
from installation.stage._veil import Veil
from installation.stage._waiting import WaitingCard


class GlRenderer(StageWindow):
    """Opens at a rectangle of the X screen. Raises StageError without a display or OpenGL 3.3."""

    def __init__(self, rect: Rect, title: str) -> None:
        super().__init__(rect, title)
        self._card, self._veil = WaitingCard(self.pyglet), Veil()

    def canvas(self, place: ViewportPlace) -> Painter:
        """Make a viewport."""
        return Painter(place, self, self._card, self._veil)

    def shrinker(self, screens: Sequence[SmallScreen], rects: Sequence[Rect]) -> GlShrinker:
        """Make who draws viewports small."""
        bottom = self.size[1]
        upwards = [(x, bottom - y - height, width, height) for x, y, width, height in rects]
        return GlShrinker(screens, upwards)

    def words(self, sheet: int, span: tuple[int, int], place: Rect, rgba: bytes) -> CaptionTexture:
        """Make a picture of words for canvases."""
        return CaptionTexture(sheet, *span, place, rgba)

    def lettered(self, lines: Sequence[tuple[str, int]], width: int) -> NDArray[np.uint8]:
        """Draw lines of text below each other, white on black."""
        return lettered(self.pyglet, lines, width)
