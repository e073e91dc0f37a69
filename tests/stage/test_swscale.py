"""What libswscale writes, and that it writes nothing else; its colours against the standards."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from installation.calibration import yuv_to_rgb
from installation.link import SPARE
from installation.stage._swscale import Colouring, Widening

SIDE = 512
LUMA = [*range(0, 256, 9), 28, 35, 148, 149, 165, 235, 255]
"""With those at which it is furthest off."""


@settings(max_examples=60)
@given(st.integers(1, 200), st.integers(1, 12), st.integers(0, 9), st.integers(0, 40))
def test_pixels_get_a_fourth_byte_in_their_part_of_a_wall(
    width: int, height: int, left: int, right: int
) -> None:
    pixels = np.random.default_rng(width).integers(0, 256, (height, width, 3), np.uint8)
    wall = np.full((height + 2, left + width + right, 4), 77, np.uint8)
    Widening((width, height)).draw(pixels, wall[1:-1, left : left + width])
    assert np.array_equal(wall[1:-1, left : left + width, :3], pixels)
    wall[1:-1, left : left + width] = 77
    assert (wall == 77).all()


def plane(codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A plane with bytes behind it that can be read."""
    memory = np.zeros(codes.size + SPARE, np.uint8)
    memory[: codes.size] = codes.ravel()
    return memory[: codes.size].reshape(codes.shape)


@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", ["bt601", "bt709", "bt2020"])
def test_no_colour_is_more_than_two_of_255_off(matrix: str, full: bool) -> None:
    red, blue = np.mgrid[0:256, 0:256].astype(np.uint8)
    standard = yuv_to_rgb(matrix, full)
    colouring = Colouring((SIDE, SIDE), matrix, full)
    drawn = np.empty((SIDE, SIDE, 4), np.uint8)
    for luma in LUMA:
        colouring.draw(
            (plane(np.full((SIDE, SIDE), luma, np.uint8)), plane(blue), plane(red)), drawn
        )
        codes = np.stack([np.full_like(blue, luma), blue, red], axis=-1)
        meant = np.clip(codes / 255 @ standard.matrix.T.astype(float) + standard.offset, 0, 1)
        off = np.abs(drawn[::2, ::2, 2::-1] - meant * 255)
        assert off.max() <= 2, f"luma {luma}"
        if full:  # greys
            assert off[128, 128].max() < 1e-3
