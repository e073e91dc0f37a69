"""Y'CbCr to R'G'B' against the recommendations, and a projector's correction."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.calibration import LUMA_WEIGHTS, yuv_to_rgb
from installation.calibration._colour import LUMA, corrected, saturated
from installation.model import Optics

MATRICES = sorted(LUMA)
PRIMARIES = np.eye(3)


def shown(matrix: str, full_range: bool, codes: tuple[float, float, float]) -> list[float]:
    """What the shader makes of 8-bit codes."""
    conversion = yuv_to_rgb(matrix, full_range)
    return [float(v) for v in conversion.matrix @ (np.array(codes) / 255) + conversion.offset]


def encoded(matrix: str, full_range: bool, rgb: list[float]) -> tuple[float, float, float]:
    """The recommendations' own direction: E'Y, E'CB, E'CR of a colour, as codes unrounded."""
    red, blue = LUMA[matrix]
    luma = red * rgb[0] + (1 - red - blue) * rgb[1] + blue * rgb[2]
    cb, cr = (rgb[2] - luma) / (2 - 2 * blue), (rgb[0] - luma) / (2 - 2 * red)
    if full_range:
        return 255 * luma, 128 + 255 * cb, 128 + 255 * cr
    return 16 + 219 * luma, 128 + 224 * cb, 128 + 224 * cr


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize("depth", [10, 12])
def test_codes_of_more_bits_have_their_own_black_white_and_middle(matrix: str, depth: int) -> None:
    last, more = (1 << depth) - 1, 1 << (depth - 8)
    for full, black, white in ((False, 16 * more, 235 * more), (True, 0, last)):
        made = yuv_to_rgb(matrix, full, depth)
        for luma, wanted in ((black, 0.0), (white, 1.0)):
            codes = np.array((luma, 128 * more, 128 * more)) / last
            assert made.matrix @ codes + made.offset == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize(("full", "black", "white"), [(False, 16, 235), (True, 0, 255)])
def test_black_white_and_grey_have_no_colour(
    matrix: str, full: bool, black: int, white: int
) -> None:
    assert shown(matrix, full, (black, 128, 128)) == pytest.approx([0, 0, 0], abs=1e-6)
    assert shown(matrix, full, (white, 128, 128)) == pytest.approx([1, 1, 1], abs=1e-6)
    grey = shown(matrix, full, ((black + white) / 2, 128, 128))
    assert grey == pytest.approx([0.5, 0.5, 0.5], abs=1e-6)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("matrix", MATRICES)
def test_primaries_come_back(matrix: str, full: bool) -> None:
    for primary in PRIMARIES.tolist():
        codes = encoded(matrix, full, primary)
        assert shown(matrix, full, codes) == pytest.approx(primary, abs=1e-5)


@pytest.mark.parametrize(
    ("matrix", "codes", "rgb"),
    [
        # colour bars at 100 %, limited range, rounded to whole codes as broadcasters print them
        ("bt601", (82, 90, 240), (1, 0, 0)),
        ("bt601", (145, 54, 34), (0, 1, 0)),
        ("bt601", (41, 240, 110), (0, 0, 1)),
        ("bt709", (63, 102, 240), (1, 0, 0)),
        ("bt709", (173, 42, 26), (0, 1, 0)),
        ("bt709", (32, 240, 118), (0, 0, 1)),
        ("bt2020", (74, 97, 240), (1, 0, 0)),
    ],
)
def test_the_printed_colour_bars(
    matrix: str, codes: tuple[int, int, int], rgb: tuple[int, int, int]
) -> None:
    assert shown(matrix, False, codes) == pytest.approx(rgb, abs=0.008)


@given(st.sampled_from(MATRICES), st.booleans(), st.tuples(*[st.floats(0, 1)] * 3))
def test_every_colour_comes_back(matrix: str, full: bool, rgb: tuple[float, float, float]) -> None:
    codes = encoded(matrix, full, list(rgb))
    assert shown(matrix, full, codes) == pytest.approx(rgb, abs=1e-5)


def test_a_matrix_that_nobody_knows() -> None:
    with pytest.raises(KeyError):
        yuv_to_rgb("bt1886", False)


RGB = st.tuples(*[st.floats(0, 1)] * 3)


@given(RGB)
def test_the_defaults_correct_nothing(rgb: tuple[float, float, float]) -> None:
    assert corrected(np.array(rgb), Optics()).tolist() == pytest.approx(rgb)


@given(RGB, st.floats(0, 2), st.floats(0.2, 5), st.floats(0, 0.5), st.floats(0, 2))
def test_a_correction_stays_between_black_and_white_and_in_order(
    rgb: tuple[float, float, float], gain: float, gamma: float, black: float, saturation: float
) -> None:
    optics = Optics(gain=(gain,) * 3, gamma=(gamma,) * 3, black=(black,) * 3, saturation=saturation)
    result = corrected(np.array(sorted(rgb)), optics)
    assert black <= result.min()
    assert result.max() <= 1
    assert (np.diff(result) >= 0).all()


def test_each_channel_has_its_own() -> None:
    optics = Optics(gain=(0.5, 1, 1), gamma=(1, 2, 1), black=(0, 0, 0.1))
    result = corrected(np.array([0.5, 0.25, 0.0]), optics)
    assert result.tolist() == pytest.approx([0.25, 0.5, 0.1])


@given(RGB)
def test_saturation_goes_from_grey_over_the_films_own_to_more(
    rgb: tuple[float, float, float],
) -> None:
    picture = np.array(rgb)
    assert saturated(picture, 1.0) == pytest.approx(picture)
    assert np.ptp(saturated(picture, 0.0)) == 0
    assert np.ptp(saturated(picture, 2.0)) == pytest.approx(2 * np.ptp(picture))


@given(st.floats(0, 1), st.floats(0, 2))
def test_grey_stays_grey_at_any_saturation(value: float, saturation: float) -> None:
    assert saturated(np.full(3, value), saturation) == pytest.approx(value)


@given(RGB, st.floats(0, 2))
def test_saturation_keeps_luma(rgb: tuple[float, float, float], saturation: float) -> None:
    weights = np.array([0.2126, 0.7152, 0.0722])
    assert weights == pytest.approx(LUMA_WEIGHTS)
    assert saturated(np.array(rgb), saturation) @ weights == pytest.approx(rgb @ weights, abs=1e-9)


@given(RGB, st.floats(0, 2))
def test_saturation_is_cb_and_cr_times_so_much(
    rgb: tuple[float, float, float], saturation: float
) -> None:
    luma, cb, cr = encoded("bt709", True, list(rgb))
    codes = luma, 128 + saturation * (cb - 128), 128 + saturation * (cr - 128)
    assert saturated(np.array(rgb), saturation) == pytest.approx(
        shown("bt709", True, codes), abs=1e-5
    )


def test_a_grey_picture_is_balanced_to_the_projectors_white() -> None:
    optics = Optics(gain=(1.0, 0.98, 0.9), saturation=0.0)
    grey = np.array([0.2126, 0.0, 0.0]).sum()
    assert corrected(np.array([1.0, 0.0, 0.0]), optics) == pytest.approx(
        [grey, grey * 0.98, grey * 0.9]
    )
