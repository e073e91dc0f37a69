"""Televisions by CEC and monitors by DDC/CI, through programs that have some at their ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from cable_programs import behind, write_program
from stand_in import stand_in

from installation.errors import KioskError
from installation.model import DisplaysAtRest
from installation.power import missing_tools
from installation.power._monitors import Monitors, buses_in
from installation.power._televisions import LOOKS, Televisions, address_in, is_dark
from installation.power._tools import run_tool

ON, STANDBY, TO_ON, TO_STANDBY = range(4)
DEVICE = "/dev/cec7"


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the programs; no others are found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


class Room:
    """A room with a television, and the wire to it."""

    def __init__(self, folder: Path, **state: Any) -> None:
        plain = {"device": DEVICE, "address": "1.0.0.0", "power": ON}
        self.file = write_program(folder, "cec-ctl", "television", **(plain | state))
        self.waited = 0
        self.televisions = Televisions(devices=lambda: [DEVICE], wait=self._wait)

    def _wait(self, _seconds: float) -> None:
        self.waited += 1

    def put(self, dark: bool) -> str:
        return str(self.televisions.put(dark))

    def change(self, **state: Any) -> None:
        self.file.write_text(json.dumps(behind(self.file) | state))

    @property
    def told(self) -> list[str]:
        return list(behind(self.file)["told"])


def test_a_television_sleeps_and_wakes_to_our_picture(programs: Path) -> None:
    room = Room(programs, slow=3)
    assert room.put(True) == "" and room.told == ["--standby"] and room.waited
    assert behind(room.file)["power"] == STANDBY
    assert room.put(False) == ""
    assert room.told == ["--standby", "--image-view-on", "phys-addr=1.0.0.0"]
    assert behind(room.file)["power"] == ON


def test_one_that_is_as_it_should_be_is_left_alone(programs: Path) -> None:
    room = Room(programs, power=STANDBY)  # some take a second standby for their button
    assert room.put(True) == "" and room.told == []
    room.change(power=TO_ON)  # some say for ever that they are on the way
    assert room.put(False) == "" and room.told == ["phys-addr=1.0.0.0"]


@pytest.mark.parametrize(
    "state",
    [{"address": "f.f.f.f"}, {"address": "0.0.0.0"}, {"deaf": True}],
    ids=["nothing", "a capture card", "a monitor that has no CEC"],
)
def test_a_wire_without_a_television_is_passed_over(programs: Path, state: dict[str, Any]) -> None:
    room = Room(programs, **state)
    assert room.put(True) == room.put(False) == ""
    assert room.told == []


def test_one_that_we_put_off_is_woken_though_it_does_not_say_where_we_are(programs: Path) -> None:
    room = Room(programs)
    room.put(True)
    room.change(address="f.f.f.f")
    assert room.put(False) == "" and room.told == ["--standby", "--image-view-on"]


def test_one_that_does_not_obey_is_named(programs: Path) -> None:
    room = Room(programs, stubborn=True)
    assert room.put(True) == f"the television at {DEVICE} stays as it is"
    assert room.waited == LOOKS


def test_one_that_sleeps_too_deep_to_hear_is_named(programs: Path) -> None:
    room = Room(programs)
    room.put(True)
    room.change(deaf=True)
    assert room.put(False) == f"the television at {DEVICE} does not answer"
    room.change(deaf=False)  # its signal has woken it meanwhile
    assert room.put(False) == ""


def test_one_that_obeys_and_says_nothing_is_believed(programs: Path) -> None:
    room = Room(programs, mute=True)
    assert room.put(True) == "" and room.told == ["--standby"]


def test_a_device_that_cannot_be_opened_is_told_in_its_words(programs: Path) -> None:
    room = Room(programs)
    room.change(device="/dev/cec8")
    with pytest.raises(KioskError, match="No such file"):
        room.put(True)


def test_no_wire_needs_no_program() -> None:
    assert Televisions(devices=list).put(True) == ""


@pytest.mark.parametrize(
    ("answer", "dark"),
    [
        ("\tpwr-state: on (0x00)", False),
        ("\tpwr-state: standby (0x01)", True),
        ("\tpwr-state: in transition standby to on (0x02)", False),
        ("\tpwr-state: to-standby (0x03)", True),
        ("\tTx, Not Acknowledged (4), Max Retries", None),
    ],
)
def test_the_power_is_read_from_the_words(answer: str, dark: bool | None) -> None:
    assert is_dark(answer) is dark


def test_the_address_is_read_from_the_words() -> None:
    assert address_in("\tPhysical Address           : 2.1.0.0\n") == "2.1.0.0"
    assert address_in("\tPhysical Address           : f.f.f.f\n") == address_in("") == ""


def test_monitors_go_off_and_on(programs: Path) -> None:
    file = write_program(programs, "ddcutil", "monitors", buses={"4": "1", "6": "1"})
    monitors = Monitors()
    assert monitors.put(True) == "" and behind(file)["buses"] == {"4": "4", "6": "4"}
    assert monitors.put(False) == "" and behind(file)["buses"] == {"4": "1", "6": "1"}


def test_one_that_does_not_understand_is_passed_over_and_one_that_we_put_off_is_not(
    programs: Path,
) -> None:
    file = write_program(programs, "ddcutil", "monitors", buses={"4": None, "6": "1"})
    monitors = Monitors()
    assert monitors.put(True) == ""
    there = behind(file)
    write_program(programs, "ddcutil", "monitors", buses={}, deaf=True)  # off, nobody is found
    assert monitors.put(False) == "the monitor at /dev/i2c-6 does not answer"
    write_program(programs, "ddcutil", "monitors", **there)
    assert monitors.put(False) == ""
    assert monitors.put(False) == ""


def test_a_program_that_is_missing_says_where_it_is() -> None:
    with pytest.raises(KioskError, match="ddcutil is missing") as missing:
        Monitors().put(True)
    assert missing.value.advice == "apt-get install ddcutil"


def test_a_program_that_hangs_is_not_waited_for(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(programs / "cec-ctl", "exec /bin/sleep 60")
    monkeypatch.setattr("installation.power._tools.PATIENCE_S", 0.2)
    with pytest.raises(KioskError, match="cec-ctl gets no answer"):
        run_tool(("cec-ctl",))


def test_what_is_missing_is_known_before_the_first_evening() -> None:
    def found(rest: DisplaysAtRest, devices: list[str], there: bool = False) -> list[str]:
        return missing_tools(rest, lambda: devices, lambda tool: tool if there else None)

    assert found("black", [DEVICE]) == found("asleep", []) == []
    assert found("asleep", [DEVICE]) == ["cec-ctl"]
    assert found("off", [DEVICE]) == ["cec-ctl", "ddcutil"]
    assert found("off", [DEVICE], there=True) == []


def test_buses_are_read_once_each() -> None:
    answer = "Display 1\n   I2C bus:  /dev/i2c-4\n\nInvalid display\n   I2C bus:  /dev/i2c-12\n"
    assert buses_in(answer + answer) == ["4", "12"]
