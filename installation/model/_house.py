"""Tells whether the house is open now: by its hours, or by an order that goes before them. Pure."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from installation.model._opening_hours import HouseChange, OpeningHours, is_open, next_change
from installation.model._orders import Close, Open

SANE_S = datetime.fromisoformat("2026-01-01T00:00+00:00").timestamp()
"""A clock that shows less was never set: by it no house is closed."""


class Override(Struct, frozen=True):
    """The last order to the house: it goes before the hours, until an instant.

    ``opens`` None: the hours hold; ``until_s`` None: until the next order. ``at_s`` is when it was
    given, in UTC; of two machines' the later one holds.
    """

    opens: bool | None = None
    until_s: float | None = None
    at_s: float = 0.0

    def holds(self, now_s: float) -> bool:
        """Tell whether it goes before the hours still."""
        return self.opens is not None and (self.until_s is None or now_s < self.until_s)

    def is_later_than(self, other: "Override") -> bool:
        """Tell which of two machines' holds; both say the same, also of one instant."""
        return _rank(self) > _rank(other)


class HouseNow(Struct, frozen=True):
    """The house at an instant. ``awake``: it is open, or about to be, and everything warms up.

    ``change`` is what comes next, None where nothing does. ``zone`` names the clocks on its walls;
    empty for the machine's own.
    """

    open: bool = True
    awake: bool = True
    ordered: bool = False
    change: HouseChange | None = None
    zone: str = ""


def house_at(
    hours: OpeningHours | None, override: Override, warm_up_s: float, now_s: float
) -> HouseNow:
    """Return how the house is. Without hours it is open, unless an order says otherwise."""
    if now_s < SANE_S:
        hours = None
    zone = hours.zone.key if hours else ""
    if override.opens is not None and override.holds(now_s):
        opens, change = override.opens, _after(hours, override)
        return HouseNow(opens, _wakes(opens, change, warm_up_s, now_s), True, change, zone)
    if hours is None:
        return HouseNow()
    opened, change = is_open(hours, now_s), next_change(hours, now_s)
    return HouseNow(opened, _wakes(opened, change, warm_up_s, now_s), False, change, zone)


def overridden(hours: OpeningHours | None, order: Open | Close, now_s: float) -> Override:
    """Return what goes before the hours after an order, if anything does.

    Without an end of its own it ends when the hours next say anything.
    """
    opens, now_open = isinstance(order, Open), True
    if now_s < SANE_S:
        hours = None
    if order.until:
        until_s = _end(order.until, hours.zone if hours else None, now_s)
        return Override(opens, until_s, now_s)
    change = None
    if hours is not None:
        now_open, change = is_open(hours, now_s), next_change(hours, now_s)
    if now_open == opens:
        return Override(at_s=now_s)
    return Override(opens, change.at_s if change else None, now_s)


def _rank(one: Override) -> tuple[float, bool, bool, float]:
    return one.at_s, one.opens is not None, bool(one.opens), one.until_s or 0.0


def _after(hours: OpeningHours | None, override: Override) -> HouseChange | None:
    """Return what comes when an order no longer holds, or after that."""
    if override.until_s is None:
        return None
    then = True if hours is None else is_open(hours, override.until_s)
    if then != override.opens:
        return HouseChange(override.until_s, then)
    return next_change(hours, override.until_s) if hours else None


def _wakes(opened: bool, change: HouseChange | None, warm_up_s: float, now_s: float) -> bool:
    return opened or (change is not None and change.opens and change.at_s - now_s <= warm_up_s)


def _end(text: str, zone: ZoneInfo | None, now_s: float) -> float:
    """Return the instant that ``22:30`` or ``90`` (minutes) means."""
    if not (found := re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)):
        return now_s + int(text) * 60
    now = datetime.fromtimestamp(now_s, zone)
    hour, minute = int(found[1]), int(found[2])
    for day in (now.date(), now.date() + timedelta(days=1)):
        at_s = _on(day, hour, minute, zone)
        if at_s > now_s:
            return at_s
    raise AssertionError(f"{text} comes every day")


def _on(day: date, hour: int, minute: int, zone: ZoneInfo | None) -> float:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).timestamp()
