"""The frame ring: what a writer puts in, a reader gets out, whole or not at all."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ring_pictures import SMALL, planes, shape_of

from installation.errors import LinkError
from installation.link import RingPicture, RingReader, RingShape, RingWriter
from installation.link._ring import MAX_HEIGHT, MAX_WIDTH, PAST_NS, SLOTS


def write(ring: RingWriter, frame: int, take: int = 1, shape: RingShape = SMALL) -> int:
    slot = ring.begin()
    planes(ring.address(slot), shape)[:] = frame % 256
    ring.publish(slot, take, 1, frame * 10, frame, frame * 100, shape)
    return slot


def frames(reader: RingReader, take: int = 1) -> list[int]:
    """The pictures of a run that the ring holds, in the story's order."""
    found = []
    for story_ns, slot in reader.candidates(take, 1):
        picture = reader.claim(slot)
        assert picture is not None and picture.story_ns == story_ns
        assert (planes(picture.address, picture.shape) == picture.frame % 256).all()
        assert reader.release(picture)
        found.append(picture.frame)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "left.ring"


def test_a_picture_arrives_whole_with_everything_about_it(path: Path) -> None:
    writer, shape = RingWriter(path), RingShape(75, 41, 128, 42, (16, 15), "bt2020", True)
    reader = RingReader(path)
    slot = writer.begin()
    pattern = np.arange(shape.size, dtype=np.uint32).astype(np.uint8)
    planes(writer.address(slot), shape)[:] = pattern
    assert not reader.candidates(3, 7) and reader.claim(slot) is None
    writer.publish(slot, 3, 7, 123, 5, 456, shape)
    assert reader.candidates(3, 7) == [(123, slot)]
    picture = reader.claim(slot)
    assert picture == RingPicture(slot, picture.seq, 3, 7, 123, 5, 456, shape, reader.address(slot))
    assert np.array_equal(planes(picture.address, picture.shape), pattern)
    assert reader.release(picture)


def test_luma_is_a_view_of_the_first_plane(path: Path) -> None:
    writer, shape = RingWriter(path), shape_of(75, 41)
    slot = writer.begin()
    writer.luma(slot, shape)[40, 74] = 200
    assert planes(writer.address(slot), shape)[40 * shape.pitch + 74] == 200
    assert writer.luma(slot, shape).shape == (42, 128)


def test_samples_of_ten_bits_have_two_bytes(path: Path) -> None:
    writer, shape = RingWriter(path), shape_of(75, 41, pixels="yuv420p10le")
    reader = RingReader(path)
    assert (shape.depth, shape.size) == (10, 2 * shape_of(75, 41).size)
    slot = writer.begin()
    writer.luma(slot, shape)[40, 74] = 1023
    writer.publish(slot, 1, 1, 0, 0, 0, shape)
    picture = reader.claim(slot)
    assert picture is not None and picture.shape == shape
    assert reader.luma(slot, shape)[40, 74] == 1023
    assert planes(picture.address, shape)[2 * (40 * shape.pitch + 74) :][:2].tolist() == [255, 3]


SIZES = [(176, 144), (640, 272), (1280, 720), (1920, 1080), (3840, 2160), (4096, 2304)]


@given(
    st.one_of(
        st.sampled_from(SIZES + [(h, w) for w, h in SIZES]),
        st.tuples(st.integers(1, MAX_WIDTH), st.integers(1, MAX_HEIGHT)),
    )
)
def test_every_admitted_size_fits_into_its_slot(size: tuple[int, int]) -> None:
    width, height = size
    shape = shape_of(width, height)
    luma, first, second = shape.offsets
    chroma_rows, chroma_pitch = shape.rows // 2, shape.pitch // 2
    assert shape.pitch >= width and shape.rows >= height and luma == 0
    assert 2 * chroma_pitch >= width and 2 * chroma_rows >= height
    assert first == shape.pitch * shape.rows
    assert second - first == shape.size - second == chroma_rows * chroma_pitch
    assert all(offset % 32 == 0 for offset in shape.offsets)
    assert shape.size <= MAX_WIDTH * MAX_HEIGHT * 3 // 2


