"""Sets words that are no subtitles: a title, a notice, the letters of a pattern."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.model import CaptionStyle
from installation.words._document import document_head, event
from installation.words._drawing import CaptionPicture, joined
from installation.words._label_drawing import plainly
from installation.words._libass import AssRenderer

FONT = "DejaVu Sans"
"""Where the font that is asked for is missing."""
LINE = 1.164
"""A line's height, of a letter's em: so are the DejaVu fonts made."""
ACROSS = 0.07
"""Of the picture's width, what stays free at both sides of it."""
ROOM = 8
"""So many times wider than its place a line may be before it is set smaller."""


@dataclass(frozen=True)
class SetWords:
    """Words in the middle of a picture.

    ``size`` is an em's height and ``middle`` how far the words' middle is from above, both as
    shares of the picture's height; ``colour`` is "#rrggbb".
    """

    text: str
    font: str
    size: float
    middle: float
    colour: str


class WordSetter:
    """Draws for pictures of a size (width, height). One thread; close it.

    The first words take a tenth of a second, in which the fonts are found, others some
    milliseconds.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._size, self._renderer = size, AssRenderer(size, FONT)

    def draw(self, words: SetWords) -> CaptionPicture:
        """Draw words, with a dark outline."""
        width, height = self._size
        rows = plainly(words.text).replace("\n", "\\N")
        style = CaptionStyle(font=words.font, size=words.size * LINE, colour=words.colour)
        side = round(ACROSS * width)
        head = document_head(style, self._size, 5, (side, side, 0), 0)
        placed = f"{{\\pos({width / 2:g},{words.middle * height:g})}}{rows}"
        return joined(self._renderer.layers(head + event(placed), 500), self._size)

    def close(self) -> None:
        """Give back what it holds."""
        self._renderer.close()


def set_lines(lines: Sequence[tuple[str, int]], width: int, font: str) -> NDArray[np.uint8]:
    """Draw lines of text below each other in the middle, white on black: (height, width) uint8.

    Each has its em's height in pixels; one that is too wide is set smaller. Both sides are even.
    """
    width &= ~1
    rows = [_line(text, size, width, font) for text, size in lines]
    made = np.zeros((sum(map(len, rows)) + 1 & ~1, width), np.uint8)
    top = 0
    for row in rows:
        made[top : top + len(row)] = row
        top += len(row)
    return made


def _line(text: str, em: float, width: int, font: str) -> NDArray[np.uint8]:
    high = round(em * LINE)
    frame = ROOM * width, 2 * high
    style = CaptionStyle(font=font, size=em * LINE / frame[1], colour="#ffffff")
    head = document_head(style, frame, 5, (0, 0, 0), 0)
    words = f"{{\\bord0\\q2\\pos({frame[0] // 2},{high})}}{plainly(text)}"
    renderer = AssRenderer(frame, FONT)
    drawn = joined(renderer.layers(head + event(words), 500), frame)
    renderer.close()
    inked = np.flatnonzero(drawn.rgba[..., 3].any(axis=0))  # libass leaves room beside it
    if len(inked) == 0:
        return np.zeros((high, width), np.uint8)
    cover = drawn.rgba[:, inked[0] : inked[-1] + 1, 3]
    rows, columns = cover.shape
    if columns > width:
        return _line(text, em * (width - 1) / columns, width, font)
    made = np.zeros((frame[1], width), np.uint8)
    left = (width - columns) // 2
    made[drawn.y : drawn.y + rows, left : left + columns] = cover
    return made[high // 2 : high // 2 + high]
