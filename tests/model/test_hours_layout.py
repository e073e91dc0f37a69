"""The layout's hours: what holds, and every fault with its line."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from installation.errors import ConfigError
from installation.model._hours_block import days_of, hours_from
from installation.model._layout import parse_layout
from installation.model._opening_hours import OpenSpan

SCREENS = "screens:\n  - {name: left, display: {position: 1}}\n"
DAY = OpenSpan(time(10), time(18))


def test_a_museums_hours() -> None:
    block = parse_layout(
        SCREENS
        + """\
hours:
  zone: Europe/Berlin
  tuesday: 10:00-18:00
  thursday: 10:00-13:00, 14:00-20:30
  saturday: 20:00-2:00
  sunday: 00:00-24:00
  dates:
    2026-12-25: 12:00-16:00
    2026-07-20 to 2026-07-22: closed
  holidays: DE-BE
  on_holidays: 11:00-17:00
""",
        "l.yaml",
    ).hours
    assert block is not None and block.warm_up_s == 60
    hours = hours_from(block, date(2026, 5, 1))
    assert hours.zone == ZoneInfo("Europe/Berlin")
    assert hours.on(date(2026, 6, 1)) == ()  # a Monday, which is not named
    assert hours.on(date(2026, 6, 2)) == (DAY,)
    assert hours.on(date(2026, 6, 4)) == (
        OpenSpan(time(10), time(13)),
        OpenSpan(time(14), time(20, 30)),
    )
    assert hours.on(date(2026, 6, 6)) == (OpenSpan(time(20), time(2)),)
    assert hours.on(date(2026, 6, 7)) == (OpenSpan(time(), time()),)
    assert hours.on(date(2026, 12, 25)) == (OpenSpan(time(12), time(16)),)  # before the holiday's
    assert hours.on(date(2026, 12, 26)) == (OpenSpan(time(11), time(17)),)
    assert hours.on(date(2026, 7, 21)) == ()


FAULTS = """\
hours:
  zone: Europe/Berln
  tueday: 10:00-18:00
  monday: 10-18
  friday: 10:00-25:00
  saturday: 10:00-12:00, 11:00-13:00
  sunday: 9:00-9:00
  dates:
    2026-13-24: closed
    2026-07-20 to 2026-06-16: closed
    2026-07-20: open
  holidays: DX
  closures: ../x.ics
  warm_up_s: -1
"""


def test_every_fault_is_named_at_once_with_its_line_and_field() -> None:
    with pytest.raises(ConfigError) as raised:
        parse_layout(SCREENS + FAULTS, "l.yaml")
    told = raised.value.message.splitlines()
    assert [line.split(": ")[:2] for line in told] == [
        ["l.yaml:4", "hours.zone"],
        ["l.yaml:5", "hours.tueday"],
        ["l.yaml:6", "hours.monday"],
        ["l.yaml:7", "hours.friday"],
        ["l.yaml:8", "hours.saturday"],
        ["l.yaml:9", "hours.sunday"],
        ["l.yaml:11", "hours.dates.2026-13-24"],
        ["l.yaml:12", "hours.dates.2026-07-20 to 2026-06-16"],
        ["l.yaml:13", "hours.dates.2026-07-20"],
        ["l.yaml:14", "hours.holidays"],
        ["l.yaml:15", "hours.closures"],
        ["l.yaml:16", "hours.warm_up_s"],
    ]
    assert "did you mean 'Europe/Berlin'" in told[0] and "did you mean 'tuesday'" in told[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("  monday: closed\n", "never open the house"),
        ("  monday: 10:00-18:00\n  on_holidays: closed\n", "needs 'holidays'"),
        (
            "  dates: {2026-01-01 to 2026-01-05: closed, 2026-01-04: 10:00-12:00}\n",
            "has 2026-01-04 in it, and so has '2026-01-01 to 2026-01-05'",
        ),
    ],
)
def test_hours_that_contradict_each_other(text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        parse_layout(f"{SCREENS}hours:\n  zone: Europe/Berlin\n{text}", "l.yaml")


def test_days_in_a_row_and_one() -> None:
    assert days_of("2026-12-24") == (date(2026, 12, 24),)
    assert days_of("2026-02-28 to 2026-03-01") == (date(2026, 2, 28), date(2026, 3, 1))


def test_projectors_that_nobody_knows_are_named_with_their_lines() -> None:
    text = """\
projectors:
  - {screen: left, address: 192.168.1.31, password: secret}
  - {screen: lefft, address: 192.168.1.32}
  - {screen: left, address: 192.168.1.31}
"""
    with pytest.raises(ConfigError) as raised:
        parse_layout(SCREENS + text, "l.yaml")
    assert raised.value.message.splitlines() == [
        "l.yaml:5: projectors[#2].screen: no screen is called 'lefft'; did you mean 'left'?",
        "l.yaml:6: projectors[#3].address: is another projector's already",
    ]
    with pytest.raises(ConfigError, match=r"l.yaml:4: projectors\[#1\].address: 'beamer' is no IP"):
        parse_layout(f"{SCREENS}projectors:\n  - {{screen: left, address: beamer}}\n", "l.yaml")
