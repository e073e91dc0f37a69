"""What people decide about versions: pure transitions, and a file that is never half believed."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from installation.library import Decisions, DecisionStore
from installation.library import decisions as d
from installation.library._decision_store import NAMES, _sum
from installation.said import Said, verbatim

NONE = Decisions()


def approved(*pairs: tuple[str, str]) -> Decisions:
    return d.approve(NONE, pairs, 1, "panel")


def test_only_what_is_approved_takes_part() -> None:
    some = approved(("kiss-2", "r2"))
    assert some.admits("kiss-2", "r2")
    assert not some.admits("kiss-2", "r3")  # a new film of a known id needs a look of its own
    assert not NONE.admits("kiss-2", "r2")
    assert some.approved["r2"].by == "panel"


def test_a_decision_that_changes_nothing_is_the_same_value() -> None:
    some = d.pin(d.retire(approved(("a", "r")), "a", 2, "x"), "left", "a", 3, "x")
    assert d.approve(some, [("a", "r")], 9, "y") is some
    assert d.retire(some, "a", 9, "y") is some
    assert d.pin(some, "left", "a", 9, "y") is some
    assert d.unpin(some, "right", 9) is some
    assert d.restore(some, "b", 9) is some
    away = d.quarantine(some, "a", "r", 4, "probation", verbatim("held 3 pictures"))
    assert d.quarantine(away, "a", "r", 9, "y", verbatim("again")) is away


def test_what_is_set_aside_or_retired_comes_back_as_it_was() -> None:
    some = approved(("a", "r1"), ("a", "r2"), ("b", "r3"))
    away = d.quarantine(d.retire(some, "a", 2, "x"), "a", "r2", 3, "probation", verbatim("late"))
    away = d.quarantine(away, "b", "r3", 4, "command", verbatim("rolled back"))
    assert not away.admits("a", "r1")
    back = d.restore(away, "a", 9)
    assert back.admits("a", "r1") and back.admits("a", "r2")
    assert not back.admits("b", "r3")


def test_a_pin_is_one_version_a_screen() -> None:
    some = d.pin(d.pin(NONE, "left", "a", 1, "x"), "left", "b", 2, "x")
    assert {screen: j.version for screen, j in some.pinned.items()} == {"left": "b"}
    assert d.unpin(some, "left", 9).pinned == {}


NAMES_OF = st.sampled_from(["a", "b", "kiss 3", "ä"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("approve"), NAMES_OF, NAMES_OF),
        st.tuples(st.just("quarantine"), NAMES_OF, NAMES_OF),
        st.tuples(st.just("retire"), NAMES_OF, NAMES_OF),
        st.tuples(st.just("restore"), NAMES_OF, NAMES_OF),
        st.tuples(st.just("pin"), NAMES_OF, NAMES_OF),
    ),
    max_size=12,
)


def stepped(start: Decisions, what: str, one: str, two: str) -> Decisions:
    if what == "approve":
        return d.approve(start, [(one, two)], 1, "x")
    if what == "quarantine":
        return d.quarantine(start, one, two, 1, "x", verbatim("why"))
    if what == "pin":
        return d.pin(start, one, two, 1, "x")
    return {
        "retire": lambda: d.retire(start, one, 1, "x"),
        "restore": lambda: d.restore(start, one, 1),
    }[what]()


@given(STEPS)
def test_the_serial_rises_with_every_change_and_only_then(
    steps: list[tuple[str, str, str]],
) -> None:
    now = NONE
    for step in steps:
        after = stepped(now, *step)
        assert after.serial == now.serial + (after is not now)
        assert (after == now) == (after is now)
        now = after


def test_a_first_start_finds_nothing_and_says_nothing(tmp_path: Path) -> None:
    assert DecisionStore(tmp_path).load() == (NONE, "")


def test_what_is_saved_is_found_again(tmp_path: Path) -> None:
    some = d.pin(d.retire(approved(("kiss ä", "r")), "b", 2, "x"), "left", "a", 3, "x")
    DecisionStore(tmp_path).save(some)
    assert DecisionStore(tmp_path).load() == (some, "")


def damages(data: bytes) -> list[bytes]:
    return [b"", data[:-1], data[: len(data) // 2], b"\0" * len(data), data.replace(b'"a"', b'"z"')]


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("name", NAMES)
def test_one_damaged_copy_loses_nothing(tmp_path: Path, name: str, number: int) -> None:
    some = approved(("a", "r"))
    store = DecisionStore(tmp_path)
    store.save(some)
    path = tmp_path / name
    path.write_bytes(damages(path.read_bytes())[number])
    found, note = store.load()
    assert found == some
    assert name in note


def test_two_damaged_copies_are_not_believed_and_it_is_said(tmp_path: Path) -> None:
    store = DecisionStore(tmp_path)
    store.save(approved(("a", "r")))
    for name in NAMES:
        (tmp_path / name).write_bytes(b'{"sum": "", "decisions": {}}')
    found, note = store.load()
    assert found == NONE
    assert "forgotten" in note and "kiss versions" in note


def test_a_power_cut_between_the_copies_leaves_the_later_one(tmp_path: Path) -> None:
    store = DecisionStore(tmp_path)
    old = approved(("a", "r"))
    store.save(old)
    before = (tmp_path / NAMES[1]).read_bytes()
    store.save(d.retire(old, "a", 2, "x"))
    (tmp_path / NAMES[1]).write_bytes(before)
    assert store.load() == (d.retire(old, "a", 2, "x"), "")


def test_people_can_read_the_file(tmp_path: Path) -> None:
    DecisionStore(tmp_path).save(approved(("kiss-2", "r2")))
    text = (tmp_path / NAMES[0]).read_text()
    assert json.loads(text)["decisions"]["approved"]["r2"]["version"] == "kiss-2"
    assert len(text.splitlines()) > 5


def test_reasons_of_an_older_program_are_read(tmp_path: Path) -> None:
    kept = d.quarantine(Decisions(), "a", "h1", 5, "probation", Said("its player {how}", how="x"))
    store = DecisionStore(tmp_path)
    store.save(kept)
    assert store.load() == (kept, "")
    body = msgspec.json.encode(kept, enc_hook=str)
    old = {"sum": _sum(body), "decisions": msgspec.Raw(body)}
    for path in store.paths:
        path.write_bytes(msgspec.json.encode(old))
    found, note = store.load()
    assert (found.quarantined["h1"].reason, note) == ("its player x", "")


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["approve", "quarantine", "retire", "restore", "pin", "unpin", "meet"]),
        st.sampled_from(["a", "b"]),
        st.integers(0, 2),
        st.integers(-3, 3),
    ),
    max_size=25,
)


def changed(start: Decisions, what: str, one: str, at_ms: int, by: str) -> Decisions:
    moves: dict[str, Callable[[], Decisions]] = {
        "approve": lambda: d.approve(start, [(one, f"{one}1")], at_ms, by),
        "quarantine": lambda: d.quarantine(start, one, f"{one}1", at_ms, by, verbatim("why")),
        "retire": lambda: d.retire(start, one, at_ms, by),
        "restore": lambda: d.restore(start, one, at_ms),
        "pin": lambda: d.pin(start, "left", one, at_ms, by),
        "unpin": lambda: d.unpin(start, "left", at_ms),
    }
    return moves[what]()


def told(decisions: Decisions) -> Decisions:
    return replace(decisions, serial=0)


@given(CHANGES)
def test_machines_that_have_met_have_decided_the_same(
    steps: list[tuple[int, str, str, int, int]],
) -> None:
    machines = [NONE, NONE, NONE]
    for at, (who, what, one, other, off_ms) in enumerate(steps):
        if what == "meet":
            machines[who] = d.merged(machines[who], machines[other])
        else:
            before = machines[who]
            machines[who] = after = changed(before, what, one, 10 + at + off_ms, f"m{who}")
            # what was just decided holds against all that this machine knew, whatever its clock
            assert told(d.merged(after, before)) == told(after)
            assert told(d.merged(before, after)) == told(after)
    for _ in range(2):
        for who in range(3):
            for other in range(3):
                machines[who] = d.merged(machines[who], machines[other])
    assert told(machines[0]) == told(machines[1]) == told(machines[2])
    assert d.merged(machines[0], machines[1]) is machines[0]


def test_of_two_decisions_about_one_thing_the_later_one_holds() -> None:
    both = d.retire(approved(("a", "r")), "a", 5, "east: panel")
    east = d.restore(both, "a", 7)
    west = d.pin(both, "left", "a", 6, "west: panel")
    one = d.merged(west, east)
    assert not one.retired and one.pinned["left"].by == "west: panel"
    again = d.retire(one, "a", 8, "west: panel")
    assert "a" in d.merged(east, again).retired
