"""The hours of a layout that is written again while it plays, and its calendars."""

from datetime import date
from itertools import count
from pathlib import Path

import pytest

from installation.apps import LOOK_NS, FollowedLayout, OwnFiles
from installation.apps._opening_times import FollowedHours
from installation.model import OpeningHours
from installation.model._opening_hours import is_open

SCREENS = "screens:\n  - {name: left, display: {position: 1}}\n"
WEEK = "hours:\n  zone: Etc/UTC\n  monday: 10:00-18:00\n"
NOON = 1782734400.0  # Monday, the 29th of June 2026
CALENDAR = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20260629
END:VEVENT
END:VCALENDAR
"""


class World:
    def __init__(self, folder: Path) -> None:
        self.layout, self.calendar = folder / "l.yaml", folder / "closed.ics"
        self.day = date(2026, 6, 29)
        self.ticks = count(LOOK_NS, LOOK_NS)

    def write(self, text: str) -> None:
        self.layout.unlink(missing_ok=True)
        self.layout.write_text(SCREENS + text)

    def followed(self) -> FollowedHours:
        made = FollowedHours(FollowedLayout(OwnFiles(), self.layout), lambda _: self.day)
        self.look(made)
        return made

    def look(self, made: FollowedHours) -> bool:
        return made.look(next(self.ticks))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def hours(followed: FollowedHours) -> OpeningHours:
    assert followed.hours is not None
    return followed.hours


def test_hours_come_change_and_go_while_the_show_plays(world: World) -> None:
    world.write("")
    followed = world.followed()
    assert followed.hours is None and not world.look(followed)
    world.write(WEEK)
    assert world.look(followed) and is_open(hours(followed), NOON)
    assert not world.look(followed)
    world.write(WEEK.replace("10:00", "13:00"))
    assert world.look(followed) and not is_open(hours(followed), NOON)
    world.write("")
    assert world.look(followed) and followed.hours is None


def test_wrong_hours_are_told_with_their_lines_and_the_old_ones_hold(world: World) -> None:
    world.write(WEEK)
    followed = world.followed()
    world.write(WEEK.replace("10:00-18:00", "10-18").replace("Etc/UTC", "Etc/UTZ"))
    assert world.look(followed) and is_open(hours(followed), NOON)
    assert [fault.partition(": ")[0] for fault in followed.faults] == [
        f"{world.layout}:4",
        f"{world.layout}:5",
    ]
    world.write(WEEK)
    assert world.look(followed) and followed.faults == ()


def test_a_calendar_is_followed_and_a_broken_one_leaves_what_it_said(world: World) -> None:
    world.write(WEEK + "  closures: closed.ics\n")
    followed = world.followed()
    assert is_open(hours(followed), NOON)
    assert "there is no such file" in followed.faults[0]
    world.calendar.write_text(CALENDAR)
    assert world.look(followed) and not is_open(hours(followed), NOON) and not followed.faults
    world.calendar.unlink()
    world.calendar.write_text("half of a")
    assert world.look(followed) and not is_open(hours(followed), NOON)
    assert "closed.ics: is not a calendar" in followed.faults[0]


def test_another_day_reckons_holidays_and_repeated_events_again(world: World) -> None:
    world.write(WEEK + "  holidays: DE\n")
    followed = world.followed()
    assert max(hours(followed).days).year == 2028
    assert not world.look(followed)
    world.day = date(2028, 1, 1)
    assert world.look(followed) and max(hours(followed).days).year == 2030
