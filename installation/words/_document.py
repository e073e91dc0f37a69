"""Words as Advanced SubStation texts for a picture of a size, in the layout's style. Pure."""

import re
from collections.abc import Iterable

from installation.model import BOX_OPACITY, CaptionStyle
from installation.words._script import SpokenLine

SAFE = 0.06
"""The margin that stays free at each side of a picture, of its width and height."""
OUTLINE = 0.07
"""The outline's width, of a line's height: two pixels at 640x360."""
RIM = 0.25
"""How far the box reaches beyond the letters, of a line's height."""
INDIC = 1.3
"""How much larger Indic letters are set. A line's height is that of its font, and Lohit Devanagari
leaves so much room above and below that its letters are 0.65 of a capital's height in DejaVu Sans,
and thin. At 1.3 they are 0.85."""
_INDIC_WORDS = re.compile("[\u0900-\u0dff](?:[\u0900-\u0dff\u200c\u200d ,.!?-]*[\u0900-\u0dff])?")
_HEAD = """[Script Info]
ScriptType: v4.00+
WrapStyle: 0
ScaledBorderAndShadow: yes
PlayResX: {width}
PlayResY: {height}

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,{font},{size},{colour},{colour},&H00000000,{box},0,0,0,0,100,100,0,0,{border},\
{outline},{rim},{place},{left},{right},{down},-1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def styled(spoken: Iterable[SpokenLine], style: CaptionStyle, size: tuple[int, int]) -> str:
    """Lines as an Advanced SubStation text for a picture of a size, in the layout's style."""
    across, down = round(SAFE * size[0]), round(SAFE * size[1])
    place = 8 if style.place == "top" else 2
    head = document_head(style, size, place, (across, across, down), RIM)
    return head + "".join(event(larger(line.marked)) for line in spoken)


def larger(marked: str) -> str:
    """Set the Indic words of a text larger."""
    scale = round(100 * INDIC)
    begin, end = rf"{{\fscx{scale}\fscy{scale}}}", r"{\fscx\fscy}"
    return _INDIC_WORDS.sub(lambda words: begin + words[0] + end, marked)


def document_head(
    style: CaptionStyle,
    size: tuple[int, int],
    place: int,
    margins: tuple[int, int, int],
    rim: float,
) -> str:
    """The beginning of a document for a picture of a size.

    ``place`` is where words lie, as on a keyboard's digits; ``margins`` are left, right, and above
    or below; ``rim`` is how far a box reaches beyond the letters, of a line's height.
    """
    line = style.size * size[1]
    boxed = style.background == "box"
    return _HEAD.format(
        width=size[0],
        height=size[1],
        font=style.font,
        size=f"{line:.2f}",
        colour=as_written(style.colour, 1.0),
        box=as_written("#000000", BOX_OPACITY),
        border=4 if boxed else 1,  # 4 is libass's own: one box for all rows, as wide as its shadow
        outline=f"{line * OUTLINE:.2f}",
        rim=f"{line * rim if boxed else 0:.2f}",
        place=place,
        left=margins[0],
        right=margins[1],
        down=margins[2],
    )


def event(marked: str) -> str:
    """One text of a document, on in its first second."""
    return f"Dialogue: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,{marked}\n"


def as_written(colour: str, opacity: float) -> str:
    """A colour as Advanced SubStation writes it: how much shines through, blue, green, red."""
    red, green, blue = bytes.fromhex(colour[1:])
    return f"&H{round(255 * (1 - opacity)):02X}{blue:02X}{green:02X}{red:02X}"
