"""The place of a film's picture in its viewport: fit, rotation, and the shape of its samples."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Fit = Literal["contain", "cover", "stretch"]

Corners = NDArray[np.float32]
"""(4, 2) float32: top left, top right, bottom right, bottom left, as seen on the screen."""

_SIGNS = np.array([(-1, 1), (1, 1), (1, -1), (-1, -1)], np.float64)


@dataclass(frozen=True)
class Quad:
    """A rectangle to draw. Both are in the order of :data:`Corners`.

    ``positions`` are in the viewport's clip coordinates (-1 to 1, y upwards), ``texcoords`` in the
    film's picture (0 to 1, (0, 0) its top left corner, y downwards: rows as they are decoded).
    """

    positions: Corners
    texcoords: Corners


def fit_quad(
    fit: Fit,
    rotation: int,
    film: tuple[int, int],
    sar: tuple[int, int],
    viewport: tuple[int, int],
) -> Quad:
    """The quad that shows a film in a viewport.

    ``rotation`` turns the picture clockwise by 0, 90, 180 or 270 degrees. ``film`` is its visible
    size in samples, ``sar`` the width : height of one sample (0:1, as files have it that do not
    know, counts as 1:1), ``viewport`` its size in pixels. *contain* leaves background at two
    sides, *cover* crops the picture at two sides, *stretch* does neither and loses the shape.
    """
    quarter_turns = rotation // 90
    shape = sar[0] / sar[1] if sar[0] > 0 and sar[1] > 0 else 1.0
    width, height = film[0] * shape, float(film[1])
    if quarter_turns % 2:
        width, height = height, width
    # how much of the viewport's width and height one and the same scale makes the picture fill
    across, down = width / viewport[0], height / viewport[1]
    if fit == "contain":
        fill, crop = _scaled(across, down, max(across, down)), (1.0, 1.0)
    elif fit == "cover":
        fill, seen = (1.0, 1.0), _scaled(across, down, min(across, down))
        crop = (1 / seen[0], 1 / seen[1])
    else:
        fill, crop = (1.0, 1.0), (1.0, 1.0)
    positions = _SIGNS * fill
    # the visible part on the screen, y down, then turned back into the film's own axes
    texcoords = 0.5 + 0.5 * _turned_back(_SIGNS * crop * (1, -1), quarter_turns)
    return Quad(positions.astype(np.float32), texcoords.astype(np.float32))


def _scaled(across: float, down: float, one: float) -> tuple[float, float]:
    return across / one, down / one


def _turned_back(points: NDArray[np.float64], quarter_turns: int) -> NDArray[np.float64]:
    """Points around the middle, y down, turned counter-clockwise."""
    for _ in range(quarter_turns % 4):
        points = np.stack([points[:, 1], -points[:, 0]], axis=1)
    return points
