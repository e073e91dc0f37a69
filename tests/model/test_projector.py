"""A projector's calibration file."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.calibration._pin import homography
from installation.errors import ConfigError
from installation.model import Corners, Optics, calibration_from, load_calibration
from installation.model._projector import parse_calibration

FOLDER = Path(__file__).parents[2] / "calibration"


def test_the_example_that_ships_holds() -> None:
    calibration = load_calibration(FOLDER / "example.yaml")
    assert calibration.corners.top_left == (0.012, 0.008)
    assert calibration.gain == (1.0, 0.98, 0.91)
    assert calibration.gamma == (1.05, 1.05, 1.05)
    assert calibration.saturation == 0.95


def test_the_defaults_change_nothing() -> None:
    calibration = parse_calibration("gain:", "p.yaml")
    assert calibration == Optics() and not calibration.recolours and not calibration.corners.moved
    assert list(calibration.corners.quad) == [(0, 0), (1, 0), (1, 1), (0, 1)]
    colour = [*calibration.gain, *calibration.gamma, *calibration.black]
    assert [*colour, calibration.saturation] == [1, 1, 1, 1, 1, 1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("gain: [1, 2]", "p.yaml:1: gain: should be one number, or three"),
        ("gain: 3", "p.yaml:1: gain[#1]: should be at most 2, not 3"),
        ("gamma: bright", "p.yaml:1: gamma[#1]: should be a number, not 'bright'"),
        ("saturation: 2.5", "p.yaml:1: saturation: should be at most 2, not 2.5"),
        ("saturation: -0.1", "p.yaml:1: saturation: should be at least 0, not -0.1"),
        ("saturation: [1, 1, 1]", "p.yaml:1: saturation: should be a number, not a list"),
        ("saturaton: 1", "saturaton: is not known here; did you mean 'saturation'?"),
        ("corners: {top_lefd: [0, 0]}", "corners.top_lefd: is not known here; did you mean 'top_l"),
        ("corners: {top_left: [0]}", "p.yaml:1: corners.top_left[#2]: is missing"),
        ("corners: {top_left: [2, 0]}", "should be at most 1, not 2"),
        ("corners: {top_left: [1, 1]}", "p.yaml:1: corners: fold or flatten the picture"),
        ("corners: {top_left: [1, 0], top_right: [-1, 0]}", "fold or flatten"),
    ],
)
def test_faults(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_calibration(text, "p.yaml")
    assert says in caught.value.message


OFFSETS = st.tuples(st.floats(-1, 1), st.floats(-1, 1))


@given(OFFSETS, OFFSETS, OFFSETS, OFFSETS)
def test_every_corner_pin_that_is_taken_can_be_shown(
    one: tuple[float, float],
    two: tuple[float, float],
    three: tuple[float, float],
    four: tuple[float, float],
) -> None:
    corners = Corners(top_left=one, top_right=two, bottom_right=three, bottom_left=four)
    data = {"corners": msgspec.to_builtins(corners)}
    if corners.folded:
        with pytest.raises(ValueError, match="fold or flatten"):
            calibration_from(data)
    else:
        assert calibration_from(data) == Optics(corners)
        assert homography(corners.quad).shape == (3, 3)
