"""A controller for the tests of one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from controller_rig import Rig


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    made = Rig(tmp_path)
    yield made
    made.close()
