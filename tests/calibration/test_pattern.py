"""The alignment pattern, pixel by pixel where it matters."""

from itertools import product

import numpy as np
import pytest

from installation.calibration import cell_of, draw_pattern, mark_corner
from installation.calibration._pattern import FULL, NEAR_BLACK, NEAR_WHITE, STEPS

SIZES = [(640, 360), (1920, 1080), (1080, 1920), (1024, 768), (641, 361), (64, 64), (3840, 1200)]


def title(width: int, height: int):
    cell = cell_of(width, height)
    return np.full((2 * cell & ~1, min(8 * cell, width) & ~1), 255, np.uint8)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_reaches_into_the_very_last_pixels_and_is_the_same_on_all_sides(width, height) -> None:
    made = draw_pattern(width, height, title(width, height) * 0).luma
    assert made.shape == (height, width)
    for line in (made[0], made[-1], made[:, 0], made[:, -1]):
        assert (line == FULL).all()
    edge = made[: height // 6]
    assert (edge == edge[:, ::-1]).all() and (edge == made[: -len(edge) - 1 : -1]).all()


@pytest.mark.parametrize(("width", "height"), SIZES[:5])
def test_a_circle_is_round_and_the_cross_in_the_middle(width: int, height: int) -> None:
    luma = draw_pattern(width, height, title(width, height)).luma.astype(int)
    radius = min(width, height) / 2 - 2 * max(1, round(min(width, height) / 540))
    for turn in np.radians((20, 160, 200, 340)):
        x = (width - 1) / 2 + radius * np.cos(turn)
        y = (height - 1) / 2 + radius * np.sin(turn)
        assert luma[round(y), round(x)] > 110
    assert luma[height // 2, width // 2] == luma[(height - 1) // 2, (width - 1) // 2] == 190


@pytest.mark.parametrize(("width", "height"), SIZES[:4])
def test_the_ramp_has_every_step_and_those_next_to_black_and_white(width, height) -> None:
    luma = draw_pattern(width, height, title(width, height)).luma
    cell = cell_of(width, height)
    ramp = luma[height // 2 + 5 * cell // 2, width // 2 - 6 * cell : width // 2 + 6 * cell]
    assert list(dict.fromkeys(ramp.tolist())) == [round(255 * n / 15) for n in range(STEPS)]
    near = luma[height // 2 + 17 * cell // 4, width // 2 - 6 * cell : width // 2 + 6 * cell]
    assert set(near.tolist()) == {0, *NEAR_BLACK, FULL, *NEAR_WHITE}


@pytest.mark.parametrize("corner", range(4))
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_chosen_corner_is_amber_up_to_its_edge_and_no_other_is(width, height, corner) -> None:
    name = title(width, height)
    plain = draw_pattern(width, height, name)
    made = mark_corner(plain, name, corner)
    rows, columns = made.red.shape
    corners = [(0, 0), (0, columns - 1), (rows - 1, columns - 1), (rows - 1, 0)]
    for number, at in enumerate(corners):
        assert bool(made.red[at] > 150 and made.blue[at] < 100) is (number == corner)
    assert made.red[rows // 2 - round(cell_of(width, height) * 1.75), columns // 2] > 150  # name
    assert (plain.red == 128).all() and (plain.blue == 128).all()
    assert (made.luma != plain.luma).mean() < 0.1


def test_no_viewport_is_too_small() -> None:
    name = np.full((16, 48), 255, np.uint8)
    for width, height in product((1, 2, 3, 7, 16, 33, 50), repeat=2):
        for corner in range(4):
            made = mark_corner(draw_pattern(width, height, name), name, corner)
            assert made.luma.shape == (height, width)


def test_what_is_dark_stays_black_where_it_is_tinted() -> None:
    name = np.zeros((40, 100), np.uint8)
    made = mark_corner(draw_pattern(640, 360, name), name, 0)
    assert (made.red[60:160] == 128).all()
