"""House copies in the state folder: room for them, who keeps them, and what players open."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from installation.model import (
    CopyPlan,
    CopyRecipe,
    CopyTerms,
    Fault,
    FilmFacts,
    FilmTraits,
    HouseCopy,
    Outcome,
    Ready,
    bare_version,
)
from installation.said import verbatim
from installation.show import film_facts_in_words
from installation.store import ContentStore

FACTS = FilmFacts(64, 36, (1, 1), (24, 1), "bt709", False, False, "h264", "yuv420p", 10**9, 24)
PLAN = CopyPlan(CopyRecipe((24, 1), (64, 36)), (verbatim("its rate varies"),))
HOUSE = HouseCopy(PLAN, FilmTraits("h264", "yuv420p", 64, 36, rate=(0, 1)), "hash of the copy")


def test_a_copy_without_room_says_how_much_it_lacks(tmp_path: Path) -> None:
    copies = ContentStore(tmp_path).house_copies
    copies.check_room(1000, left=0)
    free = r"but only \d+(\.\d)? [MG]B are free"
    takes = r"its house copy takes 9000000\.0 GB and 4\.3 GB must stay free"
    with pytest.raises(OSError, match=rf"{takes}, {free}"):
        copies.check_room(9 * 10**15)
    with pytest.raises(OSError, match=r"its house copy takes 12 MB and 9000000\.0 GB must stay"):
        copies.check_room(12 * 10**6, left=9 * 10**15)


def test_copies_and_parts_go_when_nobody_wants_their_original(tmp_path: Path) -> None:
    copies = ContentStore(tmp_path).house_copies
    for name in ("wanted-r1", "gone-r1", "new-r1"):
        copies.folder.mkdir(exist_ok=True)
        copies.path(name).write_text("film")
        copies.parts(name).mkdir()
    week = copies.path("gone-r1").stat().st_mtime - 8 * 86400
    for path in (copies.path("gone-r1"), copies.parts("gone-r1")):
        os.utime(path, (week, week))
    for path in (copies.path("wanted-r1"), copies.parts("wanted-r1")):
        os.utime(path, (week, week))
    copies.keep_only({"wanted"})
    left = sorted(path.name for path in copies.folder.iterdir())
    assert left == ["new-r1.mov", "new-r1.parts", "wanted-r1.mov", "wanted-r1.parts"]


def test_players_open_the_copy_under_a_name_that_outlives_it(tmp_path: Path) -> None:
    store = ContentStore(tmp_path / "state")
    original = tmp_path / "kiss-1.avi"
    original.write_text("original")
    copy = store.house_copies.path(HOUSE.name("h1"))
    copy.parent.mkdir(parents=True)
    copy.write_text("copy")
    (index := tmp_path / "x.npz").touch()
    ready = Ready(bare_version(original), "h1", index, FACTS, house=HOUSE, copy=copy)
    store.films.offered((ready,), ())
    for name in store.films.lacking(0):
        store.films.took(name.take())
    (held,) = store.films.offered((ready,), ())
    assert held.file.read_text() == "copy" and held.file.suffix == ".mov"
    assert (held.hash, held.house) == ("h1", HOUSE)
    copy.unlink()
    original.unlink()
    (held,) = ContentStore(tmp_path / "state").films.offered((), ("kiss-1.avi",))
    assert held.file.read_text() == "copy" and held.house == HOUSE

    other = store.house_copies.path("h1-other")
    other.write_text("another recipe's")
    changed = replace(ready, house=HouseCopy(PLAN, HOUSE.traits, "hash of another"), copy=other)
    shelf = store.films
    assert [one.file.read_text() for one in shelf.offered((changed,), ())] == ["copy"]
    for name in shelf.lacking(0):
        shelf.took(name.take())
    (held,) = shelf.offered((changed,), ())
    assert held.file.read_text() == "another recipe's"


def test_a_verdict_holds_under_the_rules_that_would_come_to_it() -> None:
    good, copied = Outcome(rule="auto"), Outcome(rule="auto", house=HOUSE)
    refused = Outcome(Fault(verbatim("its rate varies")), rule="never")
    assert good.holds_under(CopyTerms("never")) and not good.holds_under(CopyTerms("always"))
    assert copied.holds_under(CopyTerms("always")) and not copied.holds_under(CopyTerms("never"))
    assert refused.holds_under(CopyTerms("never"))
    assert not refused.holds_under(CopyTerms("auto")) and not refused.holds_under(
        CopyTerms("always")
    )


def test_the_facts_name_the_original_and_both_hashes(tmp_path: Path) -> None:
    ready = Ready(bare_version(tmp_path / "a.mp4"), "h1", Path("x.npz"), FACTS, house=HOUSE)
    told = film_facts_in_words(ready)
    assert told["picture"] == "64 x 36, pictures at a variable rate"
    assert told["house copy"] == "64 x 36, 24 pictures a second, since its rate varies"
    assert told["hashes"] == "original h1, house copy hash of the copy"
