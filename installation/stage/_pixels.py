"""Works on pixels that are drawn: words laid over them, light taken, films dissolved.

Pixels are (height, width, 4) uint8: blue, green, red, unused. All of it works in place.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Overprint:
    """Words in their place in a viewport.

    ``ink`` is blue, green, red multiplied by the cover, and ``hold`` how much is left of what is
    below, 255 minus the cover, in all four channels.
    """

    x: int
    y: int
    ink: Pixels
    hold: Pixels


def overprint(x: int, y: int, rgba: NDArray[np.uint8]) -> Overprint:
    """Make it of red, green, blue, multiplied by the cover, and cover."""
    ink = np.ascontiguousarray(rgba[..., [2, 1, 0, 3]])
    return Overprint(x, y, ink, np.repeat(255 - rgba[..., 3:], 4, axis=2))


def print_over(pixels: Pixels, words: Overprint, strength: float = 1.0) -> None:
    """Lay so much of some words over pixels, 0 to 1; what reaches out of them is cut."""
    if strength <= 0:
        return
    rows, columns = words.ink.shape[:2]
    top, left = max(0, words.y), max(0, words.x)
    part = pixels[top : words.y + rows, left : words.x + columns]
    if not part.size:
        return
    inside = slice(top - words.y, top - words.y + part.shape[0])
    across = slice(left - words.x, left - words.x + part.shape[1])
    ink, hold = words.ink[inside, across], words.hold[inside, across]
    if strength < 1:
        ink = np.asarray(cv2.convertScaleAbs(ink, alpha=strength), np.uint8)
        rest = cv2.convertScaleAbs(hold, alpha=strength, beta=255 * (1 - strength))
        hold = np.asarray(rest, np.uint8)
    cv2.multiply(part, hold, part, scale=1 / 255)
    cv2.add(part, ink, part)


def veil(pixels: Pixels, light: float, shade: tuple[int, int, int] = (0, 0, 0)) -> None:
    """Leave this much light of pixels; the rest is a shade: its blue, green and red."""
    if light >= 1:
        return
    if not any(shade):
        cv2.convertScaleAbs(pixels, pixels, light)
        return
    codes = np.arange(256)[:, None] * light + np.array([*shade, 0]) * (1 - light)
    cv2.LUT(pixels, np.rint(codes).astype(np.uint8)[None], pixels)


def dissolve(pixels: Pixels, other: Pixels, share: float) -> None:
    """See so much of other pixels over these."""
    if share > 0:
        cv2.addWeighted(other, share, pixels, 1 - share, 0, pixels)


def shrink(pixels: Pixels, into: Pixels) -> None:
    """Draw pixels small, the mean of those that become one."""
    height, width = into.shape[:2]
    cv2.resize(pixels, (width, height), into, interpolation=cv2.INTER_AREA)


def read_by(picture: Pixels, across: NDArray[np.float32], down: NDArray[np.float32]) -> Pixels:
    """Return a picture as read by maps, and nothing where they lead outside."""
    read = cv2.remap(picture, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(read, np.uint8)


@cache
def dusk(width: int, height: int) -> Pixels:
    """Return the card of a wall that waits for its first film, as the shader draws it."""
    x = (np.arange(width) + 0.5) / width
    y = (height - np.arange(height) - 0.5) / height
    low, high = np.array([0.055, 0.045, 0.06]), np.array([0.02, 0.022, 0.04])
    colours = low + (high - low) * y[:, None, None] + np.zeros((height, width, 3))
    lamp = np.exp(-(((x - 0.5) * 2.2) ** 2)[None] - (((y - 0.12) * 3.0) ** 2)[:, None])
    colours += lamp[..., None] * np.array([0.11, 0.06, 0.03])
    # a little noise, or so dark a gradient shows its steps
    colours += (np.random.default_rng(1).random((height, width, 1)) - 0.5) / 128
    made = np.zeros((height, width, 4), np.uint8)
    made[..., :3] = np.rint(colours.clip(0, 1)[..., ::-1] * 255)
    return made
