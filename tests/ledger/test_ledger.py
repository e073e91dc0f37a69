"""The ledger keeps what it is told, through full disks, damage and power cuts."""

import sqlite3
from pathlib import Path

from installation.ledger import NAME, Ledger
from installation.ledger import _rows as r

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
    r.OrderRow(9, "go", "kiss", "command", True, "to 70.0 s"),
]
TABLES = ["shows", "iterations", "arrivals", "decisions", "cycles", "misses", "beats"]
TABLES += ["faults", "actions"]


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
        " DROP TABLE house;"
        " ALTER TABLE cycles DROP COLUMN began_ns; ALTER TABLE cycles DROP COLUMN ended_ns;"
        " PRAGMA user_version=1"
    )
    connection.close()
    assert told(tmp_path, *ROWS[-3:]) == ""
    assert asked(tmp_path, "SELECT worst FROM beats") == [(-1,)]
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


def test_damage_inside_is_found_too(tmp_path: Path) -> None:
    told(tmp_path, *(r.FaultRow(n, "left", "x" * 500) for n in range(500)))
    path = tmp_path / NAME
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    path.write_bytes(data)
    assert "damaged" in told(tmp_path, ROWS[0])
    assert asked(tmp_path, "SELECT count(*) FROM shows") == [(1,)]
