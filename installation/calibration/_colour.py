"""Y'CbCr to R'G'B', and a projector's colour correction, as numbers for a shader.

Kr and Kb are from ITU-R BT.601-7 (2.5.1), BT.709-6 (3.2) and BT.2020-2 (table 4, non-constant
luminance). With Kg = 1 - Kr - Kb, Y' in 0..1 and Cb, Cr in -0.5..0.5:

    R' = Y' + 2 (1 - Kr) Cr
    B' = Y' + 2 (1 - Kb) Cb
    G' = Y' - 2 Kb (1 - Kb) / Kg Cb - 2 Kr (1 - Kr) / Kg Cr

8-bit codes: limited range has Y' in 16..235 and Cb, Cr in 16..240, full range (JPEG) both in
0..255; the middle of Cb and Cr is 128 in both. With n bits more all but full range's last code,
which is the largest, are 2^n times as much (BT.709-6, 4.6).

Saturation s, with the luma Y' = 0.2126 R' + 0.7152 G' + 0.0722 B' of BT.709-6 (3.2), as the W3C's
Filter Effects Module Level 1 has it (feColorMatrix, saturate):

    R' = Y' + s (R' - Y'), and so G' and B'

It works on coded values, not on linear light: Cb and Cr are differences of coded values, so that
for a BT.709 film this is Cb and Cr times s, a television's colour knob. Greys and luma stay, and a
pixel costs no powers. It comes first, as it belongs to the picture: gain, gamma and black then
balance a picture without colour, too.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.model import Optics, Triple

LUMA: dict[str, tuple[float, float]] = {
    "bt601": (0.299, 0.114),
    "bt709": (0.2126, 0.0722),
    "bt2020": (0.2627, 0.0593),
}
"""(Kr, Kb): the share of red and of blue in luma."""

_RED, _BLUE = LUMA["bt709"]
LUMA_WEIGHTS: Triple = (_RED, 1 - _RED - _BLUE, _BLUE)
"""Of red, green and blue, for saturation: the same for all films, as it is the projector's."""


@dataclass(frozen=True)
class YuvToRgb:
    """``rgb = matrix @ yuv + offset``, then cut to 0..1.

    ``yuv`` are codes divided by the largest, as a texture gives them. ``matrix`` is (3, 3) and
    ``offset`` (3,), float32, rows red, green, blue; OpenGL wants matrices by columns, so hand it
    ``matrix.T`` or ask for the transpose.
    """

    matrix: NDArray[np.float32]
    offset: NDArray[np.float32]


def yuv_to_rgb(matrix: str, full_range: bool, depth: int = 8) -> YuvToRgb:
    """The conversion for a film's matrix (``bt601 bt709 bt2020``; KeyError otherwise) and range.

    ``depth`` are the bits of a code.
    """
    red, blue = LUMA[matrix]
    green = 1 - red - blue
    analogue = np.array(
        [
            (1, 0, 2 * (1 - red)),
            (1, -2 * blue * (1 - blue) / green, -2 * red * (1 - red) / green),
            (1, 2 * (1 - blue), 0),
        ]
    )
    last, more = (1 << depth) - 1, 1 << (depth - 8)
    luma, chroma, black = (last, last, 0) if full_range else (219 * more, 224 * more, 16 * more)
    scaled = analogue * (last / np.array([luma, chroma, chroma]))
    offset = -scaled @ (np.array([black, 128 * more, 128 * more]) / last)
    return YuvToRgb(scaled.astype(np.float32), offset.astype(np.float32))


def saturated(rgb: NDArray[np.float64], saturation: float) -> NDArray[np.float64]:
    """Return (..., 3) values with so much of their colour: 0 none, 1 their own. Not cut to 0..1."""
    luma = (rgb @ np.array(LUMA_WEIGHTS))[..., np.newaxis]
    return np.asarray(luma + saturation * (rgb - luma), np.float64)


def corrected(rgb: NDArray[np.float64], optics: Optics) -> NDArray[np.float64]:
    """A projector's correction of (..., 3) values from 0 to 1: what the shader does, to test it by.

    ``black + (1 - black) * clamp(gain * saturated(clamp(rgb))) ** (1 / gamma)``, per channel. What
    saturation takes past an end is cut after gain only: one below 1 leaves room for it.
    """
    value = saturated(np.clip(rgb, 0, 1), optics.saturation)
    value = np.clip(value * np.array(optics.gain), 0, 1)
    lift = np.array(optics.black)
    return np.asarray(lift + (1 - lift) * value ** (1 / np.array(optics.gamma)), np.float64)
