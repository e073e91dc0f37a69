"""A controller for the tests of one, and a supervisor."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from controller_rig import Rig

from installation.show import Supervisor


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    made = Rig(tmp_path)
    yield made
    made.close()


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path, tmp_path / "logs")
    yield made
    made.leave()
