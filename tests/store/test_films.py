"""Films that are taken away, replaced or written over while they play."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from installation.model import FilmFacts, Ready, bare_version
from installation.store import ContentStore, NameTaken, stamp_of
from installation.store._films import ASK_NS, FilmShelf

FACTS = FilmFacts(64, 36, (1, 1), (24, 1), "bt709", False, False, "h264", "yuv420p", 10**9, 24)


def a_film(folder: Path, name: str = "kiss-1.mp4", content: str = "one") -> Ready:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content)
    index = folder.parent / "index.npz"
    index.touch()
    return Ready(bare_version(folder / name), f"hash of {content}", index, FACTS)


def films(state_dir: Path) -> FilmShelf:
    return ContentStore(state_dir).films


def offered(shelf: FilmShelf, admitted: Sequence[Ready], *coming: str) -> tuple[Ready, ...]:
    """What is offered once all second names that can be given are given."""
    shelf.offered(admitted, coming)
    for name in shelf.lacking(0):
        shelf.took(name.take())
    return shelf.offered(admitted, coming)


def text(ready: Ready) -> str:
    return ready.version.film.read_text()


def test_a_film_that_is_deleted_is_still_there_for_players(tmp_path: Path) -> None:
    shelf, film = films(tmp_path / "state"), a_film(tmp_path / "versions")
    (held,) = offered(shelf, (film,))
    assert held.version.film != film.version.film
    film.version.film.unlink()
    assert text(held) == "one"
    assert offered(shelf, ()) == ()  # but it takes part no more
    shelf.let_go([film.hash])()
    assert text(held) == "one"
    shelf.let_go([])()
    assert list((tmp_path / "state" / "films").iterdir()) == []


def test_a_film_without_its_index_is_held_no_more_after_a_start(tmp_path: Path) -> None:
    shelf, film = films(tmp_path / "state"), a_film(tmp_path / "versions")
    offered(shelf, (film,))
    assert len(films(tmp_path / "state").offered((), ("kiss-1.mp4",))) == 1
    film.index.unlink()  # it was in memory, for the disk was full
    assert films(tmp_path / "state").offered((), ("kiss-1.mp4",)) == ()
    assert len(offered(films(tmp_path / "state"), (film,))) == 1


def test_the_revision_before_is_offered_until_there_is_no_such_version(tmp_path: Path) -> None:
    shelf, old = films(tmp_path / "state"), a_film(tmp_path / "versions")
    offered(shelf, (old,))
    (tmp_path / "versions" / "new").write_text("two")
    (tmp_path / "versions" / "new").rename(old.version.film)
    (before,) = shelf.offered((), ("kiss-1.mp4",))  # it settles, is looked at, or is bad
    assert (before.hash, text(before)) == (old.hash, "one")
    new = replace(old, hash="hash of two")
    assert [text(one) for one in offered(shelf, (new,))] == ["one", "two"]
    assert [text(one) for one in offered(films(tmp_path / "state"), (new,))] == [
        "one",
        "two",
    ]
    assert shelf.offered((), ("kiss-2.mp4",)) == ()


def test_a_film_that_is_written_over_is_not_what_was_vetted(tmp_path: Path) -> None:
    shelf, film = films(tmp_path / "state"), a_film(tmp_path / "versions")
    (held,) = offered(shelf, (film,))
    film.version.film.write_text("another, in place")
    found = shelf.offered((), ("kiss-1.mp4",))
    assert all(text(one) == "one" for one in found)  # unless its blocks were its own
    assert len(found) == (text(held) == "one")


def test_with_a_copy_what_is_written_over_plays_on(tmp_path: Path) -> None:
    store, film = ContentStore(tmp_path / "state"), a_film(tmp_path / "versions")
    (held,) = offered(store.films, (film,))
    shares = held.version.film.samefile(film.version.film)
    # without room for a copy, or before there is one, it is said; blocks that are shared need none
    assert store.films.linked() == (("kiss-1",) if shares else ())
    assert store.films.lacks_copy(film) == shares
    before = store.films.names()
    assert store.copies.keep(film.version.film, film.hash, left=0) == shares
    assert store.films.has_lost() == shares
    (again,) = store.films.offered((film,), ())
    assert not store.films.has_lost()  # it is asked for again
    for name in store.films.lacking(0):
        taken = name.take()
        assert store.films.offered((film,), ()) == (again,)  # it does not come and go meanwhile
        store.films.took(taken)
    assert store.films.offered((film,), ()) == (again,) and store.films.names() == before
    assert store.films.linked() == () and not store.films.lacks_copy(film)
    assert not store.films.lacking(0) and not store.films.has_lost()
    film.version.film.write_text("another, in place")
    assert [text(one) for one in store.films.offered((), ("kiss-1.mp4",))] == ["one"]
    assert [text(one) for one in films(tmp_path / "state").offered((), ("kiss-1.mp4",))] == ["one"]
    assert not list((tmp_path / "state" / "films").glob(".*"))


def test_what_was_written_over_before_it_had_its_name_is_not_offered(tmp_path: Path) -> None:
    store, film = ContentStore(tmp_path / "state"), a_film(tmp_path / "versions")
    store.digests.put(film.version.film, stamp_of(film.version.film), film.hash)
    film.version.film.write_text("another, in place")
    assert offered(store.films, (film,)) == ()
    assert not list((tmp_path / "state" / "films").iterdir())
    # nor one that had its name, and is another one by now under both
    film = a_film(tmp_path / "versions")
    store.digests.put(film.version.film, stamp_of(film.version.film), film.hash)
    assert len(offered(store.films, (film,))) == 1
    film.version.film.write_text("another, in place")
    found = offered(store.films, (film,))
    assert all(text(one) == "one" for one in found)
    new = replace(film, hash="hash of another, in place")
    store.digests.put(film.version.film, stamp_of(film.version.film), new.hash)
    assert [text(one) for one in offered(store.films, (new,))][-1] == "another, in place"


def test_two_versions_with_the_same_film_are_two(tmp_path: Path) -> None:
    shelf = films(tmp_path / "state")
    one, two = a_film(tmp_path / "versions"), a_film(tmp_path / "versions", "kiss-2.mp4")
    assert one.hash == two.hash
    found = offered(shelf, (one, two))
    assert [r.version.id for r in found] == ["kiss-1", "kiss-2"]
    records = {p: p.stat().st_mtime_ns for p in (tmp_path / "state" / "films").glob("*.json")}
    offered(shelf, (one, two))
    assert records == {p: p.stat().st_mtime_ns for p in records}
    assert len(records) == 2


def test_without_a_second_name_it_plays_from_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    film = a_film(tmp_path / "versions")
    assert offered(films(tmp_path / "state"), (film,)) == (film,)


def test_a_damaged_record_is_passed_over(tmp_path: Path) -> None:
    film = a_film(tmp_path / "versions")
    offered(films(tmp_path / "state"), (film,))
    (record,) = (tmp_path / "state" / "films").glob("*.json")
    record.write_bytes(record.read_bytes()[:-3])
    shelf = films(tmp_path / "state")
    assert shelf.offered((), ("kiss-1.mp4",)) == ()
    assert text(offered(shelf, (film,))[0]) == "one"


def test_on_a_full_disk_a_film_is_held_until_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    shelf, film = films(tmp_path / "state"), a_film(tmp_path / "versions")
    monkeypatch.setattr(os, "fsync", full)
    (held,) = offered(shelf, (film,))
    titled = replace(film, version=replace(film.version, title="The ball"))
    assert offered(shelf, (titled,))[0].version.title == "The ball"
    film.version.film.unlink()
    assert text(held) == "one" and shelf.names() == []
    monkeypatch.undo()
    shelf.let_go([])()
    assert list((tmp_path / "state" / "films").iterdir()) == []


def test_a_film_of_another_disk_is_held_by_its_copy(tmp_path: Path, elsewhere: Path) -> None:
    store, film = ContentStore(tmp_path / "state"), a_film(elsewhere)
    assert store.copies.keep(film.version.film, film.hash)
    (held,) = offered(store.films, (film,))
    assert held.version.film.is_relative_to(store.state_dir)
    film.version.film.unlink()
    assert text(held) == "one"
    again = ContentStore(store.state_dir)
    again.films.let_go([film.hash])()
    assert text(held) == "one" and store.copies.path(film.hash).exists()
    os.utime(store.copies.path(film.hash), (0, 0))
    again.films.let_go([])()
    assert list((store.state_dir / "films").iterdir()) == []


def test_one_that_is_about_to_get_its_name_keeps_the_copy_that_it_is_of(
    tmp_path: Path, elsewhere: Path
) -> None:
    store, film = ContentStore(tmp_path / "state"), a_film(elsewhere)
    assert store.copies.keep(film.version.film, film.hash)
    os.utime(store.copies.path(film.hash), (0, 0))
    assert store.films.offered((film,), ()) == ()
    store.films.let_go([])()
    assert store.copies.path(film.hash).exists()
    store.films.offered((), ())  # it has left the folder before
    store.films.let_go([])()
    assert not store.copies.path(film.hash).exists()


def test_without_a_copy_it_plays_from_its_place(tmp_path: Path, elsewhere: Path) -> None:
    film = a_film(elsewhere)
    assert offered(films(tmp_path / "state"), (film,)) == (film,)


def test_one_whose_second_name_is_lost_gets_it_again(tmp_path: Path) -> None:
    shelf, film = films(tmp_path / "state"), a_film(tmp_path / "versions")
    (held,) = offered(shelf, (film,))
    assert not shelf.has_lost()
    held.version.film.unlink()
    assert shelf.has_lost()
    assert shelf.offered((film,), ()) == (held,) and shelf.pending  # the line-up stays meanwhile
    assert not shelf.has_lost()
    assert offered(shelf, (film,)) == (held,) and text(held) == "one"


def test_one_that_gets_a_copy_before_anybody_looks_again_is_made_apart(tmp_path: Path) -> None:
    """Its name was lost, and its copy, and both were there again between two looks."""
    store, film = ContentStore(tmp_path / "state"), a_film(tmp_path / "versions")
    (held,) = offered(store.films, (film,))
    shares = held.version.film.samefile(film.version.film)
    held.version.film.unlink()
    assert store.films.has_lost()
    offered(store.films, (film,))
    assert store.copies.keep(film.version.film, film.hash, left=0) == shares
    assert store.films.has_lost() == shares
    offered(store.films, (film,))
    assert not store.films.has_lost() and not store.films.linked()


def test_one_that_nobody_offers_is_told_once_when_it_is_lost(tmp_path: Path) -> None:
    shelf, film = films(tmp_path / "state"), a_film(tmp_path / "versions")
    (held,) = offered(shelf, (film,))
    shelf.offered((), ())
    held.version.film.unlink()
    assert shelf.has_lost() and not shelf.has_lost()


def test_a_folder_that_is_away_has_all_that_is_held(tmp_path: Path) -> None:
    film = a_film(tmp_path / "versions")
    (held,) = offered(films(tmp_path / "state"), (film,))
    shelf = films(tmp_path / "state")
    assert shelf.holds and shelf.offered((), ()) == ()
    assert shelf.offered((), (), away=True) == (held,)


def test_one_without_a_second_name_is_tried_again_ever_more_rarely(tmp_path: Path) -> None:
    shelf, film = films(tmp_path / "state"), a_film(tmp_path / "versions")
    assert shelf.offered((film,), ()) == () and shelf.pending  # nobody knows yet
    (name,) = shelf.lacking(0)
    assert shelf.lacking(ASK_NS[0] - 1) == ()
    shelf.took(NameTaken(name.name, why="Operation not permitted"))
    assert shelf.offered((film,), ()) == (film,) and not shelf.pending
    assert shelf.without() == {"kiss-1": "Operation not permitted"} and shelf.lacks_copy(film)
    assert shelf.lacking(ASK_NS[0]) == (name,)
    assert shelf.lacking(3 * ASK_NS[0] - 1) == ()
    assert shelf.lacking(3 * ASK_NS[0]) == (name,)
    shelf.took(name.take())
    assert shelf.without() == {} and shelf.lacks_copy(film) == bool(shelf.linked())
    assert text(shelf.offered((film,), ())[0]) == "one"


def test_a_link_that_is_refused_asks_for_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user's film, with fs.protected_hardlinks as it is by default."""
    store, film = ContentStore(tmp_path / "state"), a_film(tmp_path / "versions")
    link = os.link

    def refused(source: Path, target: Path) -> None:
        if Path(source) == film.version.film:
            raise PermissionError(1, "Operation not permitted")
        link(source, target)

    monkeypatch.setattr(os, "link", refused)
    assert offered(store.films, (film,)) == (film,)
    assert store.films.without() == {"kiss-1": "Operation not permitted"}  # not: no such copy
    assert store.copies.keep(film.version.film, film.hash, left=0)
    for name in store.films.lacking(ASK_NS[0]):
        store.films.took(name.take())
    (held,) = store.films.offered((film,), ())
    film.version.film.unlink()
    assert text(held) == "one"


def test_a_film_that_was_begun_with_and_is_found_bad_is_not_offered(tmp_path: Path) -> None:
    shelf, good = films(tmp_path / "state"), a_film(tmp_path / "versions")
    early = replace(good, rehearsed=False)
    (held,) = offered(shelf, (early,))
    assert text(held) == "one" and not held.rehearsed
    assert offered(shelf, (), "kiss-1.mp4") == ()
    (held,) = offered(shelf, (good,))
    assert held.rehearsed
    (before,) = offered(shelf, (), "kiss-1.mp4")  # it changes: what was good plays on
    assert before == held
