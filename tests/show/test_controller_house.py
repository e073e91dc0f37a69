"""The controller of a house with hours: the wall, the projectors and the ledger obey them."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from emulated_projector import EmulatedProjector, Habits
from pjlink_server import PjlinkServer
from still_folder import StillFolder

from installation.apps._controller_parts import build
from installation.ledger import NAME
from installation.model import Blackout, Close, NetworkProjector, Open, Output, ShowState
from installation.model._layout import parse_layout
from installation.model._opening_hours import OpeningHours, OpenSpan
from installation.power._power_case import PowerAnswer
from installation.power._projector_room import ProjectorReport
from installation.show import Controller, Folders, status_table
from installation.show._supervisor import SupervisedProcess
from installation.units import SECOND

BERLIN = ZoneInfo("Europe/Berlin")
DAY = OpenSpan(clock(10), clock(18))
HOURS = OpeningHours(BERLIN, ((DAY,),) * 7)
LAYOUT = "screens:\n  - {name: left, display: {position: 1}}\n"


class Nobody:
    """Stands in for the supervisor: starts no process."""

    workers: Iterable[SupervisedProcess] = ()

    def want(self, _name: str, _command: Sequence[str], _now_ns: int) -> None:
        return

    def dismiss(self, _name: str) -> None:
        return

    def heard(self, _name: str) -> None:
        return

    def recognises(self, _name: str, _pid: int) -> bool:
        return False

    def watch(self, _now_ns: int, _lost: Callable[[str], None]) -> None:
        return

    def leave(self) -> None:
        return


class HouseRig:
    """A controller by a wall clock and a running time of its own."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.wall = datetime(2026, 3, 28, 9, tzinfo=BERLIN)
        self.now_ns = 1000 * SECOND
        self.folders = Folders(base / "versions", base / "calibration", base / "state")
        for folder in (self.folders.versions, self.folders.state):
            folder.mkdir()
        self.begin()

    def utc(self) -> float:
        return self.wall.timestamp()

    def begin(self) -> None:
        self.parts = build(
            parse_layout(LAYOUT, "l.yaml"),
            {},
            self.folders,
            lambda: [Output("A", 0, 0, 640, 360)],
            Nobody(),
            StillFolder(self.folders.versions),
            self.utc,
        )
        self.house = Controller(self.parts)
        self.house.keep_hours(HOURS, 60.0)
        self.house.staff(self.now_ns)
        self.house.begin(self.now_ns)

    def change_controller(self) -> None:
        for part in (self.parts.connections, self.parts.versions, self.parts.diary):
            part.close()
        self.parts.projectors.close()
        self.begin()

    def at(self, wall: datetime) -> ShowState:
        """What the show is at a time of the wall clock."""
        self.now_ns += round((wall.timestamp() - self.wall.timestamp()) * SECOND)
        self.wall = wall
        self.house.tick(self.now_ns)
        return self.house.status(self.now_ns).state

    def rows(self) -> list[tuple[str, str]]:
        with closing(sqlite3.connect(self.folders.state / NAME)) as db:
            return db.execute("SELECT who, what FROM house ORDER BY rowid").fetchall()


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HouseRig]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    made = HouseRig(tmp_path)
    yield made
    made.house.leave()


def test_the_wall_wakes_a_minute_before_and_sleeps_at_the_second(rig: HouseRig) -> None:
    for day in range(3):  # the clocks change on the second
        date = datetime(2026, 3, 28, tzinfo=BERLIN) + timedelta(days=day)
        opens, closes = date.replace(hour=10), date.replace(hour=18)
        second = timedelta(seconds=1)
        assert rig.at(opens - 61 * second) is ShowState.CLOSED
        assert rig.at(opens - 60 * second) is not ShowState.CLOSED
        assert rig.at(closes - second) is not ShowState.CLOSED
        assert rig.at(closes) is ShowState.CLOSED


def test_an_order_goes_before_the_hours_and_the_status_says_what_comes(rig: HouseRig) -> None:
    noon = rig.wall.replace(hour=12)
    rig.at(noon)
    reply = rig.house.order(Close("90"), rig.now_ns)
    assert (reply.ok, reply.text) == (True, "closed by an order; opens Saturday 28 March, 13:30")
    assert rig.at(noon + timedelta(minutes=1)) is ShowState.CLOSED
    assert not rig.house.order(Blackout("off"), rig.now_ns).ok
    rig.change_controller()
    assert rig.at(noon + timedelta(minutes=2)) is ShowState.CLOSED
    table = status_table(rig.house.status(rig.now_ns))
    assert "house: closed by an order; opens Saturday 28 March, 13:30" in table
    assert rig.house.order(Open(), rig.now_ns).text == "open; closes Saturday 28 March, 18:00"
    assert rig.at(noon + timedelta(minutes=3)) is not ShowState.CLOSED


def test_the_ledger_has_each_opening_and_closing(rig: HouseRig) -> None:
    rig.at(rig.wall.replace(hour=10))
    rig.at(rig.wall.replace(hour=18))
    rig.house.leave()
    rig.begin()
    assert [what for _, what in rig.rows()][:3] == [
        "closed; opens Saturday 28 March, 10:00",
        "open; closes Saturday 28 March, 18:00",
        "closed; opens Sunday 29 March, 10:00",
    ]


def test_the_ledger_has_each_lamp_s_hours(rig: HouseRig, monkeypatch: pytest.MonkeyPatch) -> None:
    report = ProjectorReport("left's projector", PowerAnswer.ON, lamps_h=(1200, 40))
    monkeypatch.setattr(rig.parts.projectors, "reports", lambda: (report,))
    rig.at(rig.wall.replace(hour=12))
    rig.at(rig.wall.replace(hour=12, second=1))
    rig.house.leave()
    with closing(sqlite3.connect(rig.folders.state / NAME)) as db:
        found = db.execute("SELECT who, value FROM readings WHERE what = 'lamp'").fetchall()
    assert sorted(found) == [("left's projector", 1200), ("left's projector, lamp 2", 40)]
    monkeypatch.undo()
    rig.begin()


def test_projectors_are_on_while_the_house_is_awake(rig: HouseRig) -> None:
    projector = EmulatedProjector(Habits(warms_s=0.1, cools_s=0.1), Random(1))
    with PjlinkServer(projector) as server:
        there = NetworkProjector(screen="left", address="127.0.0.1", port=server.port)
        rig.house.keep_lights([there])
        rig.at(rig.wall.replace(hour=9, minute=30))
        time.sleep(0.5)
        assert not projector.lit
        rig.at(rig.wall.replace(hour=9, minute=59))
        deadline = time.monotonic() + 60
        while not projector.lit and time.monotonic() < deadline:
            time.sleep(0.05)
        assert projector.lit
        rig.house.tick(rig.now_ns + SECOND)
        assert "left's projector (127.0.0.1): " in status_table(rig.house.status(rig.now_ns))
        rig.house.keep_lights([])
        rig.house.tick(rig.now_ns + 2 * SECOND)
