"""Files that are written while nobody waits."""

import errno
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from installation import files
from installation.files import write_whole
from installation.show import LazyWriter, ProgrammeStore
from installation.timeline import Programme

PATIENCE_S = 60


def until(reached: Callable[[], object]) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not reached():
        assert time.monotonic() < ends
        time.sleep(0.005)


class Disk:
    """A disk that takes as long as the test likes, and keeps what was written in order."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.begun = threading.Semaphore(0)
        self.busy = False
        self.written: list[tuple[str, bytes]] = []
        self.full = False

    def write(self, path: Path, data: bytes) -> None:
        self.busy = True
        self.begun.release()
        assert self.free.wait(PATIENCE_S)
        self.busy = False
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_whole(path, data)
        self.written.append((path.name, data))


@pytest.fixture
def disk() -> Iterator[Disk]:
    made = Disk()
    yield made
    made.free.set()


def test_a_disk_that_hangs_is_told_and_holds_nobody(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "HUNG_S", 60)
    writer = LazyWriter(disk.write)
    writer.write(tmp_path / "a", b"1")
    disk.begun.acquire()
    assert writer.fault(tmp_path / "b") == ""
    monkeypatch.setattr(files, "HUNG_S", 0.05)
    writer.do(tmp_path / "b", lambda: None)
    until(lambda: "its disk has not answered" in writer.fault(tmp_path / "b"))
    writer.finish(0.01)
    assert disk.busy  # it was not waited for
    disk.free.set()
    writer.finish(PATIENCE_S)
    assert writer.fault(tmp_path / "a", tmp_path / "b") == "" and (tmp_path / "a").exists()


def test_what_comes_often_does_not_keep_what_was_refused_from_its_next_try(
    disk: Disk, tmp_path: Path
) -> None:
    writer = LazyWriter(disk.write, retry_s=0.2)
    disk.free.set()
    disk.full = True
    writer.write(tmp_path / "a", b"1")
    until(lambda: writer.fault(tmp_path / "a"))
    disk.full = False

    def written() -> bool:
        writer.do(tmp_path / "b", lambda: None)
        return not writer.fault(tmp_path / "a")

    until(written)
    assert (tmp_path / "a").read_bytes() == b"1"


def test_nobody_waits_and_of_two_contents_the_later_one_is_written(
    disk: Disk, tmp_path: Path
) -> None:
    writer = LazyWriter(disk.write)
    writer.write(tmp_path / "a", b"1")
    disk.begun.acquire()
    for number in range(2, 100):
        writer.write(tmp_path / "a", b"%d" % number)
        writer.write(tmp_path / "b", b"%d" % number)
    assert disk.busy and disk.written == []
    disk.free.set()
    writer.finish(PATIENCE_S)
    assert disk.written == [("a", b"1"), ("a", b"99"), ("b", b"99")]
    writer.write(tmp_path / "b", b"again")
    writer.finish(PATIENCE_S)
    assert (tmp_path / "b").read_bytes() == b"again"


def test_what_cannot_be_written_is_told_until_it_can(disk: Disk, tmp_path: Path) -> None:
    disk.free.set()
    disk.full = True
    writer = LazyWriter(disk.write)
    writer.write(tmp_path / "a", b"1")
    writer.finish(PATIENCE_S)
    assert writer.fault(tmp_path / "b", tmp_path / "a") == "No space left on device"
    assert writer.fault(tmp_path / "b") == ""
    disk.full = False
    writer.write(tmp_path / "a", b"2")
    writer.finish(PATIENCE_S)
    assert writer.fault(tmp_path / "a") == ""


def test_what_was_refused_is_written_once_the_disk_takes_it(disk: Disk, tmp_path: Path) -> None:
    disk.free.set()
    disk.full = True
    writer = LazyWriter(disk.write, retry_s=0.01)
    writer.write(tmp_path / "a", b"1")
    writer.write(tmp_path / "b", b"1")
    for _ in range(6):  # each of them at least twice again
        disk.begun.acquire()
    assert writer.fault(tmp_path / "a") and not disk.written
    writer.write(tmp_path / "b", b"2")
    disk.full = False
    until(lambda: len(disk.written) >= 2)
    writer.finish(PATIENCE_S)
    assert sorted(disk.written) == [("a", b"1"), ("b", b"2")]
    assert writer.fault(tmp_path / "a", tmp_path / "b") == ""


def test_a_disk_that_refuses_for_ever_does_not_keep_a_show_from_ending(
    disk: Disk, tmp_path: Path
) -> None:
    disk.free.set()
    disk.full = True
    writer = LazyWriter(disk.write)
    writer.write(tmp_path / "a", b"1")
    writer.finish(PATIENCE_S)
    assert writer._thread is None  # it has ended: no patience ran out
    assert writer.fault(tmp_path / "a") == "No space left on device"


def test_a_machine_without_threads_for_a_while_loses_nothing(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    disk.free.set()
    writer = LazyWriter(disk.write)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        writer.write(tmp_path / "a", b"1")
    assert writer.fault(tmp_path / "a") == "can't start new thread"
    writer.write(tmp_path / "b", b"1")
    writer.finish(PATIENCE_S)
    assert disk.written == [("a", b"1"), ("b", b"1")]
    assert writer.fault(tmp_path / "a", tmp_path / "b") == ""


def test_a_disk_that_hangs_does_not_keep_a_show_from_ending(disk: Disk, tmp_path: Path) -> None:
    writer = LazyWriter(disk.write)
    writer.write(tmp_path / "a", b"1")
    disk.begun.acquire()
    writer.finish(patience_s=0.05)
    assert disk.busy


def test_a_programme_is_kept_for_the_next_controller_at_once_and_on_the_disk_later(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut loses what was on its way to the disk: the last second, and never a whole."""
    run = tmp_path / "run"
    run.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
    monkeypatch.setattr("installation.link._run_folder.SHARED", tmp_path / "tmp")
    writer = LazyWriter(disk.write)
    store = ProgrammeStore(tmp_path / "state", writer)
    disk.free.set()
    store.save(Programme(1, "boot"))
    writer.finish(PATIENCE_S)
    disk.free.clear()
    for revision in (2, 3):
        store.save(Programme(revision, "boot"))
    assert _kept(tmp_path) == 3  # a controller that was killed here
    run.rename(tmp_path / "lost")  # what is memory is gone with the power
    assert _kept(tmp_path) == 1
    (tmp_path / "lost").rename(run)
    disk.free.set()
    store.remove()
    assert ProgrammeStore(tmp_path / "state", LazyWriter()).load() is None
    assert [name for name, _ in disk.written] == ["programme.json"] * len(disk.written)


def _kept(base: Path) -> int:
    found = ProgrammeStore(base / "state", LazyWriter()).load()
    assert found is not None
    return found.revision
