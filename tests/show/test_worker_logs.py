"""Logs do not grow without bounds, not even those of processes that run for months."""

import shutil
import threading
import time
from pathlib import Path

import pytest

from installation.show import _worker_logs as worker_logs
from installation.show._worker_logs import BLOCK, LOG_BYTES, WorkerLogs, cut_long_log


def test_a_log_is_cut_under_the_hands_of_its_writer(tmp_path: Path) -> None:
    logs = WorkerLogs(tmp_path)
    with logs.open("left") as log:
        for n in range(30):
            log.write(b"%099d\n" % n * 1000)
            log.flush()
            logs.trim()
        log.write(b"the end\n")
    size = (tmp_path / "left.log").stat().st_size
    assert size <= LOG_BYTES + 100_000
    assert (tmp_path / "left.log").read_bytes().endswith(b"the end\n")
    assert (tmp_path / "left.log.1").stat().st_size == LOG_BYTES


def test_what_is_short_stays(tmp_path: Path) -> None:
    logs = WorkerLogs(tmp_path)
    for word in (b"one", b"two"):
        with logs.open("left") as log:
            log.write(word)
        logs.trim()
    assert (tmp_path / "left.log").read_bytes() == b"onetwo"
    assert [path.name for path in tmp_path.iterdir()] == ["left.log"]


def test_the_last_words_of_a_long_log_are_read_from_its_end(tmp_path: Path) -> None:
    with WorkerLogs(tmp_path).open("left") as log:
        log.truncate(6_000_000_000)  # of which nothing is on the disk
        log.write(b"ERROR left: no libvlc\n  Install it.\n")
    assert WorkerLogs(tmp_path).last_words("left") == "no libvlc Install it."
    assert WorkerLogs(tmp_path).last_words("right") == ""


def test_a_full_disk_costs_no_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs = WorkerLogs(tmp_path)
    with logs.open("left") as log:
        log.write(b"x" * (LOG_BYTES + 1))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    logs.trim()
    assert (tmp_path / "left.log").stat().st_size == LOG_BYTES + 1


def test_the_log_of_one_that_does_not_append_takes_no_more_room(tmp_path: Path) -> None:
    """The X server's: it goes on where it was."""
    path = tmp_path / "Xorg.0.log"
    with path.open("wb") as log:
        for n in range(60):
            log.write(b"%099d\n" % n * 1000)
            log.flush()
            cut_long_log(path)
            assert path.stat().st_blocks * BLOCK <= LOG_BYTES + 200_000
        log.write(b"the end\n")
    assert path.read_bytes().endswith(b"the end\n")
    assert path.with_suffix(".log.1").stat().st_size == LOG_BYTES
    cut_long_log(tmp_path / "none.log")


def test_a_disk_that_hangs_holds_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs, hangs = WorkerLogs(tmp_path), threading.Event()
    monkeypatch.setattr(worker_logs, "PATIENCE_S", 0.05)
    monkeypatch.setattr(worker_logs, "cut_long_log", lambda _: hangs.wait(60))
    began = time.monotonic()
    for _ in range(3):  # and no more threads wait for it than one
        with pytest.raises(TimeoutError):
            logs.open("stage")
    logs.trim()
    assert logs.last_words("stage") == ""
    assert time.monotonic() - began < 50 and threading.active_count() < 5
    hangs.set()
    while logs._asks is not None and logs._asks.is_alive():
        assert time.monotonic() - began < 60
        time.sleep(0.01)
    with logs.open("stage") as log:
        assert log.writable()
