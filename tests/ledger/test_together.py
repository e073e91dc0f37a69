"""One account of several machines: of each what happened on its own wall, and whose it was."""

from dataclasses import replace
from pathlib import Path

import pytest

from installation.errors import LibraryError
from installation.ledger import (
    Account,
    Ledger,
    WallAccount,
    account_heard,
    account_told,
    read_account,
    together,
)
from installation.ledger import _account_wire as wire
from installation.ledger import _rows as r
from installation.said import Said

BEGAN = 1_774_000_000_000
SPAN = (BEGAN - 1000, BEGAN + 3_600_000)


def an_account(folder: Path, missed: int = 0, orders: tuple[tuple[int, str], ...] = ()) -> Account:
    """What one of two machines notes: line-ups of both walls, and faults of its own."""
    ledger = Ledger(folder)
    ledger.note(r.BeganRow(BEGAN, "boot", "Rooms", "0.1"))
    picture = (r.PictureRow("kiss", 7, b"\xff\xd8jpeg"),)
    ledger.note(r.IterationRow(BEGAN, "ra", "a", "A", 1.0, "2026", "a.mp4", (), pictures=picture))
    entries = {"left": ("a", "ra"), "right": ("a", "ra")}
    for number in range(3):
        at_ms = BEGAN + number * 60_000
        ledger.note(r.CycleBeganRow(at_ms, "boot", number, 60_000, entries))
        held = {"left": (0, missed, 0)} if number == 1 else {}
        ledger.note(r.CycleEndedRow(at_ms + 60_000, "boot", number, True, 0, held))
    ledger.note(r.BeatRow(BEGAN + 5, "boot", 1, 1, "kiss", missed and -missed, "left"))
    ledger.note(r.FaultRow(BEGAN + 9, "disk", Said("{what} is full", what="/")))
    for at_ms, by in orders:
        ledger.note(r.OrderRow(at_ms, "pause", "", by, True, "paused"))
    ledger.close()
    return read_account(folder, *SPAN, SPAN[1])


@pytest.fixture
def walls(tmp_path: Path) -> tuple[WallAccount, WallAccount]:
    east = an_account(
        tmp_path / "e", orders=((BEGAN + 100, "west: panel"), (BEGAN + 9000, "panel"))
    )
    west = an_account(tmp_path / "w", missed=2, orders=((BEGAN + 90, "panel"),))
    return WallAccount("east", ("left",), east), WallAccount("west", ("right",), west)


def test_each_screen_is_told_of_by_the_machine_that_it_hangs_on(
    walls: tuple[WallAccount, WallAccount],
) -> None:
    one = together(walls, *SPAN)
    assert one.title == "Rooms" and one.screens == ("left", "right")
    (film,) = one.iterations
    assert [(shown.screen, shown.cycles) for shown in film.shown] == [("left", 3), ("right", 3)]
    assert [stretch.entries.keys() for stretch in one.stretches] == [{"left"}, {"right"}]


def test_what_was_missed_is_the_worst_of_all_and_told_for_each(
    walls: tuple[WallAccount, WallAccount],
) -> None:
    one = together(walls, *SPAN)
    assert (one.quality.cycles, one.quality.clean, one.quality.held) == (3, 2, 2)
    assert [(wall.machine, wall.quality and wall.quality.clean) for wall in one.walls] == [
        ("east", 3),
        ("west", 2),
    ]
    (beat,) = one.beats
    assert (beat.passes, beat.exact, beat.worst, beat.screen) == (1, 0, -2, "left")


def test_faults_say_whose_they_are_and_an_order_is_told_once(
    walls: tuple[WallAccount, WallAccount],
) -> None:
    one = together(walls, *SPAN)
    assert [fault.by for fault in one.faults] == ["east: disk", "west: disk"]
    assert [(act.at_ms - BEGAN, act.by) for act in one.actions] == [
        (90, "west: panel"),
        (9000, "east: panel"),
    ]


def test_a_machine_that_is_not_there_is_missing(walls: tuple[WallAccount, WallAccount]) -> None:
    away = WallAccount("west", ("right",), missing="is not there")
    one = together((walls[0], away), *SPAN)
    assert one.screens == ("left",)
    assert one.walls[1].quality is None and one.walls[1].missing == "is not there"
    none = together((away,), *SPAN)
    assert (none.quality.cycles, none.first_ms, none.last_ms) == (0, *SPAN)


def test_an_account_comes_over_as_it_is_but_for_its_pictures(
    walls: tuple[WallAccount, WallAccount],
) -> None:
    account = walls[1].account
    assert account is not None and account.iterations[0].pictures
    bare = tuple(replace(one, pictures=()) for one in account.iterations)
    heard = account_heard(account_told(account))
    assert heard == replace(account, iterations=bare)
    assert heard.faults[0].what == "/ is full"


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 10_000, b'{"title": 1}'])
def test_what_is_no_account_is_refused(data: bytes) -> None:
    with pytest.raises(LibraryError, match="no report of this version's"):
        account_heard(data)


def test_a_huge_one_is_not_told(
    walls: tuple[WallAccount, WallAccount], monkeypatch: pytest.MonkeyPatch
) -> None:
    account = walls[0].account
    assert account is not None
    data = account_told(account)
    monkeypatch.setattr(wire, "MOST_BYTES", len(data) - 1)
    with pytest.raises(LibraryError, match="Ask for fewer days"):
        account_told(account)
    with pytest.raises(LibraryError, match="larger than a report may be"):
        account_heard(data)
