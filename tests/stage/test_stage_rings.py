"""The rings that the stage reads, as players make them and others remove them."""

from pathlib import Path
from types import SimpleNamespace

from installation.link import Arrange, RingWriter, ViewportPlace
from installation.stage._view import View
from installation.stage._wall import Wall


class FakeCanvas:
    covered, upright = False, (64, 36)

    def calibrate(self, *_: object) -> None: ...

    def lay_over(self, *_: object) -> None: ...


def wall_of(ring: Path) -> tuple[Wall, list[View]]:
    wall = Wall(SimpleNamespace(lettered=None, canvas=lambda _: FakeCanvas()))
    place = ViewportPlace("left", str(ring), 0, 0, 64, 36)
    return wall, wall.arrange(Arrange((0, 0, 64, 36), (place,)), [])


def test_a_ring_is_found_once_its_player_has_made_it(tmp_path: Path) -> None:
    ring = tmp_path / "left.ring"
    wall, views = wall_of(ring)
    assert views[0].ring is None
    RingWriter(ring)
    wall.find_rings(views)
    assert views[0].ring is not None and views[0].ring.is_at(ring)


def test_a_ring_whose_file_is_removed_shows_pictures_until_there_is_another(tmp_path: Path) -> None:
    ring = tmp_path / "left.ring"
    first = RingWriter(ring)
    wall, views = wall_of(ring)
    kept = views[0].ring
    ring.unlink()
    wall.find_rings(views)
    assert views[0].ring is kept and kept is not None  # its player still writes into it
    assert first.begin() >= 0
    RingWriter(ring)
    wall.find_rings(views)
    assert views[0].ring is not kept and views[0].ring is not None and views[0].ring.is_at(ring)


def test_what_is_no_ring_does_not_take_its_place(tmp_path: Path) -> None:
    ring = tmp_path / "left.ring"
    RingWriter(ring)
    wall, views = wall_of(ring)
    kept = views[0].ring
    ring.unlink()
    ring.write_bytes(bytes(4096))
    wall.find_rings(views)
    assert views[0].ring is kept
