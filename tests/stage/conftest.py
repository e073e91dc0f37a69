"""The stage's own window over two virtual heads, and the eye on them."""

from collections.abc import Iterator

import pytest
from stage_glass import WALL, Glazier

from installation.link import Arrange
from installation.rig import RootWindow, VirtualHeads


@pytest.fixture(scope="module")
def two_heads() -> Iterator[VirtualHeads]:
    with VirtualHeads(2) as heads:
        yield heads


@pytest.fixture(scope="module", params=["opengl", "software"])
def draw(two_heads: VirtualHeads, request: pytest.FixtureRequest) -> Iterator[Glazier]:
    """The stage's window over both heads, as each of its renderers draws it."""
    glazier = Glazier(two_heads.environment, request.param)
    try:
        glazier("open", WALL, glazier.drawing)
        yield glazier
    finally:
        glazier.close()


@pytest.fixture
def fresh(draw: Glazier) -> Iterator[None]:
    """Nothing on the wall but black; and OpenGL has had nothing to complain about."""
    draw("arrange", Arrange(WALL, ()))
    draw("place", WALL)
    draw("show")
    yield
    assert draw("errors") == 0


@pytest.fixture(scope="module")
def glass(two_heads: VirtualHeads) -> Iterator[RootWindow]:
    with RootWindow(two_heads.display) as reader:
        yield reader
