"""The alignment pattern of each screen, as a picture that a painter can draw."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from installation.calibration import HALF, Planes, cell_of, draw_pattern, mark_corner
from installation.link import RingPicture, RingShape

Size = tuple[int, int]
Lettered = Callable[[Sequence[tuple[str, int]], int], NDArray[np.uint8]]


class Patterns:
    """Draws patterns and keeps what takes long. The stage's thread. ``lettered`` draws their words.

    A 1920x1080 one takes 12 ms at first, and 2 ms when another corner is chosen (3840x2160: 43 and
    7; medians of five), its name's letters not counted.
    """

    def __init__(self, lettered: Lettered) -> None:
        self._lettered = lettered
        self._plain: dict[tuple[str, Size], tuple[Planes, NDArray[np.uint8]]] = {}
        self._memory = np.empty(0, np.uint8)

    def picture(self, name: str, size: Size, corner: int | None) -> RingPicture:
        """The pattern of a screen (width, height), perhaps with a corner chosen.

        The picture's memory holds until the next one is asked for.
        """
        if (name, size) not in self._plain:
            self._plain[name, size] = self._drawn(name, size)
        planes, title = self._plain[name, size]
        if corner is not None:
            planes = mark_corner(planes, title, corner)
        width, height = size
        shape = RingShape(
            width, height, -(-width // 64) * 64, -(-height // 2) * 2, (1, 1), "bt709", True
        )
        self._memory = np.zeros(shape.size, np.uint8)
        parts = (planes.luma, planes.blue, planes.red)
        for part, plane, start in zip((1, 2, 2), parts, shape.offsets, strict=True):
            pitch, rows = shape.pitch // part, shape.rows // part
            there = self._memory[start : start + pitch * rows].reshape(rows, pitch)
            there[: plane.shape[0], : plane.shape[1]] = plane
        return RingPicture(0, 0, 0, 0, 0, 0, 0, shape, self._memory.ctypes.data)

    def forget(self) -> None:
        """Keep nothing: nobody aligns any more."""
        self._plain.clear()
        self._memory = np.empty(0, np.uint8)

    def _drawn(self, name: str, size: Size) -> tuple[Planes, NDArray[np.uint8]]:
        width, height = size
        cell = cell_of(width, height)
        lines = ((name, round(1.6 * cell)), (f"{width} × {height}", round(0.7 * cell)))
        title = self._lettered(lines, min(2 * HALF * cell, width))
        return draw_pattern(width, height, title), title
