"""The look of subtitles on a wall, and whether it can be read there. Pure."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Place = Literal["bottom", "top"]
Background = Literal["outline", "box"]

CAPITAL = 0.63
"""How high capitals are, of a line's height (DejaVu Sans: 0.729 of 1.164 em)."""
RADIANS_READ = 20 / 60 * 3.14159265 / 180
"""The angle under which a capital is read with ease: 20 minutes of arc (ISO 9241-303)."""
LEAST_SIZE, USUAL_SIZE, LARGEST_SIZE = 0.04, 0.055, 0.12
"""A line's height as a share of the picture's. The largest has room for two lines of 37 letters on
a picture of 16:9."""
CONTRAST = 4.5
"""The least contrast between letters and what is behind them (WCAG 2.2, 1.4.3)."""
DIM = 0.75
"""How bright the lesser words of a label are, of its letters."""
BOX_OPACITY = 0.8
"""Of the black box behind the letters: over a white picture it is a grey of 51."""


class CaptionStyle(Struct, frozen=True):
    """The look of subtitles that have no style of their own.

    ``size`` is a line's height as a share of the picture's; ``colour`` is the letters'.
    """

    font: str = "DejaVu Sans"
    size: float = USUAL_SIZE
    place: Place = "bottom"
    background: Background = "outline"
    colour: str = "#f6f2ea"

    @property
    def contrast(self) -> float:
        """The contrast of the letters with their outline or box over the whitest picture."""
        behind = 255 * (1 - BOX_OPACITY) if self.background == "box" else 0.0
        return contrast(bytes.fromhex(self.colour[1:]), (behind, behind, behind))


def size_from_distance(distance_m: float, height_m: float) -> float:
    """A line's height as a share of the picture's, to be read with ease from a distance."""
    return max(LEAST_SIZE, distance_m * RADIANS_READ / CAPITAL / height_m)


def dimmed(style: CaptionStyle) -> str:
    """The letters' colour for what is said by the way; as it is where less could not be read.

    An outline alone is too little for letters that are neither light nor dark.
    """
    if style.background == "outline":
        return style.colour
    dim = bytes(round(part * DIM) for part in bytes.fromhex(style.colour[1:]))
    written = f"#{dim.hex()}"
    return written if replace(style, colour=written).contrast >= CONTRAST else style.colour


def contrast(one: bytes | tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The contrast of two colours, 0 to 255 each: 1 for the same, 21 for black and white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: bytes | tuple[float, float, float]) -> float:
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
