"""Copies of films that lie on another disk."""

import os
import shutil
from pathlib import Path
from typing import BinaryIO

import pytest

from installation.store import _second_name as second_name
from installation.store._local_copy import LocalCopies


def test_a_film_of_another_disk_is_copied_once(tmp_path: Path, elsewhere: Path) -> None:
    copies, film = LocalCopies(tmp_path / "films"), elsewhere / "a.mp4"
    film.write_text("one")
    assert copies.keep(film, "h1")
    made = copies.path("h1").stat()
    assert copies.keep(film, "h1") and copies.path("h1").stat() == made
    assert copies.names() == ["h1"] and copies.path("h1").read_text() == "one"


def test_without_room_there_is_none(tmp_path: Path, elsewhere: Path) -> None:
    copies, film = LocalCopies(tmp_path / "films"), elsewhere / "a.mp4"
    film.write_text("one")
    assert not copies.keep(film, "h1", left=1 << 60)
    assert copies.names() == []


def test_a_film_whose_blocks_can_be_shared_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies, film = LocalCopies(tmp_path / "films"), tmp_path / "a.mp4"
    film.write_text("one")
    monkeypatch.setattr(second_name, "clone", shutil.copyfile)
    assert not copies.keep(film, "h1")
    assert list(copies.folder.iterdir()) == []


def test_a_film_that_changes_under_the_copy_leaves_none(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies, film = LocalCopies(tmp_path / "films"), elsewhere / "a.mp4"
    film.write_text("one")
    read = shutil.copyfileobj

    def slowly(old: BinaryIO, new: BinaryIO, size: int) -> None:
        read(old, new, size)
        film.write_text("two, longer")

    monkeypatch.setattr(shutil, "copyfileobj", slowly)
    with pytest.raises(OSError, match="changed"):
        copies.keep(film, "h1")
    assert list(copies.folder.iterdir()) == []


def test_what_nobody_wants_goes_when_it_is_old(tmp_path: Path, elsewhere: Path) -> None:
    copies, film = LocalCopies(tmp_path / "films"), elsewhere / "a.mp4"
    film.write_text("one")
    for content in ("h1", "h2", "h3"):
        copies.keep(film, content)
    for content in ("h1", "h2"):
        os.utime(copies.path(content), (0, 0))
    copies.keep_only({"h1"})
    assert sorted(copies.names()) == ["h1", "h3"]
