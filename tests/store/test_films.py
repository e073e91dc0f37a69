"""Films that are taken away, replaced or written over while they play."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from installation.model import FilmFacts, Ready, bare_version
from installation.store import FilmStore, keep_spare
from installation.store._local_copy import spare_of

FACTS = FilmFacts(64, 36, (1, 1), (24, 1), "bt709", False, False, "h264", "yuv420p", 10**9, 24)


def a_film(folder: Path, name: str = "kiss-1.mp4", content: str = "one") -> Ready:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content)
    return Ready(bare_version(folder / name), f"hash of {content}", Path("x.npz"), FACTS)


def text(ready: Ready) -> str:
    return ready.version.film.read_text()


def test_a_film_that_is_deleted_is_still_there_for_players(tmp_path: Path) -> None:
    vault, film = FilmStore(tmp_path / "state"), a_film(tmp_path / "versions")
    (held,) = vault.offered((film,), ())
    assert held.version.film != film.version.film
    film.version.film.unlink()
    assert text(held) == "one"
    assert vault.offered((), ()) == ()  # but it takes part no more
    vault.sweep([film.hash])
    assert text(held) == "one"
    vault.sweep([])
    assert list((tmp_path / "state" / "films").iterdir()) == []


def test_the_revision_before_is_offered_until_there_is_no_such_version(tmp_path: Path) -> None:
    vault, old = FilmStore(tmp_path / "state"), a_film(tmp_path / "versions")
    vault.offered((old,), ())
    (tmp_path / "versions" / "new").write_text("two")
    (tmp_path / "versions" / "new").rename(old.version.film)
    (before,) = vault.offered((), ("kiss-1.mp4",))  # it settles, is looked at, or is bad
    assert (before.hash, text(before)) == (old.hash, "one")
    new = replace(old, hash="hash of two")
    assert [text(one) for one in vault.offered((new,), ())] == ["one", "two"]
    assert [text(one) for one in FilmStore(tmp_path / "state").offered((new,), ())] == [
        "one",
        "two",
    ]
    assert vault.offered((), ("kiss-2.mp4",)) == ()


def test_a_film_that_is_written_over_is_not_what_was_vetted(tmp_path: Path) -> None:
    vault, film = FilmStore(tmp_path / "state"), a_film(tmp_path / "versions")
    (held,) = vault.offered((film,), ())
    film.version.film.write_text("another, in place")
    found = vault.offered((), ("kiss-1.mp4",))
    assert all(text(one) == "one" for one in found)  # unless its blocks were its own
    assert len(found) == (text(held) == "one")


def test_two_versions_with_the_same_film_are_two(tmp_path: Path) -> None:
    vault = FilmStore(tmp_path / "state")
    one, two = a_film(tmp_path / "versions"), a_film(tmp_path / "versions", "kiss-2.mp4")
    assert one.hash == two.hash
    found = vault.offered((one, two), ())
    assert [r.version.id for r in found] == ["kiss-1", "kiss-2"]
    records = {p: p.stat().st_mtime_ns for p in (tmp_path / "state" / "films").glob("*.json")}
    vault.offered((one, two), ())
    assert records == {p: p.stat().st_mtime_ns for p in records}
    assert len(records) == 2


def test_without_a_second_name_it_plays_from_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    film = a_film(tmp_path / "versions")
    assert FilmStore(tmp_path / "state").offered((film,), ()) == (film,)


def test_a_damaged_record_is_passed_over(tmp_path: Path) -> None:
    film = a_film(tmp_path / "versions")
    FilmStore(tmp_path / "state").offered((film,), ())
    (record,) = (tmp_path / "state" / "films").glob("*.json")
    record.write_bytes(record.read_bytes()[:-3])
    vault = FilmStore(tmp_path / "state")
    assert vault.offered((), ("kiss-1.mp4",)) == ()
    assert text(vault.offered((film,), ())[0]) == "one"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        if Path(folder).stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("there is no other disk")
        yield Path(folder)


def test_a_film_of_another_disk_is_held_by_its_copy(tmp_path: Path, elsewhere: Path) -> None:
    state, film = tmp_path / "state", a_film(elsewhere)
    assert keep_spare(film.version.film, state, film.hash)
    (held,) = FilmStore(state).offered((film,), ())
    assert held.version.film.is_relative_to(state)
    film.version.film.unlink()
    assert text(held) == "one"
    vault = FilmStore(state)
    vault.sweep([film.hash])
    assert text(held) == "one" and spare_of(state, film.hash).exists()
    os.utime(spare_of(state, film.hash), (0, 0))
    vault.sweep([])
    assert list((state / "films").iterdir()) == []


def test_without_a_copy_it_plays_from_its_place(tmp_path: Path, elsewhere: Path) -> None:
    state, film = tmp_path / "state", a_film(elsewhere)
    assert not keep_spare(film.version.film, state, film.hash, left=1 << 60)
    assert FilmStore(state).offered((film,), ()) == (film,)


def test_a_film_of_the_same_disk_needs_no_copy(tmp_path: Path) -> None:
    film = a_film(tmp_path / "versions")
    assert not keep_spare(film.version.film, tmp_path / "state", film.hash)
