"""What libswscale writes, and that it writes nothing else."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.stage._swscale import Widening


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
