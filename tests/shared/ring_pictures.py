"""Pictures for the tests of the frame ring."""

import ctypes

import numpy as np
from numpy.typing import NDArray

from installation.link import RingShape
from installation.model import FilmFacts

SMALL = RingShape(64, 36, 64, 36, (1, 1), "bt709", False)


def shape_of(
    width: int, height: int, matrix: str = "bt601", full: bool = False, pixels: str = "yuv420p"
) -> RingShape:
    facts = FilmFacts(
        width, height, (1, 1), (24, 1), matrix, full, False, "h264", pixels, 10**9, 24
    )
    return RingShape.of(facts)


def planes(address: int, shape: RingShape) -> NDArray[np.uint8]:
    """All bytes of a picture, not copied."""
    return np.ctypeslib.as_array((ctypes.c_uint8 * shape.size).from_address(address))
