"""Films between two machines by their processes, which are killed: over real links, to the end."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from loopback import loopback_addresses

from installation.library import LyingCandidate
from installation.link import run_folder
from installation.machines import make_keys, pair
from installation.show import Carrying

pytestmark = [pytest.mark.process, pytest.mark.patient]
ADDRESSES = loopback_addresses(["east", "west"])
MEGABYTES_S = 3.0
FILM = random.Random(3).randbytes(6_000_000)
SOON_S = 40.0
"""The processes have the lowest rank of all."""


class Room:
    """One machine: its folders, and what its show would say of them."""

    def __init__(self, base: Path, keys: Path) -> None:
        self.folder, state = base / "versions", base / "state"
        self.folder.mkdir(parents=True)
        pair(keys, state)
        self.run = run_folder(state)
        self.run.mkdir(parents=True)
        self.carrying = Carrying(self.folder, state, ADDRESSES, MEGABYTES_S)
        self.said: list[str] = []

    def look(self) -> None:
        paths = [path for path in sorted(self.folder.iterdir()) if path.name[0] != "."]
        lying = tuple(
            LyingCandidate(path.stem, path.name, True, True, path.stat().st_ctime_ns)
            for path in paths
        )
        self.carrying.look(lying, (), time.monotonic_ns())
        self.said += [str(note) for note in self.carrying.notes() if str(note) not in self.said]

    @property
    def pid(self) -> int:
        child = self.carrying._aside._child
        return child.process.pid if child else 0

    def close(self) -> None:
        self.carrying.close()


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[tuple[Room, Room]]:
    keys = make_keys(tmp_path / "keys", ADDRESSES)
    made = Room(tmp_path / "east", keys[0]), Room(tmp_path / "west", keys[1])
    yield made
    for room in made:
        room.close()
        for file in room.run.iterdir():
            file.unlink()
        room.run.rmdir()


def until(rooms: tuple[Room, Room], reached: Callable[[], object]) -> None:
    deadline = time.monotonic() + SOON_S
    while not reached():
        assert time.monotonic() < deadline, [room.said for room in rooms]
        for room in rooms:
            room.look()
        time.sleep(0.05)


def test_a_film_comes_whole_though_both_processes_are_killed(rooms: tuple[Room, Room]) -> None:
    east, west = rooms
    (east.folder / "kiss.mp4").write_bytes(FILM)
    part = west.folder / ".arriving-west"

    def come() -> int:
        return sum(one.stat().st_size for one in part.rglob("kiss.mp4"))

    until(rooms, lambda: come() > 1_000_000)
    began_s, had = time.monotonic(), come()
    os.kill(west.pid, signal.SIGKILL)
    until(rooms, lambda: come() > had + 1_000_000)
    os.kill(east.pid, signal.SIGKILL)
    until(rooms, (west.folder / "kiss.mp4").exists)
    took_s = time.monotonic() - began_s
    assert (west.folder / "kiss.mp4").read_bytes() == FILM
    # by no more than it may, and nothing twice
    assert took_s > (len(FILM) - had) / (MEGABYTES_S * 1e6) - 0.5
    assert any(one.endswith("% from east") for one in west.said)
    ended = "films are not carried between machines: the process that does ended (-9)."
    assert f"{ended} It is started again by itself." in west.said
    until(rooms, lambda: not west.carrying.notes() and not east.carrying.notes())
