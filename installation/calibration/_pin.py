"""The corner pin: the one projective map that takes a rectangle's corners to four given points.

Closed form after Paul Heckbert, "Fundamentals of Texture Mapping and Image Warping" (1989),
section 2.2.3. Points are clockwise from the top left.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Map = NDArray[np.float64]
"""(3, 3) float64: takes the column (x, y, 1) to (x' w, y' w, w)."""

UNIT_TO_CLIP: Map = np.array([(2, 0, -1), (0, -2, 1), (0, 0, 1)], np.float64)
"""The unit square, y down, to clip coordinates, y up."""


def homography(quad: Sequence[tuple[float, float]]) -> Map:
    """The map from the unit square (0,0) (1,0) (1,1) (0,1) to four points in that order.

    The points should be the corners of a convex quadrilateral, else ValueError; w is then above 0
    in the whole square. The mirror image of one is convex too.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    dx1, dx2, dx3 = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, dy3 = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    area = dx1 * dy2 - dx2 * dy1
    g, h = -1.0, -1.0
    if area != 0:
        g, h = (dx3 * dy2 - dx2 * dy3) / area, (dx1 * dy3 - dx3 * dy1) / area
    if min(1 + g, 1 + h, 1 + g + h) <= 0:  # w at the other three corners
        raise ValueError("the corners are not those of a convex shape")
    return np.array(
        [
            (x1 - x0 + g * x1, x3 - x0 + h * x3, x0),
            (y1 - y0 + g * y1, y3 - y0 + h * y3, y0),
            (g, h, 1.0),
        ]
    )


def applied(matrix: Map, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2) mapped, and divided by their w."""
    mapped = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(mapped[:, :2] / mapped[:, 2:], np.float64)


def clip_pin(quad: Sequence[tuple[float, float]]) -> Map:
    """The corner pin as the vertex shader needs it: clip coordinates to clip coordinates.

    ``quad`` is in the viewport's unit square, y down; its own corners give the identity. With
    ``p = pin * vec3(position, 1)``, ``gl_Position = vec4(p.x, p.y, 0, p.z)``: the division by w
    is left to the rasteriser, which then interpolates textures in true perspective.
    """
    return np.asarray(UNIT_TO_CLIP @ homography(quad) @ np.linalg.inv(UNIT_TO_CLIP), np.float64)
