"""The measured refresh of the displays outlives the stage and the controller."""

from pathlib import Path

import pytest

from installation.link import StageStatus, endpoint
from installation.show._connections import Connections


@pytest.mark.parametrize("refresh_ms", [0.0, 16.683350016])
def test_the_next_controller_knows_the_refresh(tmp_path: Path, refresh_ms: float) -> None:
    first = Connections(endpoint(tmp_path), tmp_path / "refresh")
    assert first.refresh_ms is None
    first.says(StageStatus(1, 1, refresh_ms=refresh_ms))
    first.close()
    second = Connections(endpoint(tmp_path), tmp_path / "refresh")
    assert second.refresh_ms == refresh_ms
    second.close()


def test_a_file_that_holds_no_number_is_measured_again(tmp_path: Path) -> None:
    (tmp_path / "refresh").write_bytes(b"")
    peers = Connections(endpoint(tmp_path), tmp_path / "refresh")
    assert peers.refresh_ms is None
    peers.close()