@pytest.mark.parametrize("pixels", ["yuv420p", "yuv420p10le"])
@pytest.mark.parametrize("size", [*SIZES, (2304, 4096), (75, 41), (853, 479)])
def test_neighbours_are_left_alone(path: Path, size: tuple[int, int], pixels: str) -> None:
    writer, shape = RingWriter(path), shape_of(*size, pixels=pixels)
    writer.use(4, shape)
    reader = RingReader(path)
    for frame in (1, 2, 3, 4):
        write(writer, frame, shape=shape)
    assert frames(reader) == [1, 2, 3, 4]


def test_the_oldest_goes_first(path: Path) -> None:
    writer = RingWriter(path)
    reader = RingReader(path)
    for frame in range(3 * SLOTS + 5):
        write(writer, frame)
    assert frames(reader) == list(range(2 * SLOTS + 5, 3 * SLOTS + 5))


def test_fewer_slots_are_used_when_asked(path: Path) -> None:
    writer = RingWriter(path)
    writer.use(10, SMALL)
    assert {write(writer, frame) for frame in range(50)} == set(range(10))
    assert frames(RingReader(path)) == list(range(40, 50))
    writer.use(1000, SMALL)
    assert {write(writer, frame) for frame in range(50, 150)} == set(range(SLOTS))


def test_one_given_back_without_a_picture_goes_first(path: Path) -> None:
    writer = RingWriter(path)
    writer.use(8, SMALL)
    for frame in range(8):
        write(writer, frame)
    for _ in range(20):  # a picture that is repeated again and again costs one old picture
        writer.drop(writer.begin())
    assert frames(RingReader(path)) == list(range(1, 8))


def test_a_claimed_slot_is_passed_over(path: Path) -> None:
    writer = RingWriter(path)
    reader = RingReader(path)
    writer.use(6, SMALL)
    held = reader.claim(write(writer, 1))
    assert held is not None
    for frame in range(2, 50):
        assert write(writer, frame) != held.slot
    assert (planes(held.address, held.shape) == 1).all()
    assert reader.release(held)
    assert held.slot in {write(writer, frame) for frame in range(50, 56)}


def test_a_dropped_slot_that_is_claimed_is_passed_over(path: Path) -> None:
    writer = RingWriter(path)
    reader = RingReader(path)
    slot = write(writer, 1)
    writer._slots["claimed"][slot] = 1  # a reader has just set its mark, and has not looked yet
    taken = writer.begin()
    assert taken != slot
    writer.drop(taken)
    writer._slots["claimed"][taken] = 1
    assert writer.begin() not in (slot, taken)
    assert reader.claim(taken) is None


def test_a_slot_that_is_claimed_as_it_is_taken_is_left_as_it_is(path: Path) -> None:
    class Hasty(RingWriter):
        """Its reader claims the slot between the look and the mark."""

        def _oldest(self) -> int:
            found = super()._oldest()
            if found == contested:
                claimed.append(reader.claim(found))
            return found

    contested, claimed = -1, list[RingPicture | None]()
    writer, reader = Hasty(path), RingReader(path)
    writer.use(4, SMALL)
    contested = slot = write(writer, 1)
    for frame in range(2, 20):
        assert write(writer, frame) != slot
    assert len(claimed) == 1 and claimed[0] is not None
    assert (planes(claimed[0].address, claimed[0].shape) == 1).all()
    assert reader.release(claimed[0])  # whole, all the while
    contested = -1
    assert slot in {write(writer, frame) for frame in range(20, 24)}


