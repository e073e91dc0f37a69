"""The wall's small pictures: all of one swap, upright, asked for by whoever looks."""

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import LinkError
from installation.link import (
    ThumbnailReader,
    Thumbnails,
    ThumbnailWriter,
    in_a_row,
    ring_path,
    sweep_show,
    thumbnail_path,
)
from installation.link._thumbnails import SIDE, WANTED_NS, small_size
from installation.units import SECOND

WALL = in_a_row([("left", 640, 360, 0), ("tall", 360, 640, 90), ("tiny", 20, 10, 0)])


def write(writer: ThumbnailWriter, value: int, at_ns: int = 0) -> None:
    for number, pixels in enumerate(writer.begin()):
        pixels[:] = value + number
    writer.publish(at_ns)


def seen(found: Thumbnails | None) -> list[int]:
    """The one value of each screen's picture."""
    assert found is not None
    assert all((small.pixels == small.pixels[0, 0, 0]).all() for small in found.screens)
    return [int(small.pixels[0, 0, 0]) for small in found.screens]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "small.ring"


def test_all_screens_come_from_one_swap_with_its_instant(path: Path) -> None:
    writer, reader = ThumbnailWriter(path, WALL, 0), ThumbnailReader(path)
    assert reader.look(5) is None
    write(writer, 10, at_ns=77)
    found = reader.look(100)
    assert seen(found) == [10, 11, 12]
    assert found is not None and (found.number, found.at_ns, found.age_ns(100)) == (1, 77, 23)
    assert [small.screen for small in found.screens] == ["left", "tall", "tiny"]
    writer.still(95)
    assert (again := reader.look(100)) and again.age_ns(100) == 5
    assert again.screens is found.screens  # nothing was copied twice
    reader.close()


def test_a_file_that_was_removed_is_missed_by_who_writes_it(path: Path) -> None:
    writer = ThumbnailWriter(path, WALL, 0)
    assert writer.is_there
    path.unlink()
    assert not writer.is_there
    other = ThumbnailWriter(path, WALL, 0)
    assert other.is_there and not writer.is_there


def test_pictures_are_upright_whatever_the_glass_is(path: Path) -> None:
    writer, reader = ThumbnailWriter(path, WALL, 0), ThumbnailReader(path)
    left, tall, tiny = writer.begin()
    left[:], tiny[:] = 0, 0
    turned = tall.reshape(SIDE, 216, 4)  # as it lies on the glass: turned clockwise
    turned[:] = 0
    turned[:50, -50:] = 255  # the right upper corner of the glass is the film's left upper one
    writer.publish(1)
    found = reader.look(2)
    assert found is not None
    pixels = found.screens[1].pixels
    assert pixels.shape == (216, SIDE, 4)
    assert pixels[0, 0, 0] == 255 and pixels[0, -1, 0] == 0 == pixels[-1, 0, 0]
    reader.close()


@given(st.integers(1, 9000), st.integers(1, 9000))
def test_small_pictures_keep_their_shape(width: int, height: int) -> None:
    small = small_size(width, height)
    assert max(small) <= SIDE and min(small) >= 1
    assert small == (width, height) or max(small) == SIDE
    # half a pixel of rounding
    assert abs(small[0] * height - small[1] * width) <= max(width, height)


@given(st.lists(st.tuples(st.just("a"), st.integers(1, 5000), st.integers(1, 5000), st.just(0))))
def test_no_picture_lies_on_another(screens: list[tuple[str, int, int, int]]) -> None:
    places = in_a_row(screens)
    ends = [place.begins + place.size for place in places]
    assert [place.begins for place in places] == [0, *ends][: len(places)]


def test_whoever_looks_asks_for_more_and_the_last_to_leave_ends_it(path: Path) -> None:
    writer = ThumbnailWriter(path, WALL, 0)
    one, other = ThumbnailReader(path), ThumbnailReader(path)
    one.look(SECOND)
    assert writer.wanted_until_ns == SECOND + WANTED_NS
    other.look(2 * SECOND)
    one.look(SECOND)  # later than it thinks
    assert writer.wanted_until_ns == 2 * SECOND + WANTED_NS
    one.close()
    other.close()


def test_another_stage_makes_another_file_that_is_found(path: Path) -> None:
    reader = ThumbnailReader(path)
    assert reader.look(1) is None
    write(ThumbnailWriter(path, WALL, 0), 10)
    assert seen(reader.look(2)) == [10, 11, 12]
    write(ThumbnailWriter(path, WALL[:1], 0), 30)
    assert seen(reader.look(3)) == [30]
    path.unlink()
    assert reader.look(4) is None


@pytest.mark.parametrize("text", [b"", b"x" * 5000, b"\0" * 100])
def test_a_file_of_another_make_is_no_pictures(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    assert ThumbnailReader(path).look(1) is None


def test_links_are_not_followed(path: Path, tmp_path: Path) -> None:
    aim = tmp_path / "aim"
    aim.write_bytes(b"mine")
    path.symlink_to(aim)
    assert ThumbnailReader(path).look(1) is None
    path.with_name("small.ring.new").symlink_to(aim)
    ThumbnailWriter(path, WALL, 0)
    assert aim.read_bytes() == b"mine" and not path.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_room_is_said(tmp_path: Path) -> None:
    with pytest.raises(LinkError, match="no small pictures"):
        ThumbnailWriter(tmp_path / "not there" / "small.ring", WALL, 0)


def test_a_show_that_has_ended_leaves_none(tmp_path: Path) -> None:
    path = thumbnail_path(tmp_path)
    assert path.parent == ring_path(tmp_path, 0).parent
    ThumbnailWriter(path, WALL, 0)
    sweep_show(tmp_path)
    assert not path.exists()


def test_no_picture_is_torn(path: Path) -> None:
    writer, reader = ThumbnailWriter(path, WALL[:2], 0), ThumbnailReader(path)
    ends = threading.Event()

    def hammer() -> None:
        value = 0
        while not ends.is_set():
            write(writer, value := (value + 1) % 200)

    thread = threading.Thread(target=hammer)
    thread.start()
    numbers: list[int] = []
    try:
        while len(numbers) < 20:  # the hand that writes may have to wait for the processor
            if found := reader.look(1):
                first, second = seen(found)
                assert second == first + 1
                if [found.number] != numbers[-1:]:
                    numbers.append(found.number)
    finally:
        ends.set()
        thread.join()
        reader.close()
    assert numbers == sorted(numbers)
