"""The frame ring's contract, in one process, between threads, and between processes."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from numpy.typing import NDArray

from installation.errors import LinkError
from installation.link.ring import (
    MAX_HEIGHT,
    MAX_WIDTH,
    SLOTS,
    Picture,
    RingReader,
    RingWriter,
    Shape,
)
from installation.model.film import FilmFacts

SMALL = Shape(64, 36, 64, 36, (1, 1), "bt709", False)
HAMMER = Path(__file__).with_name("ring_hammer.py")


def shape_of(width: int, height: int, matrix: str = "bt601", full: bool = False) -> Shape:
    facts = FilmFacts(
        width, height, (1, 1), (24, 1), matrix, full, False, "h264", "yuv420p", 10**9, 24
    )
    return Shape.of(facts)


def planes(address: int, shape: Shape) -> NDArray[np.uint8]:
    """All bytes of a picture, not copied."""
    return np.ctypeslib.as_array((ctypes.c_uint8 * shape.size).from_address(address))


def write(ring: RingWriter, frame: int, take: int = 1, shape: Shape = SMALL) -> int:
    slot = ring.begin()
    planes(ring.address(slot), shape)[:] = frame % 256
    ring.publish(slot, take, 1, frame * 10, frame, frame * 100, shape)
    return slot


def frames(reader: RingReader, take: int = 1) -> list[int]:
    """The pictures of a run that the ring holds, in the story's order."""
    found = []
    for story_ns, slot in reader.candidates(take, 1).tolist():
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
    writer, shape = RingWriter(path), Shape(75, 41, 128, 42, (16, 15), "bt2020", True)
    reader = RingReader(path)
    slot = writer.begin()
    pattern = np.arange(shape.size, dtype=np.uint32).astype(np.uint8)
    planes(writer.address(slot), shape)[:] = pattern
    assert not len(reader.candidates(3, 7)) and reader.claim(slot) is None
    writer.publish(slot, 3, 7, 123, 5, 456, shape)
    assert reader.candidates(3, 7).tolist() == [[123, slot]]
    picture = reader.claim(slot)
    assert picture == Picture(slot, picture.seq, 3, 7, 123, 5, 456, shape, reader.address(slot))
    assert np.array_equal(planes(picture.address, picture.shape), pattern)
    assert reader.release(picture)


def test_luma_is_a_view_of_the_first_plane(path: Path) -> None:
    writer, shape = RingWriter(path), shape_of(75, 41)
    slot = writer.begin()
    writer.luma(slot, shape)[40, 74] = 200
    assert planes(writer.address(slot), shape)[40 * shape.pitch + 74] == 200
    assert writer.luma(slot, shape).shape == (42, 128)


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


@pytest.mark.parametrize("size", [*SIZES, (2304, 4096), (75, 41), (853, 479)])
def test_neighbours_are_left_alone(path: Path, size: tuple[int, int]) -> None:
    writer, shape = RingWriter(path), shape_of(*size)
    writer.use(4)
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
    writer.use(10)
    assert {write(writer, frame) for frame in range(50)} == set(range(10))
    assert frames(RingReader(path)) == list(range(40, 50))
    writer.use(1000)
    assert {write(writer, frame) for frame in range(50, 150)} == set(range(SLOTS))


def test_one_given_back_without_a_picture_goes_first(path: Path) -> None:
    writer = RingWriter(path)
    writer.use(8)
    for frame in range(8):
        write(writer, frame)
    for _ in range(20):  # a picture that is repeated again and again costs one old picture
        writer.drop(writer.begin())
    assert frames(RingReader(path)) == list(range(1, 8))


def test_a_claimed_slot_is_passed_over(path: Path) -> None:
    writer = RingWriter(path)
    reader = RingReader(path)
    writer.use(6)
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


def test_a_picture_overwritten_while_it_is_read_is_known(path: Path) -> None:
    """The claim came between the writer's look and its mark: the sequence tells."""
    writer = RingWriter(path)
    reader = RingReader(path)
    slot = write(writer, 1)
    held = reader.claim(slot)
    assert held is not None
    writer._slots["claimed"][slot] = 0  # what the writer saw
    writer.use(4)
    while writer.begin() != slot:
        pass
    assert not reader.release(held)
    assert reader.claim(slot) is None


def test_every_slot_taken_is_an_error(path: Path) -> None:
    writer = RingWriter(path)
    writer.use(4)
    assert len({writer.begin() for _ in range(4)}) == 4
    with pytest.raises(LinkError, match="every slot"):
        writer.begin()


def test_a_stage_that_starts_anew_frees_what_the_killed_one_held(path: Path) -> None:
    writer = RingWriter(path)
    killed = RingReader(path)
    writer.use(4)
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


