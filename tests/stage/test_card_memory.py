"""Pictures that go to OpenGL through memory that stays mapped, read back from a real X display."""

from collections.abc import Iterator

import numpy as np
import pytest
from stage_glass import RNG, WALL, Glazier, alone, deepened, grey, one_head, patches, shape_of

from installation.link import Arrange
from installation.rig import RootWindow, VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.patient]


@pytest.fixture(scope="module")
def mapped(two_heads: VirtualHeads) -> Iterator[Glazier]:
    """The stage's window, which writes into the card's memory: Mesa's, which is the machine's."""
    glazier = Glazier(two_heads.environment, "opengl")
    try:
        glazier("open", WALL, "opengl")
        yield glazier
    finally:
        glazier.close()


def test_pictures_are_the_same_by_either_way(mapped: Glazier, glass: RootWindow) -> None:
    planes, _ = patches(1280, 720)
    deep = deepened(planes)
    before = [one_head(mapped, glass, kind, shape_of(kind)) for kind in (planes, deep)]
    mapped("arrange", Arrange(WALL, ()))
    assert mapped("map_memory")
    for kind, wanted in zip((planes, deep), before, strict=True):
        assert np.array_equal(one_head(mapped, glass, kind, shape_of(kind)), wanted)
    assert mapped("errors") == 0


def test_each_picture_is_the_last_one_however_quickly_they_come(
    mapped: Glazier, glass: RootWindow
) -> None:
    assert mapped("map_memory")
    mapped("arrange", Arrange(WALL, ()))
    mapped("arrange", Arrange(WALL, alone().places))
    for size in ((1280, 720), (320, 180), (1920, 1080)):  # one that is larger has its own room
        for luma in RNG.integers(30, 220, 12, np.uint8):
            planes = grey(np.full(size[::-1], luma, np.uint8))
            mapped("load", 0, planes, shape_of(planes))
            mapped("show")
        seen = glass.grab(0, 0, 640, 360).astype(int)
        assert np.abs(seen - int(luma)).max() <= 1
    assert mapped("errors") == 0
