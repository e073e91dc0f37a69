"""The manners in which words are set on a wall: a notice, a title that stands alone, a caption."""

from typing import NamedTuple


class Manner(NamedTuple):
    """A manner of setting words: letters' height and middle, from below, as parts of the screen."""

    size: float
    middle: float
    colour: tuple[int, int, int]
    shade: bool = False


NOTICE = Manner(1 / 20, 0.5, (190, 170, 150))
TITLE = Manner(1 / 9, 0.5, (226, 212, 192))
CAPTION = Manner(1 / 18, 0.13, (240, 232, 220), shade=True)
SANS = "DejaVu Sans"
FONTS = ["DejaVu Serif", SANS]
