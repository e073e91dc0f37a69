"""The alignment pattern: a picture whose every line shows where a projector puts it. Pure.

A fine grid from the middle outwards, the border in the very last pixels, both diagonals and the
circle that just fits, a cross in the middle, the screen's name, a ramp in 16 steps, and beside it
the darkest steps on black and the brightest on white. What belongs to the corner that is being
moved is amber.

The planes are I420 at full range by BT.709, as the stage draws pictures: what bends and colours
the film bends and colours this.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.calibration._colour import LUMA

Plane = NDArray[np.uint8]

FINE, BOLD, ROUND, FULL = 60, 100, 190, 255
"""Codes of grid lines, of every fourth and the diagonals, of circle and cross, of the border."""
NEAR_BLACK = (3, 5, 8, 13, 20)
NEAR_WHITE = (252, 250, 247, 242, 235)
STEPS = 16
AMBER = (255, 168, 38)
CELLS = 18
"""Cells of the grid across the picture's shorter side."""
HALF, NEAR, FAR = 6, 2, 5
"""The name's panel above the middle and the ramp's below it, in cells: half their width, and from
where to where. Their corners lie within the circle."""


@dataclass(frozen=True, eq=False)
class Planes:
    """Luma (height, width), blue and red with half of both, rounded up."""

    luma: Plane
    blue: Plane
    red: Plane


def cell_of(width: int, height: int) -> int:
    """The side of a cell of the grid, in pixels."""
    return max(4, round(min(width, height) / CELLS))


