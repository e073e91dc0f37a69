"""A ring whose file is removed under a player, told from one that is there."""

from pathlib import Path

from installation.link import RingWriter
from installation.player._ring_watch import LOOK_NS, RingWatch


def test_a_ring_that_is_removed_is_missed_and_one_that_is_there_is_not(tmp_path: Path) -> None:
    path = tmp_path / "left.ring"
    watch = RingWatch(RingWriter(path), path)
    assert not any(watch.looked(n * LOOK_NS // 4) for n in range(20))
    path.unlink()
    looks = [watch.looked(n * LOOK_NS // 4) for n in range(20, 32)]
    assert looks.index(True) == 4  # at the second look


def test_another_one_in_its_place_is_not_the_player_s(tmp_path: Path) -> None:
    path = tmp_path / "left.ring"
    watch = RingWatch(RingWriter(path), path)
    path.unlink()
    RingWriter(path)
    assert not watch.looked(0) and watch.looked(LOOK_NS)
