"""Decisions about versions: what orders make of them, and what they make of the line-up."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from show_films import a_film

from installation.director import LineupPlanner
from installation.errors import UsageError
from installation.library import DecisionChange, Decisions
from installation.library import decisions as d
from installation.library._decision_store import NAMES
from installation.model import (
    Approve,
    Layout,
    Pin,
    Ready,
    Restore,
    Retire,
    Rollback,
    Unpin,
    VersionOrder,
    VersionState,
)
from installation.model._layout import parse_layout
from installation.said import verbatim
from installation.show import Approvals
from installation.show._approvals import chosen, standing
from installation.show._status import Standing
from installation.show._version_orders import Known, decided

LAYOUT = """\
screens:
  - {name: left, display: {position: 1}, show: first}
  - {name: right, display: {position: 2}, show: newest}
"""
A, B, C = a_film("a", 3.0), a_film("b", 3.0), a_film("c", 3.0)
B2 = replace(B, hash="b-2")
SHOWN = {"left": ("a", A.hash), "right": ("c", C.hash)}


def layout(admit: str = "auto") -> Layout:
    return parse_layout(LAYOUT + f"versions: {{admit: {admit}}}\n", "x.yaml")


def on_wall(board: Approvals, revisions: tuple[Ready, ...]) -> dict[str, str]:
    plan = board.restock(LineupPlanner(board.policies), revisions).plan(1)
    return {s: e.revision for s, e in plan.entries.items()} if plan else {}


def known(*revisions: Ready) -> Known:
    pairs = [(r.version.id, r.hash) for r in revisions]
    return Known(pairs, ("new.mp4",), ("left", "right"), SHOWN)


def test_auto_approves_what_is_admitted_and_says_so(tmp_path: Path) -> None:
    told: list[tuple[DecisionChange, str]] = []
    board = Approvals(tmp_path, layout(), lambda change, by: told.append((change, by)))
    assert on_wall(board, (A, C)) == {"left": A.hash, "right": C.hash}
    assert [(c.what, c.version, by) for c, by in told] == [
        ("approve", "a", "auto"),
        ("approve", "c", "auto"),
    ]
    told.clear()
    assert on_wall(board, (A, C))
    assert told == []


def test_a_change_to_approve_leaves_on_the_wall_what_is_there(tmp_path: Path) -> None:
    on_wall(Approvals(tmp_path, layout()), (A, B))
    board = Approvals(tmp_path, layout("approve"))
    assert on_wall(board, (A, B, C)) == {"left": A.hash, "right": B.hash}
    assert board.standings()[C.hash].state is VersionState.APPROVAL
    board.order(Approve("c"), "panel", (), {})
    assert on_wall(board, (A, B, C)) == {"left": A.hash, "right": C.hash}


def test_a_new_revision_waits_while_the_one_before_plays_on(tmp_path: Path) -> None:
    on_wall(Approvals(tmp_path, layout()), (A, B))
    board = Approvals(tmp_path, layout("approve"))
    assert on_wall(board, (B, A, B2)) == {"left": A.hash, "right": B.hash}
    assert [r.hash for r in board.listed()] == [B.hash, A.hash, B2.hash]
    board.order(Approve("b"), "command", (), {})
    assert on_wall(board, (B, A, B2)) == {"left": A.hash, "right": B2.hash}
    assert board.wanted() == {A.hash, B.hash, B2.hash}
    board.quarantine("b", B2.hash, "probation", verbatim("held 9 pictures"))
    assert on_wall(board, (B, A, B2)) == {"left": A.hash, "right": B.hash}
    assert "held 9 pictures" in board.standings()[B2.hash].reason


def test_the_natural_order_holds_whatever_order_revisions_come_in() -> None:
    decisions = d.approve(Decisions(), [(r.version.id, r.hash) for r in (A, B, C)], 1, "x")
    choice = chosen(decisions, (C, B, A), layout().policies)
    assert [r.version.id for r in choice.versions] == ["a", "b", "c"]


def test_a_pin_holds_as_long_as_its_version_may_play(tmp_path: Path) -> None:
    board = Approvals(tmp_path, layout())
    on_wall(board, (A, B, C))
    board.order(Pin("b", "right"), "panel", (), {})
    assert on_wall(board, (A, B, C))["right"] == B.hash
    board.order(Retire("b"), "panel", (), {})
    assert on_wall(board, (A, B, C))["right"] == C.hash
    assert any("pinned to 'b'" in note for note in board.notes())
    board.order(Restore("b"), "panel", (), {})
    assert on_wall(board, (A, B, C))["right"] == B.hash
    board.order(Unpin("right"), "panel", (), {})
    assert on_wall(board, (A, B, C))["right"] == C.hash


def test_decisions_outlive_the_board(tmp_path: Path) -> None:
    board = Approvals(tmp_path, layout())
    on_wall(board, (A, B, C))
    board.order(Retire("c"), "panel", (), {})
    (tmp_path / NAMES[0]).write_bytes(b"{")
    again = Approvals(tmp_path, layout())
    assert on_wall(again, (A, B, C)) == {"left": A.hash, "right": B.hash}
    assert any(NAMES[0] in note for note in again.notes())


def test_a_full_disk_is_said_and_the_decision_holds(tmp_path: Path) -> None:
    board = Approvals(tmp_path, layout())
    on_wall(board, (A, B, C))
    for name in NAMES:
        (tmp_path / name).unlink()
        (tmp_path / name).mkdir()
    answer = board.order(Retire("c"), "panel", (), {})
    assert "cannot be kept" in answer.text
    assert on_wall(board, (A, B, C))["right"] == B.hash


def test_rollback_sets_aside_what_came_last_or_what_is_on_a_screen() -> None:
    decisions = d.approve(Decisions(), [("a", A.hash), ("b", B.hash)], 1, "auto")
    decisions = d.approve(decisions, [("c", C.hash)], 2, "auto")
    after, answer = decided(decisions, known(A, B, C), Rollback(), 3, "panel")
    assert set(after.quarantined) == {C.hash}
    assert "c is set aside" in answer
    after, _ = decided(decisions, known(A, B, C), Rollback("left"), 3, "panel")
    assert set(after.quarantined) == {A.hash}


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (Approve("bb"), "no version 'bb'; did you mean 'b'"),
        (Approve("new.mp4"), "has not been found good"),
        (Pin("b", "lft"), "no screen 'lft'; did you mean 'left'"),
        (Pin("z", "left"), "no version 'z'"),
        (Unpin("top"), "no screen 'top'"),
    ],
)
def test_an_order_that_makes_no_sense_says_what_would(order: VersionOrder, says: str) -> None:
    with pytest.raises(UsageError) as fault:
        decided(Decisions(), known(A, B, C), order, 1, "command")
    assert says in fault.value.message
    assert fault.value.advice


def test_what_was_set_aside_last_plays_where_there_is_nothing_else(tmp_path: Path) -> None:
    board = Approvals(tmp_path, layout(), wall_ms=iter(range(1, 100)).__next__)
    assert on_wall(board, (A, B)) == {"left": A.hash, "right": B.hash}
    board.quarantine("a", A.hash, "probation", verbatim("it crashed"))
    assert on_wall(board, (A, B)) == {"left": B.hash, "right": B.hash} and not board.notes()
    board.quarantine("b", B.hash, "probation", verbatim("it crashed"))
    assert on_wall(board, (A, B)) == {"left": B.hash, "right": B.hash}
    assert board.admits("b", B.hash) and not board.admits("a", A.hash)
    assert "b was set aside, and plays all the same" in board.notes()[0]
    assert standing(board.decisions, "b", B.hash).state is VersionState.ASIDE
    # after a reboot, too; and a version that may play takes over
    board = Approvals(tmp_path, layout())
    assert on_wall(board, (A, B)) == {"left": B.hash, "right": B.hash}
    assert on_wall(board, (A, B, C)) == {"left": C.hash, "right": C.hash} and not board.notes()


def test_what_a_person_has_retired_does_not_come_back_for_want_of_others(tmp_path: Path) -> None:
    board = Approvals(tmp_path, layout())
    on_wall(board, (A,))
    board.quarantine("a", A.hash, "probation", verbatim("it crashed"))
    board.decisions = d.retire(board.decisions, "a", 2, "command")
    assert on_wall(board, (A,)) == {}


def test_the_last_version_is_not_taken_off_the_wall() -> None:
    decisions = d.approve(Decisions(), [("a", A.hash)], 1, "auto")
    for order in (Retire("a"), Rollback("left")):
        with pytest.raises(UsageError, match="only version"):
            decided(decisions, known(A, B), order, 1, "command")


def test_words_for_what_changes_nothing() -> None:
    decisions = d.approve(Decisions(), [("a", A.hash)], 1, "auto")
    assert decided(decisions, known(A), Approve("a"), 2, "x") == (
        decisions,
        "a is approved already",
    )
    after, answer = decided(decisions, known(A), Restore("a"), 2, "x")
    assert after is decisions and "neither" in answer
    assert standing(decisions, "a", A.hash) == Standing()


def test_pins_of_screens_that_the_layout_has_no_more_are_let_be() -> None:
    decisions = d.approve(Decisions(), [("a", A.hash)], 1, "auto")
    decisions = d.pin(decisions, "gone", "a", 1, "x")
    choice = chosen(decisions, (A,), {"left": "newest"})
    assert (choice.policies, choice.notes) == ({"left": "newest"}, ())


def test_names_are_matched_as_people_see_them() -> None:
    """A Mac's folder in decomposed letters, typed in composed ones; a screen in another case."""
    composed, apart = (unicodedata.normalize(form, "Поцелуй-2") for form in ("NFC", "NFD"))
    assert composed != apart
    new = Known([(composed, "1"), ("b", "2")], (f"{apart}.mp4",), ("left", "right"))
    pinned, answer = decided(Decisions(), new, Pin(apart, "Left"), 1, "command")
    assert {str(s): j.version for s, j in pinned.pinned.items()} == {"left": composed}
    assert answer.startswith(f"left shows {composed} ")
    assert decided(pinned, new, Unpin("LEFT"), 2, "command")[0].pinned == {}
    admitted = d.approve(Decisions(), new.revisions, 1, "auto")
    retired, _ = decided(admitted, new, Retire(apart.upper()), 2, "command")
    assert set(retired.retired) == {composed}
    assert decided(retired, new, Restore(apart), 3, "command")[0].retired == {}
    with pytest.raises(UsageError, match="not been found good"):
        decided(admitted, new, Approve(f"{composed}.mp4"), 1, "command")
