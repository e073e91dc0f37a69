"""Draws a film's picture into pixels with the processor: scaled, coloured, bent and corrected.

The door to OpenCV, with :mod:`installation.stage._pixels`. A picture that is as large as its place,
or smaller, libswscale colours. Where it is made smaller, its chroma has as many samples as there
are pixels; libswscale would halve them, and OpenCV does not.

Colours that are finer than a pixel's eight bits, of a film with more or of a projector's
correction, have sixteen until the last step (:mod:`installation.stage._grain`).
"""

import ctypes
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from installation.calibration import LUMA_WEIGHTS, Fit, yuv_to_rgb
from installation.link import SPARE, RingPicture, RingShape
from installation.model import Optics
from installation.stage._grain import ROWS, STEP, thresholds
from installation.stage._laying import Bent, Straight, laid
from installation.stage._pixels import Pixels
from installation.stage._swscale import Colouring, Plane, Planes, Widening, can_colour

cv2.setNumThreads(1)  # the cores are the players'
CODES = 65535
"""The whole of a channel while it is corrected: near black a gamma makes twenty steps of one."""
WHOLE = 255 * STEP
"""The whole of a channel before it is rounded."""


class FilmPicture:
    """A picture's planes, in their slot or out of it."""

    def __init__(self) -> None:
        self.shape: RingShape | None = None
        self._memory: NDArray[np.uint8] = np.empty(0, np.uint8)

    def load(self, picture: RingPicture) -> None:
        """Copy a picture out of its slot. The slot may be released when this returns."""
        size = picture.shape.size
        self._memory = np.empty(size + SPARE, np.uint8)
        ctypes.memmove(self._memory.ctypes.data, picture.address, size)
        self.shape = picture.shape

    def refer(self, picture: RingPicture) -> None:
        """Read a picture in its slot, which may not be released before the next one is read."""
        lies = (ctypes.c_uint8 * (picture.shape.size + SPARE)).from_address(picture.address)
        self._memory = np.ctypeslib.as_array(lies)
        self.shape = picture.shape

    def planes(self, crop: tuple[int, int, int, int]) -> Planes:
        """Return a part of it; chroma has half of the width and height, rounded up."""
        shape = self.shape
        assert shape is not None
        x, y, width, height = crop
        found = []
        for part, start in zip((1, 2, 2), shape.offsets, strict=True):
            pitch, rows = shape.pitch // part, shape.rows // part
            plane: Plane = self._memory[start : start + pitch * rows * shape.sample]
            if shape.sample > 1:
                plane = plane.view(np.uint16)
            plane = plane.reshape(rows, pitch)
            left, top = x // part, y // part
            found.append(plane[top : top - (-height // part), left : left - (-width // part)])
        luma, blue, red = found
        return luma, blue, red


class FilmDrawing:
    """Draws pictures of one shape into one viewport (width, height)."""

    def __init__(
        self,
        fit: Fit,
        rotation: int,
        shape: RingShape,
        viewport: tuple[int, int],
        optics: Optics,
    ) -> None:
        self._shape, self._optics = shape, optics
        self._fine = optics.recolours or shape.depth > 8
        """Its colours have more than the pixels' eight bits before the last step."""
        lies = laid(fit, rotation, shape, viewport, optics.corners)
        whole = 0, 0, shape.width, shape.height
        self._crop = lies.crop if isinstance(lies, Straight) else whole
        self._place = lies.place if isinstance(lies, Straight) else (0, 0, *viewport)
        self._maps = _maps(lies) if isinstance(lies, Bent) else None
        self.covers = isinstance(lies, Straight) and lies.place == (0, 0, *viewport)
        """No background is left to be seen."""
        self._size = self._place[2:] if self._maps is None else self._crop[2:]
        width, height = self._size
        self._native = np.empty((height, width, 4), np.uint8)
        half = -(-width // 2), -(-height // 2)
        self._scaled = [_plane(size) for size in (self._size, half, half)]
        """Where planes are scaled to before they are coloured."""

    def draw(self, picture: FilmPicture, into: Pixels) -> None:
        """Draw into a viewport's pixels; what the picture does not reach stays."""
        planes = picture.planes(self._crop)
        if self._maps is not None:
            self._colour(planes, self._native)
            across, down = self._maps
            native, linear = self._native, cv2.INTER_LINEAR
            cv2.remap(native, across, down, linear, into, borderMode=cv2.BORDER_TRANSPARENT)
            return
        x, y, width, height = self._place
        self._colour(planes, into[y : y + height, x : x + width])

    def _colour(self, planes: Planes, into: Pixels) -> None:
        """Scale planes to pixels, and give them their colours."""
        if self._fine:
            self._finely(self._merged(planes), into)
        elif can_colour(self._size) and _fits_within(planes[1], self._scaled[1]):
            scaled = [_scaled(*pair) for pair in zip(planes, self._scaled, strict=True)]
            self._colouring.draw((scaled[0], scaled[1], scaled[2]), into)
        else:
            cv2.transform(self._merged(planes), self._matrix, self._colours)
            self._widening.draw(self._colours, into)

    def _merged(self, planes: Planes) -> Plane:
        """Return all planes scaled to the pixels: (height, width, 3)."""
        scaled = [_scaled(*pair) for pair in zip(planes, self._whole, strict=True)]
        cv2.merge(scaled, self._mixed)
        return self._mixed

    def _finely(self, merged: Plane, into: Pixels) -> None:
        """Colour as the projector needs it, with 16 bits until the last step."""
        if merged.dtype != np.uint16:
            np.copyto(self._deep, merged)
            merged = self._deep
        deep = cv2.transform(merged, self._deep_matrix, self._deep)
        if self._saturating is not None:
            cv2.transform(deep, self._saturating, deep)
        if self._optics.recolours:
            cv2.split(deep, self._channels)
            for channel, table in zip(self._channels, self._tables, strict=True):
                np.take(table, channel, out=channel, mode="clip")
            cv2.merge(self._channels, deep)
        width, height = self._size
        grain = thresholds(width)
        for top in range(0, height, ROWS):
            strip = deep[top : top + ROWS]
            cv2.add(strip, grain[: len(strip)], strip)
        # whole steps: it rounds, and so far what is over was to be cut
        cv2.convertScaleAbs(deep, self._colours, 1 / STEP, -(STEP - 1) / 2 / STEP)
        self._widening.draw(self._colours, into)

    # Memory that is kept: what is asked for and given back with each picture comes from the kernel
    # page by page, 0.85 ms a picture in place of 0.18 (1280x720 on 640x360).

    @cached_property
    def _whole(self) -> list[Plane]:
        """The memory of planes that all have as many samples as there are pixels."""
        return [np.empty(self._size[::-1], _kind(self._shape)) for _ in range(3)]

    @cached_property
    def _mixed(self) -> Plane:
        return np.empty((*self._size[::-1], 3), _kind(self._shape))

    @cached_property
    def _channels(self) -> list[NDArray[np.uint16]]:
        return [np.empty(self._size[::-1], np.uint16) for _ in range(3)]

    @cached_property
    def _deep(self) -> NDArray[np.uint16]:
        return np.empty((*self._size[::-1], 3), np.uint16)

    @cached_property
    def _colours(self) -> NDArray[np.uint8]:
        return np.empty((*self._size[::-1], 3), np.uint8)

    @cached_property
    def _widening(self) -> Widening:
        return Widening(self._size)

    @cached_property
    def _colouring(self) -> Colouring:
        return Colouring(self._size, self._shape.matrix, self._shape.full_range)

    @cached_property
    def _matrix(self) -> NDArray[np.float32]:
        """The film's Y'CbCr codes to blue, green, red codes of eight bits: (3, 4)."""
        depth = self._shape.depth
        colours = yuv_to_rgb(self._shape.matrix, self._shape.full_range, depth)
        last = (1 << depth) - 1
        whole = np.column_stack([colours.matrix * (255 / last), colours.offset * 255])
        return np.ascontiguousarray(whole[::-1], np.float32)

    @cached_property
    def _deep_matrix(self) -> NDArray[np.float32]:
        """The same to sixteen bits."""
        whole = CODES if self._optics.recolours else WHOLE
        return np.asarray(self._matrix * (whole / 255), np.float32)

    @cached_property
    def _saturating(self) -> NDArray[np.float32] | None:
        """Saturation and gain of blue, green, red: (3, 3); None without saturation."""
        share = self._optics.saturation
        if share == 1.0:
            return None
        weights = np.array(LUMA_WEIGHTS[::-1])
        mixed = share * np.eye(3) + (1 - share) * np.tile(weights, (3, 1))
        return (np.array(self._optics.gain[::-1])[:, None] * mixed).astype(np.float32)

    @cached_property
    def _tables(self) -> list[NDArray[np.uint16]]:
        """Gain, gamma and black of blue, green and red, for each code of 16 bits."""
        codes = np.arange(CODES + 1) / CODES
        gained = self._saturating is not None  # then it has been done
        found = []
        for gain, gamma, black in zip(
            self._optics.gain, self._optics.gamma, self._optics.black, strict=True
        ):
            value = np.clip(codes * (1.0 if gained else gain), 0, 1) ** (1 / gamma)
            found.append(np.rint((black + (1 - black) * value) * WHOLE).astype(np.uint16))
        return found[::-1]


def _kind(shape: RingShape) -> type[np.uint8 | np.uint16]:
    return np.uint16 if shape.sample > 1 else np.uint8


def _plane(size: tuple[int, int]) -> NDArray[np.uint8]:
    width, height = size
    return np.empty(width * height + SPARE, np.uint8)[: width * height].reshape(height, width)


def _fits_within(plane: Plane, other: Plane) -> bool:
    return bool(plane.shape[0] <= other.shape[0] and plane.shape[1] <= other.shape[1])


def _scaled(plane: Plane, into: Plane) -> Plane:
    """Return a plane as large as another one, in that one's memory; itself if it is so large."""
    if plane.shape == into.shape:
        return plane
    how = cv2.INTER_LINEAR if _fits_within(plane, into) else cv2.INTER_AREA
    cv2.resize(plane, into.shape[::-1], into, interpolation=how)
    return into


def _maps(bent: Bent) -> tuple[NDArray[np.int16], NDArray[np.uint16]]:
    """In whole numbers, which are read a little quicker and take less memory."""
    whole, parts = cv2.convertMaps(bent.across, bent.down, cv2.CV_16SC2)
    return np.asarray(whole, np.int16), np.asarray(parts, np.uint16)
