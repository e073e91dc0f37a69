"""Y'CbCr to R'G'B', and a projector's colour correction, as numbers for a shader.

Kr and Kb are from ITU-R BT.601-7 (2.5.1), BT.709-6 (3.2) and BT.2020-2 (table 4, non-constant
luminance). With Kg = 1 - Kr - Kb, Y' in 0..1 and Cb, Cr in -0.5..0.5:

    R' = Y' + 2 (1 - Kr) Cr
    B' = Y' + 2 (1 - Kb) Cb
    G' = Y' - 2 Kb (1 - Kb) / Kg Cb - 2 Kr (1 - Kr) / Kg Cr

8-bit codes: limited range has Y' in 16..235 and Cb, Cr in 16..240, full range (JPEG) both in
0..255; the middle of Cb and Cr is 128 in both.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Matrix = Literal["bt601", "bt709", "bt2020"]

Triple = tuple[float, float, float]

LUMA: dict[str, tuple[float, float]] = {
    "bt601": (0.299, 0.114),
    "bt709": (0.2126, 0.0722),
    "bt2020": (0.2627, 0.0593),
}
"""(Kr, Kb): the share of red and of blue in luma."""


@dataclass(frozen=True)
class YuvToRgb:
    """``rgb = matrix @ yuv + offset``, then cut to 0..1.

    ``yuv`` are 8-bit codes as a texture gives them, divided by 255. ``matrix`` is (3, 3) and
    ``offset`` (3,), float32, rows red, green, blue; OpenGL wants matrices by columns, so hand it
    ``matrix.T`` or ask for the transpose.
    """

    matrix: NDArray[np.float32]
    offset: NDArray[np.float32]


def yuv_to_rgb(matrix: str, full_range: bool) -> YuvToRgb:
    """The conversion for a film's matrix (``bt601 bt709 bt2020``; KeyError otherwise) and range."""
    red, blue = LUMA[matrix]
    green = 1 - red - blue
    analogue = np.array(
        [
            (1, 0, 2 * (1 - red)),
            (1, -2 * blue * (1 - blue) / green, -2 * red * (1 - red) / green),
            (1, 2 * (1 - blue), 0),
        ]
    )
    luma, chroma, black = (255, 255, 0) if full_range else (219, 224, 16)
    scaled = analogue * (255 / np.array([luma, chroma, chroma]))
    offset = -scaled @ (np.array([black, 128, 128]) / 255)
    return YuvToRgb(scaled.astype(np.float32), offset.astype(np.float32))


def corrected(
    rgb: NDArray[np.float64], gain: Triple, gamma: Triple, black: Triple
) -> NDArray[np.float64]:
    """A projector's correction of (..., 3) values from 0 to 1: what the shader does, to test it by.

    ``black + (1 - black) * clamp(gain * clamp(rgb)) ** (1 / gamma)``, per channel.
    """
    value = np.clip(np.clip(rgb, 0, 1) * np.array(gain), 0, 1) ** (1 / np.array(gamma))
    lift = np.array(black)
    return np.asarray(lift + (1 - lift) * value, np.float64)