class Contract(RuleBasedStateMachine):
    """Any order of takings, givings and readings."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        path = self.folder / "left.ring"
        path.unlink(missing_ok=True)
        self.writer = RingWriter(path)
        self.reader = RingReader(path)
        self.taken: list[int] = []
        self.held: Picture | None = None
        self.frame = 0
        self.written: dict[int, int] = {}

    @rule(slots=st.integers(1, SLOTS))
    def narrow(self, slots: int) -> None:
        self.writer.use(slots)

    @precondition(lambda self: len(self.taken) < 3)
    @rule()
    def begin(self) -> None:
        slot = self.writer.begin()
        assert slot not in self.taken
        assert self.held is None or slot != self.held.slot
        self.written.pop(slot, None)
        self.taken.append(slot)

    @precondition(lambda self: self.taken)
    @rule(first=st.booleans())
    def publish(self, first: bool) -> None:
        slot = self.taken.pop(0 if first else -1)
        self.frame += 1
        planes(self.writer.address(slot), SMALL)[:] = self.frame % 256
        self.writer.publish(slot, 1, 1, self.frame * 10, self.frame, 0, SMALL)
        self.written[slot] = self.frame

    @precondition(lambda self: self.taken)
    @rule(first=st.booleans())
    def drop(self, first: bool) -> None:
        self.writer.drop(self.taken.pop(0 if first else -1))

    @precondition(lambda self: self.held is None)
    @rule(slot=st.integers(0, SLOTS - 1))
    def claim(self, slot: int) -> None:
        self.held = self.reader.claim(slot)
        assert (self.held.frame if self.held else None) == self.written.get(slot)

    @precondition(lambda self: self.held is not None)
    @rule()
    def release(self) -> None:
        assert (planes(self.held.address, SMALL) == self.held.frame % 256).all()
        assert self.reader.release(self.held)
        self.held = None

    @rule()
    def look(self) -> None:
        found = {slot: story // 10 for story, slot in self.reader.candidates(1, 1).tolist()}
        assert found == self.written


def test_any_order_of_calls_keeps_the_contract(tmp_path: Path) -> None:
    kind = type("Contract", (Contract,), {"folder": tmp_path})
    case = kind.TestCase
    case.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
    case("runTest").runTest()


def read_along(reader: RingReader, count: int, goes_on: Callable[[], bool]) -> int:
    """Read the newest and others as fast as possible; how many were whole, so many at most."""
    whole = 0
    while whole < count and goes_on():
        rows = reader.candidates(1, 1)
        if not len(rows):
            continue
        picture = reader.claim(int(rows[len(rows) // 2 if whole % 2 else -1, 1]))
        if picture is None:
            continue
        copy = planes(picture.address, picture.shape).copy()
        if reader.release(picture):
            assert (copy == picture.frame % 251).all(), "a torn picture passed for a whole one"
            whole += 1
    return whole


def test_no_torn_picture_between_threads(path: Path) -> None:
    """Two decks hammer, as at a seam; in four slots, where the reader is always in the way."""
    writer, shape = RingWriter(path), shape_of(640, 360)
    reader = RingReader(path)
    writer.use(4)
    count, lock = iter(range(1, 3001)), threading.Lock()

    def hammer() -> None:
        for _ in range(1500):
            slot = writer.begin()
            with lock:
                frame = next(count)
            planes(writer.address(slot), shape)[:] = frame % 251
            if frame % 7:
                writer.publish(slot, 1, 1, frame, frame, 0, shape)
            else:
                writer.drop(slot)

    threads = [threading.Thread(target=hammer) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        whole = read_along(reader, 3000, lambda: any(t.is_alive() for t in threads))
    finally:
        for thread in threads:
            thread.join()
    assert whole > 0


@pytest.fixture
def hammer(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(
        [sys.executable, str(HAMMER), str(path)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with child:
        assert child.stdout and child.stdout.readline() == b"ready\n"
        yield child
        child.kill()


@pytest.mark.process
def test_no_torn_picture_between_processes(path: Path, hammer: subprocess.Popen[bytes]) -> None:
    assert read_along(RingReader(path), 1000, lambda: hammer.poll() is None) == 1000


@pytest.mark.process
def test_what_a_killed_writer_left_half_written_is_nobodys_picture(
    path: Path, hammer: subprocess.Popen[bytes]
) -> None:
    reader = RingReader(path)
    read_along(reader, 100, lambda: hammer.poll() is None)
    assert hammer.stdin
    hammer.stdin.write(b"stop in the middle\n")
    hammer.stdin.flush()
    assert hammer.stdout and hammer.stdout.readline() == b"in the middle\n"
    hammer.send_signal(signal.SIGKILL)
    hammer.wait()
    half = np.flatnonzero(reader._slots["seq"] % 2)
    assert len(half) == 1
    assert reader.claim(int(half[0])) is None
    writer = RingWriter(path)
    assert int(half[0]) not in reader.candidates(1, 1)[:, 1]
    assert reader.claim(int(half[0])) is None
    newest = max(reader.candidates(1, 1)[:, 0].tolist())
    slot = writer.begin()
    planes(writer.address(slot), SMALL)[:] = (newest + 1) % 251
    writer.publish(slot, 1, 1, newest + 1, newest + 1, 0, SMALL)
    picture = reader.claim(slot)
    assert picture is not None and picture.frame == newest + 1
    assert picture.seq > int(np.delete(reader._slots["seq"], slot).max())
    assert reader.release(picture)
