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
    """An order that goes before the hours, until an instant; None: until the next order."""

    opens: bool
    until_s: float | None = None

    def holds(self, now_s: float) -> bool:
        """Tell whether it does still."""
        return self.until_s is None or now_s < self.until_s


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
    hours: OpeningHours | None, override: Override | None, warm_up_s: float, now_s: float
) -> HouseNow:
    """Return how the house is. Without hours it is open, unless an order says otherwise."""
    if now_s < SANE_S:
        hours = None
    zone = hours.zone.key if hours else ""
    if override is not None and override.holds(now_s):
        change = _after(hours, override)
        return HouseNow(
            override.opens, _wakes(override.opens, change, warm_up_s, now_s), True, change, zone
        )
    if hours is None:
        return HouseNow()
    opened, change = is_open(hours, now_s), next_change(hours, now_s)
    return HouseNow(opened, _wakes(opened, change, warm_up_s, now_s), False, change, zone)


def overridden(hours: OpeningHours | None, order: Open | Close, now_s: float) -> Override | None:
    """Return what goes before the hours after an order; None when they hold again.

    Without an end of its own it ends when the hours next say anything.
    """
    opens = isinstance(order, Open)
    if now_s < SANE_S:
        hours = None
    if order.until:
        return Override(opens, _end(order.until, hours.zone if hours else None, now_s))
    if hours is None:
        return None if opens else Override(False)
    if is_open(hours, now_s) == opens:
        return None
    change = next_change(hours, now_s)
    return Override(opens, change.at_s if change else None)


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
