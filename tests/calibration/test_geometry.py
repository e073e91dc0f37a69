"""Fit and rotation: shape kept, nothing lost or left where it should not be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.calibration import Fit, fit_quad
from installation.calibration._geometry import Quad

# beyond these shapes (a crop to a 20,000th of the picture) float32 itself bends the picture by 1 %
SIZES = st.tuples(st.integers(120, 8192), st.integers(120, 8192))
SARS = st.tuples(st.integers(1, 64), st.integers(1, 64)).filter(lambda s: 0.25 <= s[0] / s[1] <= 4)
TURNS = st.sampled_from([0, 90, 180, 270])
FITS = st.sampled_from(["contain", "cover", "stretch"])


def drawn_shape(quad: Quad, viewport: tuple[int, int], film: tuple[int, int]) -> float:
    """Screen pixels per film sample along the film's rows, over the same along its columns."""
    pixels = quad.positions.astype(float) * viewport / 2
    samples = quad.texcoords.astype(float) * film
    # corner 1 to corner 0 or 2 runs along one axis of the film
    along, across = (0, 2) if samples[0, 0] != samples[1, 0] else (2, 0)

    def scale(corner: int) -> float:
        distance = np.linalg.norm(pixels[corner] - pixels[1])
        return float(distance / np.linalg.norm(samples[corner] - samples[1]))

    return scale(along) / scale(across)


@given(st.sampled_from(["contain", "cover"]), TURNS, SIZES, SARS, SIZES)
def test_contain_and_cover_keep_the_shape(
    fit: Fit, rotation: int, film: tuple[int, int], sar: tuple[int, int], viewport: tuple[int, int]
) -> None:
    quad = fit_quad(fit, rotation, film, sar, viewport)
    assert drawn_shape(quad, viewport, film) == pytest.approx(sar[0] / sar[1], rel=0.01)


@given(FITS, TURNS, SIZES, SARS, SIZES)
def test_nothing_lies_outside_and_the_middle_is_in_the_middle(
    fit: Fit, rotation: int, film: tuple[int, int], sar: tuple[int, int], viewport: tuple[int, int]
) -> None:
    quad = fit_quad(fit, rotation, film, sar, viewport)
    assert np.abs(quad.positions).max() <= 1
    assert quad.texcoords.min() >= 0
    assert quad.texcoords.max() <= 1
    np.testing.assert_allclose(quad.positions.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(quad.texcoords.mean(axis=0), 0.5, atol=1e-6)


@given(TURNS, SIZES, SARS, SIZES)
def test_contain_shows_all_and_touches_two_edges(
    rotation: int, film: tuple[int, int], sar: tuple[int, int], viewport: tuple[int, int]
) -> None:
    quad = fit_quad("contain", rotation, film, sar, viewport)
    assert set(map(tuple, quad.texcoords.tolist())) == {(0, 0), (1, 0), (1, 1), (0, 1)}
    assert quad.positions.max() == 1


@given(TURNS, SIZES, SARS, SIZES)
def test_cover_fills_all_and_crops_one_way_only(
    rotation: int, film: tuple[int, int], sar: tuple[int, int], viewport: tuple[int, int]
) -> None:
    quad = fit_quad("cover", rotation, film, sar, viewport)
    assert np.abs(quad.positions).min() == 1
    seen = np.ptp(quad.texcoords, axis=0)
    assert seen.max() == 1


@given(TURNS, SIZES, SARS, SIZES)
def test_stretch_shows_all_everywhere(
    rotation: int, film: tuple[int, int], sar: tuple[int, int], viewport: tuple[int, int]
) -> None:
    quad = fit_quad("stretch", rotation, film, sar, viewport)
    assert np.abs(quad.positions).min() == 1
    assert set(map(tuple, quad.texcoords.tolist())) == {(0, 0), (1, 0), (1, 1), (0, 1)}


@pytest.mark.parametrize(
    ("rotation", "corner"), [(0, (0, 0)), (90, (0, 1)), (180, (1, 1)), (270, (1, 0))]
)
def test_rotation_is_clockwise(rotation: int, corner: tuple[int, int]) -> None:
    # turned by a quarter, the screen's top left shows what was the film's bottom left
    quad = fit_quad("contain", rotation, (160, 90), (1, 1), (160, 90))
    assert tuple(quad.texcoords[0]) == corner


def test_a_wide_film_on_a_taller_screen() -> None:
    contained = fit_quad("contain", 0, (200, 100), (1, 1), (100, 100))
    assert contained.positions.tolist() == [[-1, 0.5], [1, 0.5], [1, -0.5], [-1, -0.5]]
    covering = fit_quad("cover", 0, (200, 100), (1, 1), (100, 100))
    assert covering.texcoords.tolist() == [[0.25, 0], [0.75, 0], [0.75, 1], [0.25, 1]]


def test_samples_that_are_not_square() -> None:
    # PAL widescreen: 720 x 576 samples of 64:45 make 16:9
    quad = fit_quad("contain", 0, (720, 576), (64, 45), (1920, 1080))
    np.testing.assert_allclose(np.abs(quad.positions), 1, atol=1e-6)
    unknown = fit_quad("contain", 0, (100, 100), (0, 1), (200, 100))
    assert unknown.positions[1].tolist() == [0.5, 1]
