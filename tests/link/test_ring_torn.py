"""Nobody sees half a picture: between threads, between processes, after a kill."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from ring_pictures import SMALL, planes, shape_of

from installation.link import RingReader, RingWriter

HAMMER = Path(__file__).parents[1] / "shared/ring_hammer.py"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "left.ring"


def read_along(reader: RingReader, count: int, goes_on: Callable[[], bool]) -> int:
    """Read the newest and others as fast as possible; how many were whole, so many at most.

    A picture is read twice where it lies: a slot that is claimed stays as it is.
    """
    whole = 0
    while whole < count and goes_on():
        rows = reader.candidates(1, 1)
        if not rows:
            continue
        picture = reader.claim(rows[len(rows) // 2 if whole % 2 else -1][1])
        if picture is None:
            continue
        lies = planes(picture.address, picture.shape)
        first = (lies == picture.frame % 251).all()
        assert first and (lies == picture.frame % 251).all(), (
            "a torn picture passed for a whole one"
        )
        assert reader.release(picture), "a slot was written that a reader had claimed"
        whole += 1
    return whole


def test_no_torn_picture_between_threads(path: Path) -> None:
    """Two decks hammer, as at a seam; in four slots, where the reader is always in the way."""
    writer, shape = RingWriter(path), shape_of(640, 360)
    reader = RingReader(path)
    writer.use(4, shape)
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
@pytest.mark.patient
def test_no_torn_picture_between_processes(path: Path, hammer: subprocess.Popen[bytes]) -> None:
    assert read_along(RingReader(path), 1000, lambda: hammer.poll() is None) == 1000


@pytest.mark.process
@pytest.mark.patient
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
    assert int(half[0]) not in [slot for _, slot in reader.candidates(1, 1)]
    assert reader.claim(int(half[0])) is None
    newest = reader.candidates(1, 1)[-1][0]
    slot = writer.begin()
    planes(writer.address(slot), SMALL)[:] = (newest + 1) % 251
    writer.publish(slot, 1, 1, newest + 1, newest + 1, 0, SMALL)
    picture = reader.claim(slot)
    assert picture is not None and picture.frame == newest + 1
    assert picture.seq > int(np.delete(reader._slots["seq"], slot).max())
    assert reader.release(picture)
