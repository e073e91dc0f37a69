"""Films and heads for whole shows."""

from collections.abc import Iterator

import pytest
from show_rig import Films, Sight

from installation.rig import RootWindow, VirtualHeads


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Films:
    return Films.make(tmp_path_factory.mktemp("shows"))


@pytest.fixture
def sight(heads: VirtualHeads) -> Iterator[Sight]:
    with RootWindow(heads.display) as glass:
        yield Sight(glass, heads)
