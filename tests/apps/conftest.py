"""Films and heads for whole shows."""

from collections.abc import Iterator

import pytest
from show_rig import HEIGHT, WIDTH, Films, Sight

from installation.rig import RootWindow, VirtualHeads


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Films:
    return Films.make(tmp_path_factory.mktemp("shows"))


@pytest.fixture
def heads() -> Iterator[VirtualHeads]:
    """Three displays as small as the films: most of what a playing show costs goes with their size.

    Measured at 320x180, 0.3 of a processor; at 640x360, 0.6.
    """
    with VirtualHeads(3, WIDTH, HEIGHT) as virtual:
        yield virtual


@pytest.fixture
def sight(heads: VirtualHeads) -> Iterator[Sight]:
    with RootWindow(heads.display) as glass:
        yield Sight(glass, heads)
