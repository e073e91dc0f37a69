"""The seam between what belongs on the glass and who makes pixels of it.

There are two: OpenGL (:mod:`installation.stage._gl_renderer`), and the processor alone
(:mod:`installation.stage._plain_renderer`). The wall, its views and the presenter know neither.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from installation.link import RingPicture, RingShape, SmallScreen, ViewportPlace
from installation.model import Optics
from installation.stage._captions import Worded
from installation.stage._pace import Pace
from installation.stage._view import ViewCanvas

Rect = tuple[int, int, int, int]
"""x, y, width, height in the window, from its top left corner."""


class ScreenCanvas(ViewCanvas, Protocol):
    """The protocol of one viewport."""

    @property
    def upright(self) -> tuple[int, int]:
        """The viewport's width and height as an upright film has them."""
        ...

    @property
    def dark(self) -> bool:
        """No picture has been taken yet."""
        ...

    @property
    def covered(self) -> bool:
        """A picture lies over the film's."""
        ...

    def lie(self, rect: Rect) -> None:
        """Lie there in the window, which has another size, or other screens, from now on."""
        ...

    def calibrate(self, optics: Optics) -> None:
        """Draw with other optics from the next paint on; the picture stays."""
        ...

    def rehearse(self, shape: RingShape) -> None:
        """Do now what the first picture of a shape would have to wait for."""
        ...

    def prepare_words(self) -> None:
        """Do now what the first words would have to wait for."""
        ...

    def lay_over(self, picture: RingPicture | None) -> None:
        """Draw a picture over the whole viewport in place of the film's; None for the film's."""
        ...

    def paint(self, notice: str, light: float) -> None:
        """Draw with so much light, 0 to 1; a notice in place of the film, when there is one."""
        ...

    def delete(self) -> None:
        """Give back what it holds, and be seen no more."""
        ...


class Shrinker(Protocol):
    """The protocol of who draws viewports small."""

    def draw(self, into: Sequence[NDArray[np.uint8]]) -> None:
        """Copy all viewports as they are drawn and not shown yet, each into its flat memory."""
        ...

    def delete(self) -> None:
        """Give back what it holds."""
        ...


class Renderer(Protocol):
    """The protocol of a window over all displays, and of what draws in it."""

    @property
    def name(self) -> str:
        """The name of what draws (``llvmpipe ...`` is OpenGL by the processor)."""
        ...

    @property
    def closed(self) -> bool:
        """Somebody closed the window (a desk's has a button for it)."""
        ...

    def canvas(self, place: ViewportPlace) -> ScreenCanvas:
        """Make a viewport."""
        ...

    def shrinker(self, screens: Sequence[SmallScreen], rects: Sequence[Rect]) -> Shrinker:
        """Make who draws viewports small."""
        ...

    def words(self, sheet: int, span: tuple[int, int], place: Rect, rgba: bytes) -> Worded:
        """Make a picture of words for canvases, for a ``span`` of a film's pictures.

        ``place`` is in the upright picture; ``rgba`` its rows, each colour multiplied by its cover.
        """
        ...

    def lettered(self, lines: Sequence[tuple[str, int]], width: int) -> NDArray[np.uint8]:
        """Draw lines of text, each with its letters' size in pixels, below each other.

        White on black: (height, width), both even. A line that is wider is set smaller.
        """
        ...

    def clear(self) -> None:
        """Begin another picture of the wall: black, wherever no canvas is painted."""
        ...

    def finish(self) -> None:
        """Wait until everything drawn is drawn."""
        ...

    def flip(self) -> None:
        """Show what was drawn on all displays, at once."""
        ...

    def pace(self) -> Pace:
        """Tell whether swaps follow the display's refresh."""
        ...

    def move(self, rect: Rect) -> None:
        """Move the window to another rectangle of the X screen (a display came or went)."""
        ...

    def attend(self) -> None:
        """Take what the X server sends; a window that is not attended seems to hang."""
        ...

    def keep_image(self) -> None:
        """Let the X server keep what is on the glass, for the time without a stage."""
        ...

    def close(self, keep: bool = False) -> None:
        """Take the window away; ``keep`` leaves its last picture on the wall, else it is black."""
        ...
