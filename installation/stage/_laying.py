"""Lays a film's picture in its viewport for a processor: straight, or by maps. Pure.

The geometry is the shaders' (:mod:`installation.stage._fitting`); what it is worked out for is
another: whole pixels to scale to, or for each pixel where it is read in the picture.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.calibration import Fit, fit_quad, homography
from installation.link import RingShape
from installation.model import Corners

Rect = tuple[int, int, int, int]
"""x, y, width, height, from the top left corner."""
OUTSIDE = -16.0
"""Where a pixel is read that the picture does not reach."""
EDGE = 0.04
"""Nearer to the last sample nothing is read: a step of the maps is 1/32, and what is read at the
last sample itself has a neighbour outside."""


@dataclass(frozen=True)
class Straight:
    """A part of the picture, in samples, fills a part of the viewport, in pixels."""

    crop: Rect
    place: Rect


@dataclass(frozen=True, eq=False)
class Bent:
    """For each pixel of the viewport where it is read in the picture: x and y, float32, in samples.

    OUTSIDE where the background is seen.
    """

    across: NDArray[np.float32]
    down: NDArray[np.float32]


def laid(
    fit: Fit, rotation: int, shape: RingShape, viewport: tuple[int, int], corners: Corners
) -> Straight | Bent:
    """Lay pictures of a shape in a viewport (width, height)."""
    quad = fit_quad(fit, rotation, (shape.width, shape.height), shape.sar, viewport)
    size = shape.width, shape.height
    if rotation or corners.moved:
        return _bent(quad.positions, quad.texcoords, size, viewport, corners)
    # chroma has a sample for two of luma, so that a part begins at an even one
    crop = _span(quad.texcoords, size, 2)
    positions = quad.positions * (0.5, -0.5) + 0.5
    return Straight(crop, _span(positions, viewport, 1))


def _span(points: NDArray[np.float32], size: tuple[int, int], step: int) -> Rect:
    """The rectangle around points of the unit square, in whole steps of pixels, never empty."""
    first, last = points.min(axis=0), points.max(axis=0)
    found = []
    for low, high, pixels in zip(first, last, size, strict=True):
        begin = min(round(float(low) * pixels / step) * step, pixels - 1)
        end = pixels - begin if abs(low + high - 1) < 1e-6 else round(float(high) * pixels)
        found.append((begin, max(1, end - begin)))
    (x, width), (y, height) = found
    return x, y, width, height


def _bent(
    positions: NDArray[np.float32],
    texcoords: NDArray[np.float32],
    size: tuple[int, int],
    viewport: tuple[int, int],
    corners: Corners,
) -> Bent:
    width, height = viewport
    x, y = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
    back = np.linalg.inv(homography(corners.quad))
    flat = np.stack([x, y, np.ones_like(x)], axis=-1) @ back.T
    ahead = flat[..., 2] / (np.array([*np.mean(corners.quad, axis=0), 1.0]) @ back[2])
    reached = ahead > 1e-6
    unit = flat[..., :2] / np.where(reached, flat[..., 2], 1.0)[..., None]
    # the place in the picture is an affine function of the place in the viewport
    placed = positions.astype(float) * (0.5, -0.5) + 0.5
    to_picture = np.linalg.lstsq(np.column_stack([placed, np.ones(4)]), texcoords, rcond=None)[0]
    at = unit @ to_picture[:2] + to_picture[2]
    # and the picture covers the quad, of which a crop shows less than the whole picture
    low, high = placed.min(axis=0) - 1e-6, placed.max(axis=0) + 1e-6
    reached &= ((unit >= low) & (unit <= high)).all(axis=-1)
    maps = []
    for axis, samples in enumerate(size):
        read = np.clip(at[..., axis] * samples - 0.5, 0, max(0.0, samples - 1 - EDGE))
        maps.append(np.where(reached, read, OUTSIDE).astype(np.float32))
    return Bent(*maps)
