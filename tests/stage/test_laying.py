"""Where a picture lies for the processor: whole pixels, or maps that agree with calibration's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.calibration import homography
from installation.calibration._pin import applied
from installation.link import RingShape
from installation.model import Corners
from installation.stage._laying import OUTSIDE, Bent, Straight, laid

AS_IT_IS = Corners()
PIN = Corners((0.1, 0.05), (-0.15, 0.15), (-0.05, -0.1), (0.03, -0.2))
SIDES = st.integers(2, 4096)


def shape(width: int, height: int) -> RingShape:
    return RingShape(width, height, -(-width // 64) * 64, height, (1, 1), "bt709", True)


@given(SIDES, SIDES, SIDES, SIDES, st.sampled_from(["contain", "cover", "stretch"]))
def test_a_straight_picture_lies_within_the_viewport_and_is_read_within_itself(
    width: int, height: int, across: int, down: int, fit
) -> None:
    lies = laid(fit, 0, shape(width, height), (across, down), AS_IT_IS)
    assert isinstance(lies, Straight)
    for (x, y, w, h), whole in ((lies.crop, (width, height)), (lies.place, (across, down))):
        assert 0 <= x < x + w <= whole[0] and 0 <= y < y + h <= whole[1]
    if fit != "cover":
        assert lies.crop == (0, 0, width, height)
    if fit != "contain":
        assert lies.place == (0, 0, across, down)


def test_contain_and_cover_are_in_the_middle() -> None:
    assert laid("contain", 0, shape(320, 240), (640, 360), AS_IT_IS) == Straight(
        (0, 0, 320, 240), (80, 0, 480, 360)
    )
    assert laid("cover", 0, shape(320, 240), (640, 360), AS_IT_IS) == Straight(
        (0, 30, 320, 180), (0, 0, 640, 360)
    )


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_pin_reads_each_pixel_where_calibration_puts_it(rotation: int) -> None:
    lies = laid("stretch", rotation, shape(320, 180), (640, 360), PIN)
    assert isinstance(lies, Bent)
    at = np.array([[0.2, 0.3], [0.5, 0.5], [0.8, 0.6]])
    turned = at - 0.5
    for _ in range(rotation // 90):  # clockwise, y down
        turned = np.column_stack([-turned[:, 1], turned[:, 0]])
    on_glass = applied(homography(PIN.quad), turned + 0.5) * (640, 360)
    for (x, y), picture in zip(on_glass.astype(int), at * (320, 180), strict=True):
        read = np.array([lies.across[y, x], lies.down[y, x]]) + 0.5
        assert np.abs(read - picture).max() < 2


def test_what_the_pin_leaves_is_read_outside() -> None:
    lies = laid("stretch", 0, shape(320, 180), (640, 360), PIN)
    assert isinstance(lies, Bent)
    assert lies.across[0, 0] == lies.down[0, 0] == OUTSIDE
    inside = lies.across > OUTSIDE
    assert np.array_equal(inside, lies.down > OUTSIDE)
    assert lies.across[inside].min() >= 0 and lies.across[inside].max() < 319
