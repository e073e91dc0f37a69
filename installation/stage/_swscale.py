"""libswscale by ctypes, the one door to it: colours a picture, a pixel for each sample of luma.

The library is there wherever libvlc is, which uses it, too. Of all that was measured it is the
quickest by far at this one task (``docs/decisions/0019-a-stage-without-opengl.md``); what has to be
scaled is scaled before.
"""

import ctypes
from collections.abc import Sequence
from ctypes import c_int, c_void_p
from ctypes.util import find_library
from functools import cache

import numpy as np
from numpy.typing import NDArray

from installation.errors import StageError

Plane = NDArray[np.uint8 | np.uint16]
"""Samples, of two bytes where they have more than eight bits."""
Planes = tuple[Plane, Plane, Plane]
"""Luma, blue, red; the latter two with half of the width and height, rounded up."""

_YUV420P, _BGR, _BGRA, _BILINEAR = 0, 3, 28, 2
_MATRICES = {"bt709": 1, "bt601": 5, "bt2020": 9}
_ONE = 1 << 16
_ROUNDED = 224
"""A brightness in 65536ths. The library works in whole numbers and cuts them, so that a colour is
up to 2.9 of 255 too dark; with this none is more than 2 off, and half a step too dark in the mean;
greys of full range stay exact (libswscale 6 and 8, all colours by each matrix and range)."""
_ACROSS, _DOWN = 16, 2
"""It writes so many pixels at once; of what is left over it writes nothing, or too much."""


def can_colour(size: tuple[int, int]) -> bool:
    """Tell whether pictures of a size can be coloured without a pixel beside them."""
    return size[0] % _ACROSS == 0 and size[1] % _DOWN == 0


class Colouring:
    """Colours pictures of a size (width, height), by a matrix and range. One thread.

    The size is one of those that :func:`can_colour` allows.
    """

    def __init__(self, size: tuple[int, int], matrix: str, full_range: bool) -> None:
        self._lib = _library()
        self._context = self._lib.sws_getContext(
            *(*size, _YUV420P, *size, _BGRA, _BILINEAR, None, None, None)
        )
        numbers = self._lib.sws_getCoefficients(_MATRICES[matrix])
        self._lib.sws_setColorspaceDetails(
            *(self._context, numbers, full_range, numbers, True, _ROUNDED, _ONE, _ONE)
        )

    def draw(self, planes: Planes, into: NDArray[np.uint8]) -> None:
        """Draw planes of eight bits into (height, width, 4) pixels: blue, green, red, unused.

        Behind each plane are bytes that can be read: as many as a ring has to spare.
        """
        _write(self._lib, self._context, planes, into)

    def __del__(self) -> None:
        """Give its memory back."""
        self._lib.sws_freeContext(self._context)


class Widening:
    """Gives pixels of a size (width, height) a fourth byte. One thread.

    It writes past the processor's caches: three quarters of what OpenCV takes, where the pixels are
    a part of a wall's.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._lib = _library()
        self._context = self._lib.sws_getContext(
            *(*size, _BGR, *size, _BGRA, _BILINEAR, None, None, None)
        )

    def draw(self, pixels: NDArray[np.uint8], into: NDArray[np.uint8]) -> None:
        """Draw (height, width, 3) into (height, width, 4): blue, green, red, unused."""
        _write(self._lib, self._context, (pixels,), into)

    def __del__(self) -> None:
        """Give its memory back."""
        self._lib.sws_freeContext(self._context)


def _write(
    lib: ctypes.CDLL, context: int, planes: Sequence[Plane], into: NDArray[np.uint8]
) -> None:
    lib.sws_scale(
        context,
        (c_void_p * 4)(*(plane.ctypes.data for plane in planes)),
        (c_int * 4)(*(plane.strides[0] for plane in planes)),
        *(0, into.shape[0]),
        (c_void_p * 4)(into.ctypes.data),
        (c_int * 4)(into.strides[0]),
    )


@cache
def _library() -> ctypes.CDLL:
    name = find_library("swscale")
    if name is None:
        raise StageError(
            "drawing without OpenGL needs libswscale, which is not there.",
            "Install it with: apt-get install vlc-plugin-base",
        )
    lib = ctypes.CDLL(name)
    lib.sws_getContext.restype = lib.sws_getCoefficients.restype = c_void_p
    lib.sws_getContext.argtypes = [*[c_int] * 7, *[c_void_p] * 3]
    lib.sws_setColorspaceDetails.argtypes = [c_void_p, c_void_p, c_int, c_void_p, *[c_int] * 4]
    lib.sws_scale.argtypes = [c_void_p, c_void_p, c_void_p, c_int, c_int, c_void_p, c_void_p]
    lib.sws_freeContext.argtypes = [c_void_p]
    lib.sws_freeContext.restype = None
    return lib
