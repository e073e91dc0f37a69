"""Fits a film's picture into its viewport, and chooses how its planes are read there. Pure.

A machine without a graphics card draws with its processor, and what it spends goes into reading
samples. So a plane is read in the plainest way that gives the same picture.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from installation.calibration import Fit, fit_quad
from installation.link import RingShape


class Reading(Enum):
    """The ways in which the samples of a plane become a pixel."""

    SMOOTH = "smooth"
    """Between its four neighbours, wherever it falls."""
    PLAIN = "plain"
    """One sample to a pixel: read as it is, a third less work (12.9 ms for 19.4 ms on three
    640x360 heads whose films are 1280x720: their chroma is such a plane)."""
    PAIRED = "paired"
    """Two by two samples to a pixel (luma of a 1280x720 film on 640x360, of a 3840x2160 one on
    1920x1080): their mean, from two neighbours read as one texel in each of two rows. Smooth
    reading gives the same mean from four, and takes a fifth more of all drawing."""


@dataclass(frozen=True, eq=False)
class Fitting:
    """A picture in a viewport.

    ``corners`` is (4, 4) float32: of each corner the place in clip coordinates, then in the
    picture. ``covers``: no background is left to be seen.
    """

    corners: NDArray[np.float32]
    covers: bool
    luma: Reading
    chroma: Reading


def fitting(
    fit: Fit, rotation: int, shape: RingShape, viewport: tuple[int, int], pinned: bool
) -> Fitting:
    """Fit pictures of a shape into a viewport (width, height); ``pinned`` when it is bent."""
    quad = fit_quad(fit, rotation, (shape.width, shape.height), shape.sar, viewport)
    filled = np.abs(quad.positions).min() > 1 - 1e-6  # every corner in a corner
    drawn = quad.positions.max(axis=0) * viewport
    whole = np.round(drawn)
    # upright, uncropped, and pixel edges on sample edges: the margins are whole pixels, too
    square = rotation == 0 and not pinned and float(quad.texcoords.max()) == 1.0
    square = square and np.allclose(drawn, whole, atol=0.01)
    square = square and not ((np.array(viewport) - whole) % 2).any()
    samples = (shape.width, shape.height)
    across, down = (n / max(1.0, float(pixels)) for n, pixels in zip(samples, whole, strict=True))
    luma = chroma = Reading.SMOOTH
    if square and across == down == 1:
        luma = Reading.PLAIN
    elif square and across == down == 2:
        luma, chroma = Reading.PAIRED, Reading.PLAIN
    corners = np.hstack([quad.positions, quad.texcoords]).astype(np.float32)
    return Fitting(corners, bool(filled) and not pinned, luma, chroma)
