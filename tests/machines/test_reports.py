"""``kiss report --all``: asked of machines that are there, told of those that are not."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation.cli import _main as cli
from installation.ledger import Ledger
from installation.ledger import _rows as r
from installation.machines import ZenohBus, make_keys, own_account, pair

pytestmark = [pytest.mark.process, pytest.mark.patient]
ADDRESSES = {"east": "127.0.79.1", "west": "127.0.79.2", "north": "127.0.79.3"}
ROOMS = """machines: {east: 127.0.79.1, west: 127.0.79.2, north: 127.0.79.3}
screens:
- {name: left, machine: east, display: {position: 1}}
- {name: right, machine: west, display: {position: 1}}
- {name: back, machine: north, display: {position: 1}}
"""


def a_ledger(folder: Path) -> None:
    now_ms = time.time_ns() // 1_000_000
    ledger = Ledger(folder)
    ledger.note(r.BeganRow(now_ms - 100_000, "boot", "Rooms", "0.1"))
    entries = dict.fromkeys(("left", "right", "back"), ("a", "ra"))
    ledger.note(r.CycleBeganRow(now_ms - 90_000, "boot", 1, 60_000, entries))
    ledger.note(r.CycleEndedRow(now_ms - 30_000, "boot", 1, True, 0, {}))
    ledger.note(r.FaultRow(now_ms - 20_000, "disk", "full"))
    ledger.close()


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Path]:
    """Three machines, of which one has no show; and the folder that has their states."""
    for own in make_keys(tmp_path / "keys", ADDRESSES):
        (tmp_path / own.name).mkdir()
        pair(own, tmp_path / own.name)
    (tmp_path / "rooms.yaml").write_text(ROOMS)
    a_ledger(tmp_path / "east")
    a_ledger(tmp_path / "west")
    west = tmp_path / "west"
    bus = ZenohBus(ADDRESSES, pair(tmp_path / "keys" / "west", west), own_account(west))
    yield tmp_path
    bus.close()


def asked(rooms: Path, *words: str) -> tuple[str, ...]:
    layout = str(rooms / "rooms.yaml")
    return ("report", "--all", "--layout", layout, "--state", str(rooms / "east"), *words)


def test_one_report_of_all_that_are_there(rooms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    began_s = time.monotonic()
    assert cli.main(list(asked(rooms))) == 0
    assert time.monotonic() - began_s < 20
    text = capsys.readouterr().out
    assert "east: 1 cycles in 1 min 00 s" in text and "west: 1 cycles in 1 min 00 s" in text
    assert "north: its report is missing here: is not there." in text
    assert "east: disk full" in text and "west: disk full" in text
    assert "left: a" in text and "right: a" in text and "back: a" not in text
    assert cli.main(list(asked(rooms, "--day", "--json"))) == 0
    found = json.loads(capsys.readouterr().out)
    assert [wall["machine"] for wall in found["walls"]] == ["east", "west", "north"]


def test_one_without_a_ledger_says_so(rooms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in (rooms / "west").glob("ledger*"):
        file.unlink()
    assert cli.main(list(asked(rooms))) == 0
    text = capsys.readouterr().out
    assert "west: its report is missing here: " in text and "there is no ledger yet" in text
    assert "east: 1 cycles" in text


def test_a_layout_of_one_machine_has_no_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = tmp_path / "one.yaml"
    layout.write_text("screens: [{name: a, display: {position: 1}}]\n")
    words = ["report", "--all", "--layout", str(layout), "--state", str(tmp_path)]
    assert cli.main(words) == 1
    assert "is for one machine. Leave --all out." in capsys.readouterr().err.replace("\n ", "")
