"""The corner pin's map."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from installation.calibration import clip_pin
from installation.calibration._pin import UNIT_TO_CLIP, applied, homography

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
OFFSETS = st.lists(st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)), min_size=4, max_size=4)
POINTS = st.tuples(st.floats(0, 1), st.floats(0, 1))


def moved(offsets: list[tuple[float, float]]) -> list[tuple[float, float]]:
    pairs = zip(SQUARE, offsets, strict=True)
    return [(x + dx, y + dy) for (x, y), (dx, dy) in pairs]


def turns(quad: list[tuple[float, float]]) -> NDArray[np.float64]:
    """Of each corner, how far it turns to the right, as an area."""
    points: NDArray[np.float64] = np.array(quad, np.float64)
    edges = np.roll(points, -1, axis=0) - points
    after = np.roll(edges, -1, axis=0)
    return np.asarray(edges[:, 0] * after[:, 1] - edges[:, 1] * after[:, 0])


@given(OFFSETS)
def test_the_corners_go_exactly_where_they_should(offsets: list[tuple[float, float]]) -> None:
    quad = moved(offsets)
    assume(turns(quad).min() > 0.01)
    np.testing.assert_allclose(applied(homography(quad), np.array(SQUARE)), quad, atol=1e-9)


@given(OFFSETS, POINTS)
def test_the_inverse_brings_every_point_back(
    offsets: list[tuple[float, float]], point: tuple[float, float]
) -> None:
    quad = moved(offsets)
    assume(turns(quad).min() > 0.01)
    there = homography(quad)
    back = applied(np.asarray(np.linalg.inv(there)), applied(there, np.array([point])))
    np.testing.assert_allclose(back, [point], atol=1e-6)


@given(OFFSETS, POINTS)
def test_no_point_of_the_picture_lies_behind_the_eye(
    offsets: list[tuple[float, float]], point: tuple[float, float]
) -> None:
    quad = moved(offsets)
    assume(turns(quad).min() > 0.01)
    assert (homography(quad) @ [*point, 1])[2] > 0


@given(OFFSETS, POINTS, POINTS)
def test_straight_lines_stay_straight(
    offsets: list[tuple[float, float]], one: tuple[float, float], other: tuple[float, float]
) -> None:
    quad = moved(offsets)
    assume(turns(quad).min() > 0.01)
    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    a, b, c = applied(homography(quad), np.array([one, middle, other], np.float64))
    area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    assert abs(area) < 1e-9 * max(1, float(np.abs([a, b, c]).max()) ** 2)


@given(OFFSETS, st.integers(0, 3), st.lists(st.integers(1, 3), min_size=3, max_size=3))
def test_a_corner_between_the_others_is_refused(
    offsets: list[tuple[float, float]], corner: int, weights: list[int]
) -> None:
    quad = moved(offsets)
    others = [point for n, point in enumerate(quad) if n != corner]
    x, y = np.average(others, axis=0, weights=weights)
    quad[corner] = (float(x), float(y))
    assume(turns(quad).min() < -0.01 and turns(quad).max() > 0.01)
    with pytest.raises(ValueError, match="corners"):
        homography(quad)


@given(OFFSETS, st.integers(0, 3))
def test_edges_that_cross_are_refused(offsets: list[tuple[float, float]], corner: int) -> None:
    quad = moved(offsets)
    assume(turns(quad).min() > 0.01)
    quad[corner], quad[corner - 1] = quad[corner - 1], quad[corner]
    with pytest.raises(ValueError, match="corners"):
        homography(quad)


def test_the_square_itself_is_the_identity() -> None:
    np.testing.assert_array_equal(homography(SQUARE), np.eye(3))
    np.testing.assert_allclose(clip_pin(SQUARE), np.eye(3), atol=1e-15)


@pytest.mark.parametrize("first", range(4))
def test_three_corners_in_a_line_are_refused(first: int) -> None:
    flat = [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (0.5, 1.0)]
    with pytest.raises(ValueError, match="not those of a convex shape"):
        homography(flat[first:] + flat[:first])


@given(OFFSETS)
def test_the_shaders_map_counts_upwards(offsets: list[tuple[float, float]]) -> None:
    quad = moved(offsets)
    assume(turns(quad).min() > 0.01)
    clip_corners = np.array([(-1, 1), (1, 1), (1, -1), (-1, -1)], float)
    wanted = applied(UNIT_TO_CLIP, np.array(quad))
    np.testing.assert_allclose(applied(clip_pin(quad), clip_corners), wanted, atol=1e-9)