def draw_pattern(width: int, height: int, title: Plane) -> Planes:
    """The pattern of a screen; ``title`` is its name in white on black, at most 12 x 3 cells."""
    cell, line = cell_of(width, height), max(1, round(min(width, height) / 540))
    luma = _mirrored(_quarter(width, height, cell, line), width, height)
    above = slice(max(0, height // 2 - FAR * cell), height // 2 - NEAR * cell)
    luma[above, max(0, width // 2 - HALF * cell) : width // 2 + HALF * cell] = 0
    top, left = _title_at(width, height, title)
    title = title[:height, :width]
    luma[top : top + title.shape[0], left : left + title.shape[1]] = title
    _panel(luma, cell, line)
    grey = np.full((-(-height // 2), -(-width // 2)), 128, np.uint8)
    return Planes(luma, grey, grey)


def mark_corner(plain: Planes, title: Plane, corner: int) -> Planes:
    """The same with a corner chosen: 0 to 3, clockwise from the top left."""
    made = Planes(plain.luma.copy(), plain.blue.copy(), plain.red.copy())
    height, width = plain.luma.shape
    cell = cell_of(width, height)
    top, left = _title_at(width, height, title)
    _tint(made, top, left, top + title.shape[0], left + title.shape[1])
    arm, thick = 4 * cell, max(4, cell * 2 // 5 & ~1)
    near, side = cell + cell // 2, cell
    for high, wide, inset in ((thick, arm, 0), (arm, thick, 0), (side, side, near)):
        row = inset if corner in (0, 1) else height - inset - high
        column = inset if corner in (0, 3) else width - inset - wide
        row, column = max(0, row & ~1), max(0, column & ~1)
        bottom, right = row + high + (row + high) % 2, column + wide + (column + wide) % 2
        if corner in (2, 3) and not inset:
            bottom = height
        if corner in (1, 2) and not inset:
            right = width
        made.luma[row:bottom, column:right] = FULL
        _tint(made, row, column, bottom, right)
    return made


def _quarter(width: int, height: int, cell: int, line: int) -> Plane:
    """The upper left quarter: all lines are the same in the other three."""
    across, down = -(-width // 2), -(-height // 2)
    x, y = np.arange(across, dtype=np.float32), np.arange(down, dtype=np.float32)
    from_middle_x, from_middle_y = (width - 1) / 2 - x, (height - 1) / 2 - y
    made = np.zeros((down, across), np.uint8)
    for every, code in ((1, FINE), (4, BOLD)):
        rows = from_middle_y.astype(np.int32) % (every * cell) < line
        columns = from_middle_x.astype(np.int32) % (every * cell) < line
        made[rows, :] = code
        made[:, columns] = code
    # the diagonal, then the circle: brighter by how much of a pixel they cover
    far_x, far_y = from_middle_x[None, :], from_middle_y[:, None]
    off = np.abs(far_x * height - far_y * width) / np.hypot(width, height)
    made = np.maximum(made, _covered(off, line * 0.6) * BOLD)
    radius = min(width, height) / 2 - line * 2.0
    made = np.maximum(made, _covered(np.abs(np.hypot(far_x, far_y) - radius), line) * ROUND)
    made = made.astype(np.uint8)
    arm = cell + cell // 2
    made[from_middle_y < arm, across - line :] = ROUND
    made[down - line :, from_middle_x < arm] = ROUND
    edge = 2 * line
    made[:edge, :] = FULL
    made[:, :edge] = FULL
    return made


def _covered(off: NDArray[np.float32], half: float) -> NDArray[np.float32]:
    """Return how much of a pixel a line covers whose middle is so far off."""
    return np.asarray(np.clip(half + 0.5 - off, 0.0, 1.0), np.float32)


def _mirrored(quarter: Plane, width: int, height: int) -> Plane:
    down, across = quarter.shape
    made = np.empty((height, width), np.uint8)
    made[:down, :across] = quarter
    made[:down, width - across :] = quarter[:, ::-1]
    made[height - down :, :] = made[:down, :][::-1]
    return made


def _title_at(width: int, height: int, title: Plane) -> tuple[int, int]:
    """Row and column, both even, of the title's upper left corner: in the middle of its panel."""
    middle = height // 2 - (NEAR + FAR) * cell_of(width, height) // 2
    row, column = middle - title.shape[0] // 2, (width - title.shape[1]) // 2
    return max(0, row & ~1), max(0, column & ~1)


def _panel(luma: Plane, cell: int, line: int) -> None:
    """The ramp, and below it what is nearly black and nearly white, below the cross."""
    height, width = luma.shape
    left, right = width // 2 - HALF * cell, width // 2 + HALF * cell
    top, bottom = height // 2 + NEAR * cell, height // 2 + FAR * cell
    middle = (top + bottom) // 2
    luma[top - line : bottom + line, left - line : right + line] = BOLD
    for step in range(STEPS):
        columns = slice(*(left + (right - left) * n // STEPS for n in (step, step + 1)))
        luma[top:middle, columns] = round(255 * step / (STEPS - 1))
    for start, field, codes in ((left, 0, NEAR_BLACK), (width // 2, FULL, NEAR_WHITE)):
        luma[middle:bottom, start : start + HALF * cell] = field
        pitch = HALF * cell / len(codes)
        for place, code in enumerate(codes):
            at = start + round((place + 0.15) * pitch)
            rim = round(0.2 * cell)
            luma[middle + rim : bottom - rim, at : at + round(0.7 * pitch)] = code


def _tint(planes: Planes, top: int, left: int, bottom: int, right: int) -> None:
    """Colour what is bright in a rectangle (even upper left corner) amber, dark stays black."""
    red, green, blue = AMBER
    of_red, of_blue = LUMA["bt709"]
    code = of_red * red + (1 - of_red - of_blue) * green + of_blue * blue
    luma = planes.luma[top:bottom, left:right]
    light = luma[::2, ::2] / 255
    area = slice(top // 2, top // 2 + light.shape[0]), slice(left // 2, left // 2 + light.shape[1])
    planes.blue[area] = np.rint(128 + light * (blue - code) / (2 - 2 * of_blue))
    planes.red[area] = np.rint(128 + light * (red - code) / (2 - 2 * of_red))
    luma[:] = np.rint(luma * (code / 255))
