"""A house's calendar: events of all kinds, and files that are none."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from installation.errors import ConfigError
from installation.model._holidays import holidays_of, region_of
from installation.model._house_calendar import MOST_EVENTS, periods_in

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 3, 1), date(2027, 3, 1)


def calendar(*events: str) -> bytes:
    made = [
        f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20260101T000000Z\n{event}\nEND:VEVENT\n"
        for number, event in enumerate(events)
    ]
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{''.join(made)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(*events: str) -> list[tuple[str, str]]:
    """The events' periods, as the wall clock of UTC shows them."""
    found = periods_in(calendar(*events), "house.ics", BERLIN, FIRST, LAST)
    return [(said(begin), said(end)) for begin, end in found]


def said(instant: float) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%m-%d %H:%M")


def test_an_event_without_times_is_the_whole_of_its_days_on_the_clocks_of_the_house() -> None:
    days = "DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330"  # the clocks change on the 29th
    assert read(days) == [("03-27 23:00", "03-29 22:00")]
    assert read("DTSTART;VALUE=DATE:20260701") == [("06-30 22:00", "07-01 22:00")]


def test_times_are_in_their_zone_and_without_one_in_that_of_the_house() -> None:
    assert read("DTSTART:20260701T200000\nDTEND:20260701T220000") == [
        ("07-01 18:00", "07-01 20:00")
    ]
    assert read("DTSTART:20260701T200000Z\nDURATION:PT1H") == [("07-01 20:00", "07-01 21:00")]
    there = "DTSTART;TZID=America/New_York:20260701T200000\nDURATION:PT1H"
    assert read(there) == [("07-02 00:00", "07-02 01:00")]


def test_the_first_wednesday_of_each_month_in_summer_time_and_out_of_it() -> None:
    first = "DTSTART;TZID=Europe/Berlin:20260304T180000\nDURATION:PT2H"
    found = read(
        f"{first}\nRRULE:FREQ=MONTHLY;BYDAY=1WE\nEXDATE;TZID=Europe/Berlin:20260506T180000"
    )
    assert len(found) == 11 and found[:3] == [
        ("03-04 17:00", "03-04 19:00"),
        ("04-01 16:00", "04-01 18:00"),
        ("06-03 16:00", "06-03 18:00"),
    ]


def test_an_event_that_was_called_off_is_none() -> None:
    assert read("DTSTART:20260701T200000Z\nDURATION:PT1H\nSTATUS:CANCELLED") == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a calendar",
        b"\xff\x00\x01",
        calendar("SUMMARY:never"),
        calendar("DTSTART:20260701T200000Z\nRRULE:FREQ=NOW"),
        calendar("DTSTART:19700101T000000Z\nRRULE:FREQ=SECONDLY"),
        calendar("DTSTART:19700101T000000Z\nRRULE:FREQ=DAILY;BYMINUTE=1,2,3"),
        calendar(*["DTSTART:20260701T200000Z\nRRULE:FREQ=DAILY"] * (MOST_EVENTS // 200)),
    ],
)
def test_what_is_no_calendar_or_never_ends_is_refused_by_its_name(data: bytes) -> None:
    with pytest.raises(ConfigError, match=r"house\.ics: "):
        periods_in(data, "house.ics", BERLIN, FIRST, LAST)


def test_holidays_of_a_country_and_of_a_part_of_it() -> None:
    assert date(2026, 12, 25) in holidays_of("DE", 2026)
    assert date(2026, 3, 8) in holidays_of("DE-BE", 2026)
    assert date(2026, 3, 8) not in holidays_of("DE", 2026)
    assert {day.year for day in holidays_of("FR", 2026)} == {2025, 2026, 2027, 2028}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("XX", "no country 'XX'"),
        ("germany", "no country 'germany'"),
        ("DE-QQ", "there are BB"),
        ("MC-X", "everywhere"),
    ],
)
def test_a_country_that_is_not_known_is_named(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        region_of(text)
