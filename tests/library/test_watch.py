"""Hints from the folder, with the real observer."""

import select
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation.library._watch import Watcher

pytestmark = [pytest.mark.process, pytest.mark.patient]


@pytest.fixture(params=["auto", "poll"])
def watcher(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Watcher]:
    threads, files = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "old.mp4").write_bytes(b"film")
    watcher = Watcher(tmp_path / "versions", poll=request.param == "poll")
    yield watcher
    watcher.close()
    assert threading.active_count() == threads
    assert len(list(Path("/proc/self/fd").iterdir())) == files


def hinted(watcher: Watcher, wait_s: float = 60) -> bool:
    readable, _, _ = select.select([watcher], [], [], wait_s)
    return bool(readable) and watcher.take()


def test_it_hints_at_what_is_there_already_then_at_every_change(
    watcher: Watcher, tmp_path: Path
) -> None:
    assert hinted(watcher)
    assert not watcher.take()
    film = tmp_path / "versions" / "a.mp4"
    film.write_bytes(b"film")
    assert hinted(watcher)
    while hinted(watcher, 0.2):
        pass
    film.unlink()
    assert hinted(watcher)


def test_reading_is_no_change(watcher: Watcher, tmp_path: Path) -> None:
    assert hinted(watcher)
    (tmp_path / "versions" / "old.mp4").read_bytes()
    list((tmp_path / "versions").iterdir())
    assert not hinted(watcher, 0.3)


def test_folders_in_the_folder_are_watched(watcher: Watcher, tmp_path: Path) -> None:
    folder = tmp_path / "versions" / "kiss-2"
    folder.mkdir()
    while hinted(watcher, 0.2):
        pass
    (folder / "version.yaml").write_text("title: x\n")
    assert hinted(watcher)


def test_it_follows_a_folder_that_comes_back(watcher: Watcher, tmp_path: Path) -> None:
    folder = tmp_path / "versions"
    shutil.rmtree(folder)
    assert not watcher.follow()
    folder.mkdir()
    assert watcher.follow()
    while hinted(watcher, 0.2):
        pass
    (folder / "a.mp4").write_bytes(b"film")
    assert hinted(watcher)


def test_a_folder_that_is_not_there_is_followed_later(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path / "gone")
    assert not watcher.take() and not watcher.follow()
    (tmp_path / "gone").mkdir()
    assert watcher.follow() and watcher.take()
    watcher.close()
