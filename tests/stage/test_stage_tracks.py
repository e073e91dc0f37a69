from pathlib import Path

import pytest
from library_films import index_of

from installation.stage import Tracks
from installation.stage._tracks import AGAIN_NS, KEPT
from installation.timeline import identity_map
from installation.units import SECOND

POINTS = identity_map(2 * SECOND)


def indexed(path: Path, frames: int) -> Path:
    path.write_bytes(index_of(frames).to_bytes())
    return path


class Time:
    now_ns = 0

    def now(self) -> int:
        return self.now_ns


def test_a_track_is_read_once(tmp_path: Path) -> None:
    index, tracks = indexed(tmp_path / "a.npz", 48), Tracks(Time().now)
    found = tracks.find(str(index), "a", POINTS)
    assert found is not None and found.frame_at(0) == 0
    index.unlink()
    assert tracks.find(str(index), "a", POINTS) is found
    assert tracks.faults == {}


@pytest.mark.parametrize("content", [b"", b"no index at all"])
def test_an_index_that_cannot_be_read_is_tried_again_later(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    index, time = tmp_path / "a.npz", Time()
    index.write_bytes(content)
    tracks = Tracks(time.now)
    for _ in range(3):
        assert tracks.find(str(index), "a", POINTS) is None
    assert len(caplog.records) == 1  # said once, not sixty times a second
    assert "a.npz" in tracks.faults[str(index)]
    indexed(index, 48)
    assert tracks.find(str(index), "a", POINTS) is None  # not before it is time
    time.now_ns += AGAIN_NS
    assert tracks.find(str(index), "a", POINTS) is not None
    assert tracks.faults == {}


def test_no_more_tracks_are_kept_than_line_ups_need(tmp_path: Path) -> None:
    index, tracks = indexed(tmp_path / "a.npz", 48), Tracks(Time().now)
    first = tracks.find(str(index), "0", POINTS)
    for number in range(1, KEPT):
        tracks.find(str(index), str(number), POINTS)
    assert tracks.find(str(index), "0", POINTS) is first
    tracks.find(str(index), "one more", POINTS)
    assert tracks.find(str(index), "0", POINTS) is not first
