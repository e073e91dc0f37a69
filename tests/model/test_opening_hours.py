"""When the house is open: 400 days with changes of the clock and exceptions, to the second."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.model._opening_hours import (
    HouseChange,
    OpeningHours,
    OpenSpan,
    Period,
    is_open,
    next_change,
)

BERLIN = ZoneInfo("Europe/Berlin")
DAY = (OpenSpan(time(10), time(18)),)
LATE = (OpenSpan(time(10), time(20)),)
CLOSED: tuple[OpenSpan, ...] = ()
MUSEUM = (CLOSED, DAY, DAY, LATE, DAY, DAY, DAY)
ALWAYS = (OpenSpan(time(0), time(0)),)


def utc(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def berlin(text: str, fold: int = 0) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold).timestamp()


def all_week(*spans: OpenSpan) -> OpeningHours:
    return OpeningHours(BERLIN, (spans,) * 7)


def test_400_days_with_two_changes_of_the_clock_and_twelve_exceptions() -> None:
    first = date(2026, 1, 1)
    closed = [date(2026, m, 1) for m in (1, 5, 11)] + [date(2026, 12, d) for d in (24, 25, 31)]
    longer = [date(2026, m, 13) for m in (2, 4, 6, 8, 9, 10)]
    days = {**dict.fromkeys(closed, CLOSED), **dict.fromkeys(longer, LATE)}
    hours = OpeningHours(BERLIN, MUSEUM, days)
    now_s = berlin("2026-01-01T00:00")
    told: list[HouseChange] = []
    while (change := next_change(hours, now_s)) is not None and len(told) < 1000:
        assert is_open(hours, change.at_s) == change.opens
        assert is_open(hours, change.at_s - 1) != change.opens
        told.append(change)
        now_s = change.at_s
        if now_s > berlin("2027-02-05T00:00"):
            break
    expected = []
    for count in range(400):
        day = first + timedelta(days=count)
        if day in closed or (day.weekday() == 0 and day not in longer):
            continue
        end = 20 if day in longer or day.weekday() == 3 else 18
        # Berlin is one hour ahead of UTC, two in summer
        summer = date(2026, 3, 29) <= day < date(2026, 10, 25)
        ahead = timedelta(hours=2 if summer else 1)
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - ahead
        expected.append(HouseChange((midnight + timedelta(hours=10)).timestamp(), opens=True))
        expected.append(HouseChange((midnight + timedelta(hours=end)).timestamp(), opens=False))
    assert told[: len(expected)] == expected


def test_a_night_ends_on_the_next_day() -> None:
    hours = OpeningHours(BERLIN, (*[CLOSED] * 4, (OpenSpan(time(20), time(2)),), CLOSED, CLOSED))
    assert next_change(hours, berlin("2026-07-03T12:00")) == HouseChange(
        berlin("2026-07-03T20:00"), opens=True
    )
    assert is_open(hours, berlin("2026-07-04T01:59:59"))
    assert not is_open(hours, berlin("2026-07-04T02:00"))
    assert next_change(hours, berlin("2026-07-04T00:30")) == HouseChange(
        berlin("2026-07-04T02:00"), opens=False
    )


def test_a_time_that_the_clocks_skip_is_when_they_do() -> None:
    hours = all_week(OpenSpan(time(2, 30), time(4)))
    change = next_change(hours, berlin("2026-03-29T01:00"))
    assert change == HouseChange(utc("2026-03-29T01:00"), opens=True)  # 02:00 is 03:00


def test_an_hour_that_comes_twice_is_open_for_the_whole_of_it() -> None:
    hours = all_week(OpenSpan(time(2, 30), time(2, 45)))
    night = berlin("2026-10-25T00:00")
    opens = next_change(hours, night)
    assert opens == HouseChange(berlin("2026-10-25T02:30", fold=0), opens=True)
    assert next_change(hours, opens.at_s) == HouseChange(
        berlin("2026-10-25T02:45", fold=1), opens=False
    )


def test_spans_that_touch_are_one_and_a_house_that_never_closes_has_nothing_to_come() -> None:
    touching = all_week(OpenSpan(time(10), time(12)), OpenSpan(time(12), time(18)))
    change = next_change(touching, berlin("2026-07-01T11:00"))
    assert change == HouseChange(berlin("2026-07-01T18:00"), opens=False)
    assert next_change(OpeningHours(BERLIN, (ALWAYS,) * 7), berlin("2026-07-01T11:00")) is None


def test_a_house_without_hours_never_opens() -> None:
    assert next_change(all_week(), 0.0) is None and not is_open(all_week(), 0.0)


def test_a_span_within_another_changes_nothing() -> None:
    hours = all_week(OpenSpan(time(10), time(18)), OpenSpan(time(12), time(13)))
    change = next_change(hours, berlin("2026-07-01T12:30"))
    assert change == HouseChange(berlin("2026-07-01T18:00"), opens=False)


TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
SPANS = st.lists(st.builds(OpenSpan, TIMES, TIMES), max_size=3).map(tuple)


AWAY = st.integers(-3 * 86400, 3 * 86400)
PERIODS = st.lists(st.tuples(AWAY, st.integers(1, 2 * 86400)), max_size=3)


def periods(now_s: int, drawn: list[tuple[int, int]]) -> tuple[Period, ...]:
    return tuple((float(now_s + away_s), float(now_s + away_s + s)) for away_s, s in drawn)


def within(instant: float, drawn: tuple[Period, ...]) -> bool:
    return any(begin <= instant < end for begin, end in drawn)


@given(SPANS, PERIODS, PERIODS, st.integers(1_600_000_000, 1_900_000_000))
def test_openings_open_besides_and_closures_close_whatever_else_is_said(
    day: tuple[OpenSpan, ...],
    openings: list[tuple[int, int]],
    closures: list[tuple[int, int]],
    now_s: int,
) -> None:
    plain = all_week(*day)
    more, less = periods(now_s, openings), periods(now_s, closures)
    hours = OpeningHours(BERLIN, (day,) * 7, {}, more, less)
    wanted = (is_open(plain, now_s) or within(now_s, more)) and not within(now_s, less)
    assert is_open(hours, now_s) == wanted


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"])
@given(
    week=st.tuples(*[SPANS] * 7),
    now_s=st.integers(1_600_000_000, 1_900_000_000),
    openings=PERIODS,
    closures=PERIODS,
)
def test_what_comes_next_is_a_change_and_nothing_changes_before(
    zone: str,
    week: tuple[tuple[OpenSpan, ...], ...],
    now_s: int,
    openings: list[tuple[int, int]],
    closures: list[tuple[int, int]],
) -> None:
    hours = OpeningHours(
        ZoneInfo(zone), week, {}, periods(now_s, openings), periods(now_s, closures)
    )
    now_open, change = is_open(hours, now_s), next_change(hours, now_s)
    until_s = change.at_s if change else now_s + 10 * 86400
    assert all(
        is_open(hours, now_s + share * (until_s - 1 - now_s)) == now_open
        for share in (0.0, 0.1, 0.5, 0.9, 1.0)
    )
    if change is not None:
        assert change.opens != now_open
        assert is_open(hours, change.at_s) == change.opens
