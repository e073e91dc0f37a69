"""Words on the glass: every pixel where it was drawn, with the projector's pin and colours."""

import numpy as np
import pytest
from numpy.typing import NDArray
from stage_glass import RNG, WALL, Glazier, alone, grey, shape_of

from installation.calibration._colour import corrected
from installation.link import Arrange
from installation.model import Corners, Optics
from installation.rig import RootWindow

pytestmark = [pytest.mark.process, pytest.mark.unhurried, pytest.mark.usefixtures("fresh")]
GREY = 90
PLACE = (37, 211, 120, 48)


def words() -> NDArray[np.uint8]:
    """Patches of every colour and cover, multiplied."""
    small = RNG.integers(0, 256, (PLACE[3] // 8, PLACE[2] // 8, 4), np.uint8)
    small[0, :3, 3], small[1, :3, 3] = 0, 255
    small[..., :3] = np.rint(small[..., :3] * (small[..., 3:] / 255.0))
    return np.ascontiguousarray(small.repeat(8, 0).repeat(8, 1))


def laid(rgba: NDArray[np.uint8], under: NDArray[np.float64]) -> NDArray[np.float64]:
    made = under.copy()
    x, y, width, height = PLACE
    there = made[y : y + height, x : x + width]
    there[:] = rgba[..., :3] + there * (1 - rgba[..., 3:] / 255)
    return made


def seen(draw: Glazier, glass: RootWindow, rgba: NDArray[np.uint8], **more) -> NDArray[np.int_]:
    planes = grey(np.full((360, 640), GREY, np.uint8))
    draw("arrange", Arrange(WALL, alone(**more).places))
    draw("load", 0, planes, shape_of(planes))
    draw("say", 0, PLACE, rgba.tobytes())
    draw("show")
    return glass.grab(0, 0, 640, 360).astype(int)


@pytest.mark.parametrize("rotation", [0, 180])
def test_every_pixel_lies_where_it_was_drawn(
    draw: Glazier, glass: RootWindow, rotation: int
) -> None:
    rgba = words()
    wanted = laid(rgba, np.full((360, 640, 3), float(GREY)))
    found = seen(draw, glass, rgba, rotation=rotation, fit="stretch")
    assert np.abs(found - np.rot90(wanted, rotation // 90)).max() <= 2


@pytest.mark.parametrize("rotation", [90, 270])
def test_words_turn_with_a_picture_on_its_side(
    draw: Glazier, glass: RootWindow, rotation: int
) -> None:
    rgba = words()
    wanted = laid(rgba, np.full((640, 360, 3), float(GREY)))
    found = seen(draw, glass, rgba, rotation=rotation, fit="stretch")
    assert np.abs(found - np.rot90(wanted, -rotation // 90)).max() <= 2


def test_a_projectors_correction_is_the_films(draw: Glazier, glass: RootWindow) -> None:
    rgba = words()
    optics = Optics(gain=(1.0, 0.8, 0.9), gamma=(1.0, 1.2, 0.9), black=(0.0, 0.05, 0.02))
    found = seen(draw, glass, rgba, optics=optics)
    cover = rgba[..., 3:] / 255
    own = np.divide(rgba[..., :3] / 255, cover, out=np.zeros(rgba[..., :3].shape), where=cover > 0)
    film = corrected(np.full((1, 1, 3), GREY / 255), optics)
    wanted = cover * corrected(own.clip(0, 1), optics) + (1 - cover) * film
    x, y, width, height = PLACE
    there = found[y : y + height, x : x + width]
    # a faint word's colour has few codes of its own: one of them is many steps of 255
    assert np.abs(there - wanted * 255).max() <= 4


def test_words_are_bent_with_the_picture(draw: Glazier, glass: RootWindow) -> None:
    solid = np.full((PLACE[3], PLACE[2], 4), 255, np.uint8)
    corners = Corners(top_left=(0.5, 0.0), bottom_left=(0.5, 0.0))
    found = seen(draw, glass, solid, optics=Optics(corners=corners))
    bright = np.argwhere(found.min(axis=2) > 200)
    x, y, width, height = PLACE
    top, left = bright.min(axis=0)
    bottom, right = bright.max(axis=0)
    assert abs(left - (320 + x / 2)) <= 1.5 and abs(right - (320 + (x + width) / 2)) <= 1.5
    assert abs(top - y) <= 1.5 and abs(bottom - (y + height)) <= 1.5


def test_without_words_the_film_is_bare_again(draw: Glazier, glass: RootWindow) -> None:
    found = seen(draw, glass, np.zeros((PLACE[3], PLACE[2], 4), np.uint8))
    assert np.abs(found - GREY).max() <= 2
