"""Reads iCalendar files: when their events are. The only file that imports icalendar.

The libraries are loaded when a layout names a file: they take a fifth of a second.
"""

from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from installation.errors import ConfigError
from installation.model._opening_hours import Period

MOST_EVENTS = 5000
"""The most that is taken of a file: 400 days with a dozen events each."""
_OFTEN = ("HOURLY", "MINUTELY", "SECONDLY")
_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
"""Rules that come to more than one event a day are refused unread: 5000 of one that repeats every
second took 74 s, and whoever reads is the controller."""


def periods_in(data: bytes, name: str, zone: ZoneInfo, first: date, last: date) -> list[Period]:
    """Return when the events of a file are, from a day to another, repeated ones as well.

    An event without times is the whole of its days, in the zone of the house. Raises ConfigError.
    """
    import recurring_ical_events
    from icalendar import Calendar

    advice = "Export it again as iCalendar (.ics), or leave its line out of the layout."
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last, time(), zone)
    periods: list[Period] = []
    try:
        calendar = Calendar.from_ical(data)
        if any(map(_repeats_often, calendar.walk("VEVENT"))):
            raise ConfigError(f"{name}: has an event that repeats more than once a day", advice)
        query = recurring_ical_events.of(calendar)
        for event in takewhile(lambda one: _instant(one.start, zone) < end, query.after(begin)):
            if len(periods) == MOST_EVENTS:
                what = f"has more than {MOST_EVENTS} events within {(last - first).days} days"
                raise ConfigError(f"{name}: {what}", advice)
            if event.get("STATUS") != "CANCELLED":
                periods.append(_period(event, zone))
    except ConfigError:
        raise
    except Exception as fault:  # what these libraries raise for a bad file is not written down
        text = " ".join(str(fault).split())[:200] or type(fault).__name__
        raise ConfigError(f"{name}: is not a calendar that can be read: {text}", advice) from fault
    return periods


def _repeats_often(event: Any) -> bool:
    rules = event.get("RRULE", [])
    each = rules if isinstance(rules, list) else [rules]
    return any(
        any(str(freq).upper() in _OFTEN for freq in rule.get("FREQ", ())) or rule.keys() & _PARTS
        for rule in each
    )


def _period(event: Any, zone: ZoneInfo) -> Period:
    begin, end = event.start, event.end
    if not isinstance(begin, datetime) and end <= begin:
        end = begin + timedelta(days=1)
    return _instant(begin, zone).timestamp(), _instant(end, zone).timestamp()


def _instant(at: date | datetime, zone: ZoneInfo) -> datetime:
    """A day begins at midnight; times without a zone are those of the house."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), zone)
    return at.replace(tzinfo=zone) if at.tzinfo is None else at
