"""The house at an instant: hours, and orders that go before them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.model._house import SANE_S, HouseNow, Override, house_at, overridden
from installation.model._opening_hours import HouseChange, OpeningHours, OpenSpan
from installation.model._orders import Close, Open

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = OpeningHours(BERLIN, ((OpenSpan(time(10), time(18)),),) * 7)


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp()


NIGHT, MORNING, NOON = at("2026-07-01T03:00"), at("2026-07-01T10:00"), at("2026-07-01T12:00")
EVENING, TOMORROW = at("2026-07-01T18:00"), at("2026-07-02T10:00")


def test_the_hours_say_what_holds_and_what_comes() -> None:
    opens, closes = HouseChange(MORNING, True), HouseChange(EVENING, False)
    zone = "Europe/Berlin"
    assert house_at(HOURS, Override(), 60, NIGHT) == HouseNow(False, False, False, opens, zone)
    assert house_at(HOURS, Override(), 60, MORNING - 60) == HouseNow(
        False, True, False, opens, zone
    )
    assert house_at(HOURS, Override(), 60, MORNING) == HouseNow(True, True, False, closes, zone)
    assert house_at(HOURS, Override(), 60, EVENING).awake is False


def test_without_hours_a_house_is_open_until_an_order_closes_it() -> None:
    assert house_at(None, Override(), 60, NOON) == HouseNow()
    closed = overridden(None, Close(), NOON)
    assert closed == Override(False, at_s=NOON)
    assert house_at(None, closed, 60, NOON + 1e6) == HouseNow(False, False, True)
    assert overridden(None, Open(), NOON) == Override(at_s=NOON)


@pytest.mark.parametrize(
    ("order", "now_s", "until_s"),
    [
        (Open(), NIGHT, MORNING),
        (Close(), NOON, EVENING),
        (Open("22:30"), NOON, at("2026-07-01T22:30")),
        (Open("2:00"), NOON, at("2026-07-02T02:00")),
        (Close("90"), NOON, NOON + 5400),
    ],
)
def test_an_order_holds_until_its_end_or_until_the_hours_say_something(
    order: Open | Close, now_s: float, until_s: float
) -> None:
    assert overridden(HOURS, order, now_s) == Override(isinstance(order, Open), until_s, now_s)


def test_an_order_that_says_what_the_hours_say_lets_them_hold_again() -> None:
    assert overridden(HOURS, Open(), NOON) == Override(at_s=NOON)
    assert overridden(HOURS, Close(), NIGHT) == Override(at_s=NIGHT)


def test_what_is_told_is_when_the_house_really_changes() -> None:
    closed = overridden(HOURS, Close(), NOON)
    assert house_at(HOURS, closed, 60, NOON).change == HouseChange(TOMORROW, True)
    late = overridden(HOURS, Open("22:30"), NOON)
    assert house_at(HOURS, late, 60, NOON).change == HouseChange(at("2026-07-01T22:30"), False)
    night = overridden(HOURS, Open(), NIGHT)
    assert house_at(HOURS, night, 60, NIGHT).change == HouseChange(EVENING, False)


def test_a_clock_that_was_never_set_closes_no_house() -> None:
    assert house_at(HOURS, Override(), 60, 0.0).open
    assert house_at(HOURS, Override(), 60, SANE_S - 1) == HouseNow()
    assert overridden(HOURS, Close(), 0.0) == Override(False)


@given(
    st.booleans(),
    st.one_of(st.none(), st.integers(1, 3000).map(str), st.times().map(lambda t: f"{t:%H:%M}")),
    st.integers(int(NIGHT), int(NIGHT) + 400 * 86400),
)
def test_what_comes_next_comes_and_nothing_else_before(
    opens: bool, until: str | None, now_s: int
) -> None:
    order = (Open if opens else Close)(until or "")
    override = overridden(HOURS, order, now_s)
    house = house_at(HOURS, override, 60, now_s)
    assert house.open == opens and house.change is not None
    for share in (0.0, 0.3, 0.999):
        between_s = now_s + share * (house.change.at_s - now_s)
        assert house_at(HOURS, override, 60, between_s).open == opens
    then = house_at(HOURS, override, 60, house.change.at_s)
    assert then.open == house.change.opens != opens


def test_an_hour_and_a_half_over_the_change_of_the_clocks_is_an_hour_and_a_half() -> None:
    before_s = at("2026-03-29T01:00")
    assert overridden(HOURS, Open("90"), before_s) == Override(True, before_s + 5400, before_s)
