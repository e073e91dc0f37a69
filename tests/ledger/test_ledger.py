"""The ledger keeps what it is told, through full disks, damage and power cuts."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from installation import files
from installation.ledger import NAME, Ledger, read_account
from installation.ledger import _ledger as ledger
from installation.ledger import _rows as r
from installation.ledger._tables import HOUR_MS, MOST_ROWS
from installation.model import Refusal
from installation.said import Said, in_language

ENTRIES = {"left": ("a", "ra"), "right": ("b", "rb")}
ROWS: list[r.Row] = [
    r.BeganRow(1, "boot", "The Kiss", "0.1", {"left": "first"}),
    r.IterationRow(
        2, "ra", "a", "The Kiss, a", 1.0, "2024-01-01", "a.mp4", (("motion", "Runway"),)
    ),
    r.ArrivalRow(3, "a.mp4", "admitted", "ra"),
    r.DecisionRow(4, "approve", "a", "ra", "", "panel"),
    r.CycleBeganRow(5, "boot", 1, 120_000, ENTRIES),
    r.CycleEndedRow(6, "boot", 1, True, 0, {"left": (0, 2, 0)}),
    r.BeatRow(7, "boot", 70, 1, "kiss", -1, "left"),
    r.FaultRow(8, "left", "killed by SIGKILL"),
    r.MendedRow(8, "left", "killed by SIGKILL", 1400, 2),
    r.ReadingRow(8, "disk", "/state", 5e9),
    r.LanguageRow(8, "left", "ru"),
    r.LanguageRow(9, "left", "ru"),
    r.TextRow(8, "a", "ru", "ru.srt", "4a5b"),
    r.TextRow(9, "a", "ru", "ru.srt", "4a5b"),
    r.OrderRow(9, "go", "kiss", "command", True, "to 70.0 s"),
]
TABLES = ["shows", "iterations", "arrivals", "decisions", "cycles", "misses", "beats"]
TABLES += ["faults", "actions", "readings", "languages", "texts"]


def asked(folder: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / NAME)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def told(folder: Path, *rows: r.Row) -> str:
    ledger = Ledger(folder)
    for row in rows:
        ledger.note(row)
    ledger.close()
    return ledger.trouble()


@pytest.mark.parametrize(
    "odd",
    [
        r.FaultRow(2**70, "left", "beyond what SQLite counts"),
        r.FaultRow(1, "left", object()),  # type: ignore[arg-type]
        r.FaultRow(1, "left", "\ud800"),
        r.FaultRow(1, "left", None),  # type: ignore[arg-type]
    ],
    ids=["too large", "no value", "no text", "nothing"],
)
def test_a_row_that_cannot_be_written_costs_no_other(tmp_path: Path, odd: r.Row) -> None:
    assert told(tmp_path, ROWS[0], odd, *ROWS[1:]) == "1 entries are lost."
    for table in TABLES:
        assert asked(tmp_path, f"SELECT count(*) FROM {table}") == [(1,)], table


def test_a_disk_that_hangs_is_told_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, begun = threading.Event(), threading.Event()

    def write(*_: object) -> None:
        begun.set()
        assert hangs.wait(60)

    monkeypatch.setattr(ledger, "write", write)
    monkeypatch.setattr(files, "HUNG_S", 0.05)
    monkeypatch.setattr(ledger, "LAST_S", 0.05)
    kept = Ledger(tmp_path)
    kept.note(ROWS[0])
    assert begun.wait(60)
    ends = time.monotonic() + 60
    while "its disk has not answered for" not in kept.trouble():
        assert time.monotonic() < ends
        time.sleep(0.01)
    kept.close()
    assert kept._thread.is_alive()  # it hangs still
    hangs.set()
    kept._thread.join(60)
    assert kept.trouble() == ""


def test_every_row_has_its_table(tmp_path: Path) -> None:
    assert told(tmp_path, *ROWS) == ""
    for table in TABLES:
        assert asked(tmp_path, f"SELECT count(*) FROM {table}") == [(1,)], table
    assert asked(tmp_path, "SELECT screen, version, revision FROM places") == [
        ("left", "a", "ra"),
        ("right", "b", "rb"),
    ]


def test_a_cycle_that_another_controller_goes_on_with_is_one(tmp_path: Path) -> None:
    began = r.CycleBeganRow(5, "boot", 1, 120_000, ENTRIES)
    told(tmp_path, began)
    told(
        tmp_path,
        r.CycleBeganRow(50, "boot", 1, 120_000, ENTRIES),
        r.CycleEndedRow(60, "boot", 1, True),
    )
    assert asked(tmp_path, "SELECT at_ms, ended_ms, whole FROM cycles") == [(5, 60, 1)]
    told(tmp_path, r.CycleBeganRow(70, "later boot", 1, 120_000, ENTRIES))
    assert asked(tmp_path, "SELECT at_ms, ended_ms FROM cycles") == [(5, 60), (70, None)]
    assert asked(tmp_path, "SELECT count(*) FROM lineups") == [(1,)]


def test_a_beat_that_is_told_again_is_noted_once(tmp_path: Path) -> None:
    passed = r.BeatRow(7, "boot", 70, 1, "kiss")
    told(tmp_path, passed)
    told(tmp_path, passed, r.BeatRow(9, "boot", 90, 1, "march", 2, "right"))
    told(tmp_path, r.BeatRow(9, "later boot", 60, 1, "march", -3, "left"))
    assert asked(tmp_path, "SELECT beat, passes, exact, worst, screen FROM beats") == [
        ("kiss", 1, 1, 0, ""),
        ("march", 2, 0, -3, "left"),
    ]


def test_a_ledger_of_the_first_format_is_brought_up_to_date(tmp_path: Path) -> None:
    told(tmp_path, *ROWS)
    connection = sqlite3.connect(tmp_path / NAME)
    connection.executescript(
        "DROP TABLE beats; DROP TABLE passed; CREATE TABLE beats (at_ms); DROP TABLE clock;"
        " DROP TABLE house; DROP TABLE languages; DROP TABLE texts; DROP TABLE said;"
        " ALTER TABLE cycles DROP COLUMN began_ns; ALTER TABLE cycles DROP COLUMN ended_ns;"
        " ALTER TABLE faults DROP COLUMN lasted_ms; ALTER TABLE faults DROP COLUMN times;"
        " DROP TABLE readings; DROP INDEX faults_by_time; PRAGMA user_version=1"
    )
    connection.close()
    assert told(tmp_path, *ROWS[6:]) == ""
    assert asked(tmp_path, "SELECT worst FROM beats") == [(-1,)]
    assert asked(tmp_path, "SELECT count(*) FROM cycles") == [(1,)]


def test_a_fault_that_is_over_says_after_how_long(tmp_path: Path) -> None:
    again = r.FaultRow(70, "left", "killed by SIGKILL")
    told(tmp_path, *ROWS, again)
    assert asked(tmp_path, "SELECT at_ms, lasted_ms, times FROM faults") == [
        (8, 1400, 2),
        (70, None, 1),
    ]


def test_of_each_hour_the_last_reading_is_kept(tmp_path: Path) -> None:
    told(tmp_path, *(r.ReadingRow(n * HOUR_MS // 4, "disk", "/state", n) for n in range(8)))
    assert asked(tmp_path, "SELECT hour, value FROM readings") == [(0, 3.0), (1, 7.0)]


def test_what_has_no_bound_keeps_its_last_rows_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MOST_ROWS, "faults", 3)
    faults = [r.FaultRow(n, "left", f"reason {n}") for n in range(10)]
    told(tmp_path, *ROWS, *faults, r.ReadingRow(10**15, "disk", "/state", 1.0))
    assert asked(tmp_path, "SELECT at_ms FROM faults ORDER BY at_ms") == [(7,), (8,), (9,)]
    assert asked(tmp_path, "SELECT count(*) FROM cycles") == [(1,)]


def test_a_damaged_ledger_is_set_aside_with_its_date(tmp_path: Path) -> None:
    told(tmp_path, *ROWS)
    path = tmp_path / NAME
    path.write_bytes(b"no ledger at all" * 1000)
    trouble = told(tmp_path, *ROWS)
    (aside,) = tmp_path.glob("ledger-damaged-2*.sqlite")
    assert str(aside) in trouble
    assert aside.read_bytes().startswith(b"no ledger")
    assert asked(tmp_path, "SELECT count(*) FROM cycles") == [(1,)]


def test_of_many_damaged_ledgers_the_largest_are_kept(tmp_path: Path) -> None:
    for n in range(8):
        (tmp_path / f"ledger-damaged-{n}.sqlite").write_bytes(b"x" * (n * 1000 + 50_000))
    (tmp_path / NAME).write_bytes(b"no ledger at all")
    told(tmp_path, *ROWS)
    left = sorted(tmp_path.glob("ledger-damaged-*"))
    assert [file.stat().st_size for file in left] == [n * 1000 + 50_000 for n in range(3, 8)]
    assert asked(tmp_path, "SELECT count(*) FROM cycles") == [(1,)]


def test_damage_inside_is_found_too(tmp_path: Path) -> None:
    told(tmp_path, *(r.FaultRow(n, "left", "x" * 500) for n in range(500)))
    path = tmp_path / NAME
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    path.write_bytes(data)
    assert "damaged" in told(tmp_path, ROWS[0])
    assert asked(tmp_path, "SELECT count(*) FROM shows") == [(1,)]


def test_what_was_said_is_read_with_its_sentence_and_older_text_as_it_is(tmp_path: Path) -> None:
    ended = Said("its process ended: {how}", how=Said("killed by {signal}", signal="SIGKILL"))
    refused = Refusal.CHANGED_READ.fault().reason
    answer = Said("paused already")
    told(
        tmp_path,
        r.FaultRow(8, "left", ended),
        r.FaultRow(9, "left", ended),
        r.FaultRow(10, "left", "killed by SIGKILL"),
        r.ArrivalRow(11, "a.mp4", "quarantined", "", refused),
        r.OrderRow(12, "pause", "", "panel", False, answer),
        r.HouseRow(13, "house", Said("closed")),
    )
    account = read_account(tmp_path, 0, 100, 100)
    found = [event.what for event in (*account.faults, *account.house)]
    assert found == [ended, ended, "killed by SIGKILL", "closed"]
    de = "der Prozess brach ab: Signal SIGKILL"
    assert [in_language(what, "de") for what in found] == [
        de,
        de,
        "killed by SIGKILL",
        "geschlossen",
    ]
    (arrival,), (action,) = account.arrivals, account.actions
    assert in_language(arrival.detail, "ru") == "фильм изменился, пока его читали"
    assert (action.ok, action.detail) == (False, "refused: paused already")
    assert in_language(action.detail, "de") == "abgelehnt: schon angehalten"
    assert asked(tmp_path, "SELECT count(*) FROM said") == [(4,)]
