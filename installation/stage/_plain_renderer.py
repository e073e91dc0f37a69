"""Draws with the processor, without OpenGL, into a picture that the X server shares."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from installation.link import SmallScreen, ViewportPlace
from installation.model import WITHOUT_OPENGL
from installation.stage._manners import CAPTION, FONTS, NOTICE, SANS, TITLE, Manner
from installation.stage._pace import Pace
from installation.stage._pixels import Overprint, Pixels, overprint, shrink
from installation.stage._plain_canvas import PlainCanvas, PlainWords, Sheet
from installation.stage._plain_window import PlainWindow
from installation.stage._renderer import Rect
from installation.timeline import Look
from installation.words import SetWords, WordSetter, set_lines

KEPT = 16
"""Words that are kept set, of all screens."""


class PlainRenderer(PlainWindow):
    """Opens at a rectangle of the X screen. Raises StageError without one that shares memory."""

    name = WITHOUT_OPENGL

    def __init__(self, rect: Rect, title: str) -> None:
        super().__init__(rect, title)
        self._setters: dict[tuple[int, int], WordSetter] = {}
        self._set: dict[tuple[tuple[int, int], str, Manner], Overprint] = {}

    def canvas(self, place: ViewportPlace) -> PlainCanvas:
        """Make a viewport."""
        return PlainCanvas(place, self, self)

    def shrinker(self, screens: Sequence[SmallScreen], rects: Sequence[Rect]) -> "PlainShrinker":
        """Make who draws viewports small."""
        return PlainShrinker(self, screens, rects)

    def words(self, sheet: int, span: tuple[int, int], place: Rect, rgba: bytes) -> PlainWords:
        """Make a picture of words for canvases."""
        width, height = place[2:]
        pixels = np.frombuffer(rgba, np.uint8).reshape(height, width, 4)
        return PlainWords(sheet, *span, place, pixels)

    def lettered(self, lines: Sequence[tuple[str, int]], width: int) -> NDArray[np.uint8]:
        """Draw lines of text below each other, white on black."""
        return set_lines(lines, width, SANS)

    def clear(self) -> None:
        """Leave all as it is: it is black already between the canvases."""

    def finish(self) -> None:
        """Leave at once: what was drawn is drawn."""

    def pace(self) -> Pace:
        """Tell that swaps follow no refresh."""
        return Pace()

    def notice(self, size: tuple[int, int], text: str) -> Overprint:
        """Set what a wall that waits says."""
        return self._words_set(size, text, NOTICE)

    def title(self, size: tuple[int, int], look: Look) -> Overprint:
        """Set what a screen says that waits for the others."""
        return self._words_set(size, look.title, CAPTION if look.light > 0 else TITLE)

    def close(self, keep: bool = False) -> None:
        """Take the window away; ``keep`` leaves its last picture on the wall, else it is black."""
        for setter in self._setters.values():
            setter.close()
        super().close(keep)

    def _words_set(self, size: tuple[int, int], text: str, manner: Manner) -> Overprint:
        key = size, text, manner
        if key not in self._set:
            if len(self._set) >= KEPT:
                del self._set[next(iter(self._set))]
            if size not in self._setters:
                self._setters[size] = WordSetter(size)
            letters = max(12.0 / size[1], manner.size)
            colour = "#{:02x}{:02x}{:02x}".format(*manner.colour)
            words = SetWords(text, FONTS[0], letters, 1 - manner.middle, colour)
            drawn = self._setters[size].draw(words)
            self._set[key] = overprint(drawn.x, drawn.y, drawn.rgba)
        return self._set[key]


class PlainShrinker:
    """Draws viewports of a sheet small."""

    def __init__(self, sheet: Sheet, screens: Sequence[SmallScreen], rects: Sequence[Rect]) -> None:
        self._sheet, self._screens, self._rects = sheet, screens, rects

    def draw(self, into: Sequence[NDArray[np.uint8]]) -> None:
        """Copy all viewports as they are drawn and not shown yet, each into its flat memory."""
        for place, rect, flat in zip(self._screens, self._rects, into, strict=True):
            x, y, width, height = rect
            small: Pixels = flat.reshape(place.height, place.width, 4)
            shrink(self._sheet.pixels[y : y + height, x : x + width], small)

    def delete(self) -> None:
        """Give nothing back: it holds nothing."""
