"""The surface the scenes are painted on: linear light, soft shapes, a camera.

Coordinates: the picture is 2 high, from -1 at the top to 1 at the bottom, x from -aspect to
aspect. Shapes are products of one-dimensional profiles wherever they can be, because a shape
that touches only its own rectangle costs microseconds where a full picture costs milliseconds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.demo._noise import TILE, Plane, tile

Colour = tuple[float, float, float]
Cover = NDArray[np.floating[Any]]
Rows = Callable[[Plane], Cover]
Where = tuple[slice, slice]


def lit(colour: Colour, brightness: float) -> Colour:
    """A colour made brighter or darker."""
    return colour[0] * brightness, colour[1] * brightness, colour[2] * brightness


@dataclass
class SoftShape:
    """A soft shape: its rectangle, its cover 0..1 (rows, columns), and where one is inside it.

    ``u`` runs -1..1 from its left edge to its right one, ``v`` 0..1 from its top to its foot.
    """

    where: Where
    cover: Cover
    u: Cover
    v: Cover


@lru_cache(maxsize=32)
def stretcher(length: int, coarse: int, softness: float) -> Plane:
    """A (length, coarse) matrix that brings a coarse line of samples to ``length``, blurred."""
    at = (np.arange(length) + 0.5) * coarse / length - 0.5
    matrix = np.exp(-(((at[:, None] - np.arange(coarse)[None, :]) / softness) ** 2))
    matrix /= matrix.sum(axis=1, keepdims=True)
    return np.asarray(matrix, np.float32)


class Canvas:
    """A picture in the making; ``rgb`` is (3, height, width) float32, linear light from 0 up."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.rgb = np.zeros((3, height, width), np.float32)
        self._screen_x = ((np.arange(width) * 2 + 1 - width) / height).astype(np.float32)
        self._screen_y = ((np.arange(height) * 2 + 1 - height) / height).astype(np.float32)
        self.look()

    def look(self, x: float = 0.0, y: float = 0.0, zoom: float = 1.0) -> None:
        """Point the camera at (x, y); what was 1 wide appears ``zoom`` wide."""
        self.x = self._screen_x / np.float32(zoom) + np.float32(x)
        self.y = self._screen_y / np.float32(zoom) + np.float32(y)
        self.pixel = 2.0 / self.height / zoom

    # Where things are ---------------------------------------------------------------------

    def cut(self, x0: float, y0: float, x1: float, y1: float) -> Where | None:
        """The part of the picture within a rectangle of the world; None when it is out of view."""
        left, right = np.searchsorted(self.x, (x0, x1))
        top, bottom = np.searchsorted(self.y, (y0, y1))
        if left >= right or top >= bottom:
            return None
        return slice(int(top), int(bottom)), slice(int(left), int(right))

    # Light and paint ----------------------------------------------------------------------

    def paint(self, where: Where, cover: Cover, colour: Colour) -> None:
        """Lay a colour over what is there, as far as ``cover`` (rows, columns) says."""
        for channel, value in enumerate(colour):
            part = self.rgb[channel][where]
            part += (np.float32(value) - part) * cover

    def shine(self, where: Where, cover: Cover, colour: Colour) -> None:
        """Add light."""
        for channel, value in enumerate(colour):
            if value:
                self.rgb[channel][where] += cover * np.float32(value)

    def dim(self, where: Where, factor: Cover) -> None:
        """Multiply what is there."""
        self.rgb[:, where[0], where[1]] *= factor

    def gradient(self, stops: Sequence[tuple[float, Colour]]) -> None:
        """Fill the picture from top to bottom; stops are (y, colour), y rising."""
        at = [y for y, _ in stops]
        for channel in range(3):
            line = np.interp(self.y, at, [colour[channel] for _, colour in stops])
            self.rgb[channel] = line[:, None]

    def glow(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """A round light that fades like a candle's halo, about ``rx`` by ``ry`` in radius."""
        where = self.cut(x - 2.6 * rx, y - 2.6 * ry, x + 2.6 * rx, y + 2.6 * ry)
        if where is not None:
            down = np.exp(-(((self.y[where[0]] - np.float32(y)) / np.float32(ry)) ** 2))
            across = np.exp(-(((self.x[where[1]] - np.float32(x)) / np.float32(rx)) ** 2))
            # The cut is at exp(-6.8); the little that is left there must not show as a step.
            cover = np.maximum(np.outer(down, across) - np.float32(0.0012), 0)
            self.shine(where, cover, colour)

    def box(
        self, x0: float, y0: float, x1: float, y1: float, soft: float = 0.0
    ) -> SoftShape | None:
        """A rectangle with soft edges (at least a pixel, so that it moves smoothly)."""
        soft = max(soft, self.pixel)
        where = self.cut(x0 - soft, y0 - soft, x1 + soft, y1 + soft)
        if where is None:
            return None
        x, y = self.x[where[1]], self.y[where[0]]
        across = np.clip(np.minimum(x - x0, x1 - x) / soft + 0.5, 0, 1)
        down = np.clip(np.minimum(y - y0, y1 - y) / soft + 0.5, 0, 1)
        cover = np.outer(down.astype(np.float32), across.astype(np.float32))
        u = ((x - x0) / (x1 - x0) * 2 - 1).astype(np.float32)[None, :]
        v = ((y - y0) / (y1 - y0)).astype(np.float32)[:, None]
        return SoftShape(where, np.asarray(cover, np.float32), u, v)

    def disc(self, x: float, y: float, rx: float, ry: float, soft: float = 0.0) -> SoftShape | None:
        """An ellipse with a soft edge."""
        soft = max(soft, self.pixel)
        where = self.cut(x - rx - soft, y - ry - soft, x + rx + soft, y + ry + soft)
        if where is None:
            return None
        u = ((self.x[where[1]] - np.float32(x)) / np.float32(rx))[None, :]
        w = ((self.y[where[0]] - np.float32(y)) / np.float32(ry))[:, None]
        inside = (1 - np.sqrt(u * u + w * w)) * np.float32(min(rx, ry) / soft)
        return SoftShape(where, np.clip(inside + np.float32(0.5), 0, 1), u, (w + 1) / 2)

    def form(
        self,
        y0: float,
        y1: float,
        centre: Rows | float,
        half: Rows | float,
        soft: float = 0.0,
    ) -> SoftShape | None:
        """A shape by its rows: where its middle is and half its width, for v 0..1 from y0 to y1.

        Either may be a number. Trees, gowns, roofs, roads and flames are all forms.
        """
        soft = max(soft, self.pixel)
        top, bottom = np.searchsorted(self.y, (y0, y1))
        if top >= bottom:
            return None
        v = (self.y[top:bottom] - np.float32(y0)) / np.float32(y1 - y0)
        middle, width = (
            np.asarray(rows(v), np.float32) if callable(rows) else np.full_like(v, rows)
            for rows in (centre, half)
        )
        left = int(np.searchsorted(self.x, float((middle - width).min()) - soft))
        right = int(np.searchsorted(self.x, float((middle + width).max()) + soft))
        if left >= right:
            return None
        offset = self.x[left:right][None, :] - middle[:, None]
        cover = (width[:, None] - np.abs(offset)) / np.float32(soft) + np.float32(0.5)
        np.clip(cover, 0, 1, out=cover)
        u = offset / np.maximum(width, np.float32(1e-4))[:, None]
        return SoftShape((slice(int(top), int(bottom)), slice(left, right)), cover, u, v[:, None])

    def ridge(self, height: Rows, colour: Colour, soft: float = 0.0) -> None:
        """Ground below a line: ``height`` gives its y for every x."""
        top = np.asarray(height(self.x), np.float32)
        first = int(np.searchsorted(self.y, float(top.min()) - max(soft, self.pixel)))
        where = slice(first, self.height), slice(0, self.width)
        depth = (self.y[first:][:, None] - top[None, :]) / np.float32(max(soft, self.pixel))
        self.paint(where, np.clip(depth + np.float32(0.5), 0, 1), colour)

    def mirror(
        self, edge: float, stretch: float, strength: float, reach: float, ripple: float, t: float
    ) -> None:
        """Add to the ground below ``edge`` what stands above it, as wet gravel or parquet would.

        The image is ``stretch`` times as long, fades within ``reach`` and is broken up by
        ``ripple`` (in picture heights).
        """
        first = int(np.searchsorted(self.y, edge))
        if first >= self.height:
            return
        below = self.y[first:] - np.float32(edge)
        depth = 1 / (below + 0.10)
        rows = (depth * 150 + 14 * t).astype(np.intp) % TILE
        columns = np.arange(self.width, dtype=np.float32)[None, :] / self.width - 0.5
        across = (columns * (depth * 40)[:, None]).astype(np.intp) % TILE
        broken = tile(3, 0.9)[rows[:, None], across] - np.float32(0.5)
        source = first - (below / (stretch * self.pixel))[:, None]
        source = source + broken * (np.float32(ripple / self.pixel) * (0.25 + below)[:, None])
        index = np.clip(source, 0, first - 1).astype(np.intp)
        index *= self.width
        index += np.arange(self.width)
        fade = (np.float32(strength) * np.exp(-below / np.float32(reach)))[:, None]
        for channel in self.rgb:
            channel[first:] += channel.take(index) * fade

    # Texture ------------------------------------------------------------------------------

    @property
    def everywhere(self) -> Where:
        """The whole picture."""
        return slice(0, self.height), slice(0, self.width)

    def texture(
        self, tile: Plane, scale: tuple[float, float], shift: tuple[float, float], where: Where
    ) -> Plane:
        """Noise as fine as the pixels: ``scale`` tile samples per unit of the world."""
        rows = ((self.y[where[0]] * scale[1] + shift[1]) % TILE).astype(np.intp) % TILE
        columns = ((self.x[where[1]] * scale[0] + shift[0]) % TILE).astype(np.intp) % TILE
        return tile[rows[:, None], columns[None, :]]

    def clouds(self, tile: Plane, scale: tuple[float, float], shift: tuple[float, float]) -> Plane:
        """Soft noise over the whole picture, 0..1, that drifts without steps.

        It is looked up on a coarse grid between four samples, then stretched.
        """
        rows, columns = max(self.height // 8, 4), max(self.width // 8, 4)
        y = np.linspace(self.y[0], self.y[-1], rows) * scale[1] + shift[1]
        x = np.linspace(self.x[0], self.x[-1], columns) * scale[0] + shift[0]
        coarse = between(tile, np.asarray(y), np.asarray(x))
        return stretched(coarse, self.height, self.width)


def between(tile: Plane, y: NDArray[np.float64], x: NDArray[np.float64]) -> Plane:
    """Look a tile up at fractional rows ``y`` and columns ``x``: (len(y), len(x))."""
    y0, x0 = np.floor(y), np.floor(x)
    fy = (y - y0).astype(np.float32)[:, None]
    fx = (x - x0).astype(np.float32)[None, :]
    row, column = y0.astype(np.intp) % TILE, x0.astype(np.intp) % TILE
    upper, lower = tile[row], tile[(row + 1) % TILE]
    band = upper + (lower - upper) * fy
    right = band[:, (column + 1) % TILE]
    left = band[:, column]
    return np.asarray(left + (right - left) * fx, np.float32)


def stretched(coarse: Plane, height: int, width: int, softness: float = 0.8) -> Plane:
    """A coarse plane brought smoothly to (height, width)."""
    rows = stretcher(height, coarse.shape[0], softness)
    columns = stretcher(width, coarse.shape[1], softness)
    return np.asarray(rows @ (coarse @ columns.T), np.float32)
