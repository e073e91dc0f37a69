"""Films that are taken away, replaced or written over while they play."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from installation.model import FilmFacts, Ready, bare_version
from installation.store import ContentStore
from installation.store._films import FilmShelf

FACTS = FilmFacts(64, 36, (1, 1), (24, 1), "bt709", False, False, "h264", "yuv420p", 10**9, 24)


def a_film(folder: Path, name: str = "kiss-1.mp4", content: str = "one") -> Ready:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content)
    return Ready(bare_version(folder / name), f"hash of {content}", Path("x.npz"), FACTS)


def films(state_dir: Path) -> FilmShelf:
    return ContentStore(state_dir).films


def text(ready: Ready) -> str:
    return ready.version.film.read_text()


def test_a_film_that_is_deleted_is_still_there_for_players(tmp_path: Path) -> None:
    shelf, film = films(tmp_path / "state"), a_film(tmp_path / "versions")
    (held,) = shelf.offered((film,), ())
    assert held.version.film != film.version.film
    film.version.film.unlink()
    assert text(held) == "one"
    assert shelf.offered((), ()) == ()  # but it takes part no more
    shelf.keep_only([film.hash])
    assert text(held) == "one"
    shelf.keep_only([])
    assert list((tmp_path / "state" / "films").iterdir()) == []


def test_the_revision_before_is_offered_until_there_is_no_such_version(tmp_path: Path) -> None:
    shelf, old = films(tmp_path / "state"), a_film(tmp_path / "versions")
    shelf.offered((old,), ())
    (tmp_path / "versions" / "new").write_text("two")
    (tmp_path / "versions" / "new").rename(old.version.film)
    (before,) = shelf.offered((), ("kiss-1.mp4",))  # it settles, is looked at, or is bad
    assert (before.hash, text(before)) == (old.hash, "one")
    new = replace(old, hash="hash of two")
    assert [text(one) for one in shelf.offered((new,), ())] == ["one", "two"]
    assert [text(one) for one in films(tmp_path / "state").offered((new,), ())] == [
        "one",
        "two",
    ]
    assert shelf.offered((), ("kiss-2.mp4",)) == ()


def test_a_film_that_is_written_over_is_not_what_was_vetted(tmp_path: Path) -> None:
    shelf, film = films(tmp_path / "state"), a_film(tmp_path / "versions")
    (held,) = shelf.offered((film,), ())
    film.version.film.write_text("another, in place")
    found = shelf.offered((), ("kiss-1.mp4",))
    assert all(text(one) == "one" for one in found)  # unless its blocks were its own
    assert len(found) == (text(held) == "one")


def test_two_versions_with_the_same_film_are_two(tmp_path: Path) -> None:
    shelf = films(tmp_path / "state")
    one, two = a_film(tmp_path / "versions"), a_film(tmp_path / "versions", "kiss-2.mp4")
    assert one.hash == two.hash
    found = shelf.offered((one, two), ())
    assert [r.version.id for r in found] == ["kiss-1", "kiss-2"]
    records = {p: p.stat().st_mtime_ns for p in (tmp_path / "state" / "films").glob("*.json")}
    shelf.offered((one, two), ())
    assert records == {p: p.stat().st_mtime_ns for p in records}
    assert len(records) == 2


def test_without_a_second_name_it_plays_from_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    film = a_film(tmp_path / "versions")
    assert films(tmp_path / "state").offered((film,), ()) == (film,)


def test_a_damaged_record_is_passed_over(tmp_path: Path) -> None:
    film = a_film(tmp_path / "versions")
    films(tmp_path / "state").offered((film,), ())
    (record,) = (tmp_path / "state" / "films").glob("*.json")
    record.write_bytes(record.read_bytes()[:-3])
    shelf = films(tmp_path / "state")
    assert shelf.offered((), ("kiss-1.mp4",)) == ()
    assert text(shelf.offered((film,), ())[0]) == "one"


def test_on_a_full_disk_a_film_is_held_until_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    shelf, film = films(tmp_path / "state"), a_film(tmp_path / "versions")
    monkeypatch.setattr(os, "fsync", full)
    (held,) = shelf.offered((film,), ())
    titled = replace(film, version=replace(film.version, title="The ball"))
    assert shelf.offered((titled,), ())[0].version.title == "The ball"
    film.version.film.unlink()
    assert text(held) == "one" and shelf.names() == []
    monkeypatch.undo()
    shelf.keep_only([])
    assert list((tmp_path / "state" / "films").iterdir()) == []


def test_a_film_of_another_disk_is_held_by_its_copy(tmp_path: Path, elsewhere: Path) -> None:
    store, film = ContentStore(tmp_path / "state"), a_film(elsewhere)
    assert store.copies.keep(film.version.film, film.hash)
    (held,) = store.films.offered((film,), ())
    assert held.version.film.is_relative_to(store.state_dir)
    film.version.film.unlink()
    assert text(held) == "one"
    again = ContentStore(store.state_dir)
    again.films.keep_only([film.hash])
    assert text(held) == "one" and store.copies.path(film.hash).exists()
    os.utime(store.copies.path(film.hash), (0, 0))
    again.films.keep_only([])
    assert list((store.state_dir / "films").iterdir()) == []


def test_without_a_copy_it_plays_from_its_place(tmp_path: Path, elsewhere: Path) -> None:
    film = a_film(elsewhere)
    assert films(tmp_path / "state").offered((film,), ()) == (film,)
