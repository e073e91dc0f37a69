"""The fingerprint of a picture whose samples have more than eight bits."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from installation.model import SIZE, fingerprint


@given(st.integers(9, 16), st.integers(0, 255))
def test_it_is_that_of_the_picture_in_eight_bits_rounded(depth: int, grey: int) -> None:
    more = 1 << (depth - 8)
    for finer in (0, more // 2 - 1, -(more // 2)):
        code = min(max(grey * more + finer, 0), (1 << depth) - 1)
        luma = np.full((36, 64), code, np.uint16)
        assert fingerprint(luma, 64, 36, depth).tolist() == [grey] * SIZE


def test_white_stays_white() -> None:
    luma = np.full((36, 64), 1023, np.uint16)
    assert fingerprint(luma, 64, 36, 10).tolist() == [255] * SIZE
