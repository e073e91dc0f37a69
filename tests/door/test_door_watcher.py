"""Who watches by WebSocket and pictures, over a real socket: as the bench's second phone does."""

import time
from collections.abc import Callable
from pathlib import Path

from open_door import OpenDoor

from installation.door import SmallJpeg
from installation.model import Role
from installation.rig import PhoneWatcher


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_phone_hears_and_looks_until_it_leaves_or_its_key_is_withdrawn(tmp_path: Path) -> None:
    with OpenDoor(tmp_path).open() as door:
        door.renew()
        door.pictures[""] = SmallJpeg(b"wall", 1, 0)
        with PhoneWatcher(door.port, door.secrets[Role.VISITOR]) as phone:
            until(lambda: phone.told >= 2 and phone.pictures >= 2)
            assert door.watchers.count == 1
            door.renew()  # its key opens nothing any more
            until(lambda: door.watchers.count == 0)
        pictures = phone.pictures
        with PhoneWatcher(door.port, "nobody's") as other:
            until(lambda: door.entrance.counts.refused >= 2)
        assert (other.told, other.pictures) == (0, 0) and phone.pictures == pictures