def test_a_picture_overwritten_while_it_is_read_is_known(path: Path) -> None:
    """The claim came between the writer's look and its mark: the sequence tells."""
    writer = RingWriter(path)
    reader = RingReader(path)
    slot = write(writer, 1)
    held = reader.claim(slot)
    assert held is not None
    writer._slots["claimed"][slot] = 0  # what the writer saw
    writer.use(4, SMALL)
    while writer.begin() != slot:
        pass
    assert not reader.release(held)
    assert reader.claim(slot) is None


def test_every_slot_taken_is_an_error(path: Path) -> None:
    writer = RingWriter(path)
    writer.use(4, SMALL)
    assert len({writer.begin() for _ in range(4)}) == 4
    with pytest.raises(LinkError, match="every slot"):
        writer.begin()


def test_a_stage_that_starts_anew_frees_what_the_killed_one_held(path: Path) -> None:
    writer = RingWriter(path)
    killed = RingReader(path)
    writer.use(4, SMALL)
    for frame in range(4):
        assert killed.claim(write(writer, frame)) is not None
    with pytest.raises(LinkError):
        writer.begin()
    RingReader(path)
    writer.begin()


def test_the_ring_outlives_its_writer(path: Path) -> None:
    writer = RingWriter(path)
    reader = RingReader(path)
    for frame in range(1, 6):
        write(writer, frame)
    del writer
    assert frames(reader) == [1, 2, 3, 4, 5]
    again = RingWriter(path)  # the player that takes its place
    assert frames(reader) == [1, 2, 3, 4, 5]
    for frame in range(6, 6 + SLOTS - 2):
        write(again, frame)
    assert frames(reader) == list(range(4, 6 + SLOTS - 2))  # still the oldest first


def test_a_file_that_is_no_ring_is_refused(path: Path) -> None:
    with pytest.raises(LinkError, match="no frame ring"):
        RingReader(path)
    path.write_bytes(b"x" * 5000)
    with pytest.raises(LinkError, match="another make"):
        RingReader(path)
    RingWriter(path)
    RingReader(path)
    with path.open("r+b") as file:
        file.write(b"\0" * 8)
    with pytest.raises(LinkError, match="another make"):
        RingReader(path)
    with pytest.raises(LinkError, match="no frame ring"):
        RingWriter(path.parent / "missing" / "left.ring")


def test_only_its_owner_may_open_it(path: Path) -> None:
    RingWriter(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_blocks * 512 < 1_000_000  # a sparse file


def test_memory_is_reserved_before_it_is_used(path: Path) -> None:
    writer, shape = RingWriter(path), shape_of(640, 360)
    before = path.stat().st_blocks
    writer.use(8, shape)
    used = (path.stat().st_blocks - before) * 512
    assert 8 * shape.size <= used <= 8 * (shape.size + 2 * 4096)
    writer.use(8, SMALL)
    writer.use(8, shape)
    assert (path.stat().st_blocks - before) * 512 == used


def test_slots_that_are_worked_in_no_longer_cost_no_memory_once_they_are_past(path: Path) -> None:
    writer = RingWriter(path)
    writer.use(24, SMALL, 3)
    reader = RingReader(path)
    for frame in range(24):
        write(writer, frame)
    full = path.stat().st_blocks
    held = reader.claim(20)
    assert held is not None
    writer.use(17, SMALL)
    assert path.stat().st_blocks == full  # all of them may still be wanted
    slot = writer.begin()
    planes(writer.address(slot), SMALL)[:] = 24
    writer.publish(slot, 1, 1, 240, 24, 24 * 100 + PAST_NS, SMALL)
    writer.use(17, SMALL)
    assert path.stat().st_blocks < full
    kept = sorted({*range(1, 17), held.frame, 24})
    assert frames(reader) == kept  # the one that is read is as it was
    assert (planes(held.address, SMALL) == held.frame).all() and reader.release(held)
    writer.use(24, SMALL, 3)
    assert path.stat().st_blocks >= full
    for frame in range(25, 60):
        write(writer, frame)
    assert frames(reader) == list(range(36, 60))
