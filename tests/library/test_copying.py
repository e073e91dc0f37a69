"""Copies into the versions folder: whole or not at all."""

from pathlib import Path

import pytest

from installation.errors import LibraryError
from installation.library import copy_film
from installation.library._scan import counts


def test_a_film_and_a_folder_arrive_whole(tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []
    there = tmp_path / "versions"
    there.mkdir()
    film = tmp_path / "kiss 4.mp4"
    film.write_bytes(b"x" * 5_000_000)
    assert copy_film(film, there, False, lambda *s: said.append(s)) == there / "kiss 4.mp4"
    assert (there / "kiss 4.mp4").read_bytes() == film.read_bytes()
    assert said[-1] == (10_000_000, 10_000_000)
    assert said == sorted(said)
    folder = tmp_path / "kiss-5"
    (folder / "text").mkdir(parents=True)
    (folder / "text" / "en.srt").write_text("1")
    (folder / "film.mp4").write_bytes(b"y")
    copy_film(folder, there, False, lambda *_: None)
    assert (there / "kiss-5" / "text" / "en.srt").read_text() == "1"
    assert sorted(p.name for p in there.iterdir()) == ["kiss 4.mp4", "kiss-5"]


def test_what_is_there_is_replaced_only_when_asked_in_one_step(tmp_path: Path) -> None:
    there, new = tmp_path / "versions", tmp_path / "kiss-5"
    for folder, text in ((there / "kiss-5", "old"), (new, "new")):
        folder.mkdir(parents=True)
        (folder / "film.mp4").write_text(text)
    with pytest.raises(LibraryError, match="is there already"):
        copy_film(new, there, False, lambda *_: None)
    copy_film(new, there, True, lambda *_: None)
    assert (there / "kiss-5" / "film.mp4").read_text() == "new"
    assert [p.name for p in there.iterdir()] == ["kiss-5"]


def test_on_its_way_it_counts_for_nobody_and_leaves_nothing(tmp_path: Path) -> None:
    there, film = tmp_path / "versions", tmp_path / "kiss-4.mp4"
    there.mkdir()
    film.write_bytes(b"x" * 100)

    def stop(*_: int) -> None:
        assert not any(counts(path.name) for path in there.iterdir())
        assert len(list(there.iterdir())) == 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_film(film, there, False, stop)
    assert list(there.iterdir()) == []


def test_what_its_owner_alone_could_read_can_be_read_by_who_plays(tmp_path: Path) -> None:
    folder, film, version = tmp_path / "versions", tmp_path / "kiss-7.mp4", tmp_path / "kiss-8"
    (version / "sounds").mkdir(parents=True)
    folder.mkdir()
    (version / "sounds" / "ru.wav").write_bytes(b"sound")
    film.write_bytes(b"film")
    for path in (film, version / "sounds" / "ru.wav"):
        path.chmod(0o600)
    for path in (version / "sounds", version):
        path.chmod(0o700)
    copy_film(film, folder, False, lambda *_: None)
    copy_film(version, folder, False, lambda *_: None)
    modes = {p.name: p.stat().st_mode & 0o777 for p in folder.rglob("*")}
    assert modes == {"kiss-7.mp4": 0o644, "kiss-8": 0o755, "sounds": 0o755, "ru.wav": 0o644}
