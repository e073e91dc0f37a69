"""A disk that fills up is said before it is full."""

from pathlib import Path

from installation.show._disk_room import LOW_BYTES, DiskRoom


def test_little_room_is_said_once_until_there_is_more_again() -> None:
    rooms = [LOW_BYTES, LOW_BYTES - 1, LOW_BYTES // 2, LOW_BYTES + 1, 2 * LOW_BYTES, 0]
    left = iter(rooms)
    disk = DiskRoom(Path("/state"), lambda _: next(left))
    said = [(disk.look(), disk.trouble.partition(":")[0]) for _ in rooms]
    low = "the disk of /state has {} MB left".format
    assert said == [
        (False, ""),
        (True, low(500)),
        (False, low(250)),
        (False, low(500)),
        (False, ""),
        (True, low(0)),
    ]


def test_a_folder_that_is_gone_says_nothing_of_its_disk(tmp_path: Path) -> None:
    assert not DiskRoom(tmp_path / "gone").look()
