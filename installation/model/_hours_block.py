"""The layout's ``hours``: when the house is open, by weekday and by date."""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from installation.model._holidays import holidays_of, region_of
from installation.model._manifest import InsideFile, Word
from installation.model._naming import did_you_mean
from installation.model._opening_hours import OpeningHours, OpenSpan, Period
from installation.model._yamlfile import Real, Record
from installation.model._yamltext import YamlFault

CLOSED = "closed"
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_DAYS = 366
"""The longest row of days under one entry of ``dates``."""

_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
_DATES = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s+to\s+([0-9]{4}-[0-9]{2}-[0-9]{2}))?")


def _zone(value: str) -> str:
    known = available_timezones()
    if value not in known:
        hint = did_you_mean(value, known) or "; one is a continent and a city: Europe/Berlin"
        raise ValueError(f"there is no time zone {value!r}{hint}")
    return value


def _spans(value: Any) -> Any:
    """Return the spans of ``10:00-13:00, 14:00-18:00``; none of ``closed``."""
    if value == CLOSED:
        return ()
    parts = value.split(",") if isinstance(value, str) else ()
    found = [_SPAN.fullmatch(part.strip()) for part in parts]
    if not found or None in found:
        raise ValueError("should be hours, as 10:00-18:00 or 10:00-13:00, 14:00-18:00, or closed")
    spans = tuple(_span(match) for match in found if match is not None)
    for number, span in enumerate(spans):
        if any(span.overlaps(other) for other in spans[:number]):
            raise ValueError("has hours in it that overlap")
    return spans


def _span(match: re.Match[str]) -> OpenSpan:
    opens, closes = _clock(match[1], match[2]), _clock(match[3], match[4])
    if opens == closes != time():
        raise ValueError("opens and closes at the same time; a whole day is 00:00-24:00")
    return OpenSpan(opens, closes)


def _clock(hours: str, minutes: str) -> time:
    if (hours, minutes) == ("24", "00"):
        return time()
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(f"there is no time {hours}:{minutes}; a day goes from 00:00 to 24:00")
    return time(int(hours), int(minutes))


Spans = Annotated[tuple[OpenSpan, ...], BeforeValidator(_spans)]


def _days(value: str) -> str:
    """Judge a day or a row of days; what they are is asked by :func:`days_of`."""
    days_of(value)
    return value


def days_of(text: str) -> tuple[date, ...]:
    """Return the days of ``2026-12-24``, or of ``2026-07-20 to 2026-08-16``. Raises ValueError."""
    found = _DATES.fullmatch(text.strip())
    if found is None:
        raise ValueError("should be a day, as 2026-12-24, or days, as 2026-07-20 to 2026-08-16")
    first, last = _day(found[1]), _day(found[2] or found[1])
    if not first <= last < first + timedelta(days=LONGEST_DAYS):
        raise ValueError(f"should end after it begins, within {LONGEST_DAYS} days")
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no day {text}") from None


def _region(value: str) -> str:
    region_of(value)
    return value


DisplaysAtRest = Literal["black", "asleep", "off"]
"""What the displays of a closed house are."""


class HoursBlock(Record):
    """The layout's ``hours`` block. A weekday that is not named is closed.

    ``dates`` replace what a weekday or a holiday says. ``openings`` and ``closures`` are iCalendar
    files beside the layout. In a closed house ``displays`` show black, or have no signal and,
    where they are televisions, are put into standby; ``off`` tells monitors so, too.
    Everything begins ``warm_up_s`` before the house opens.
    """

    zone: Annotated[Word, AfterValidator(_zone)]
    monday: Spans = ()
    tuesday: Spans = ()
    wednesday: Spans = ()
    thursday: Spans = ()
    friday: Spans = ()
    saturday: Spans = ()
    sunday: Spans = ()
    dates: dict[Annotated[str, AfterValidator(_days)], Spans] = Field(default_factory=dict)
    holidays: Annotated[Word, AfterValidator(_region)] | None = None
    on_holidays: Spans = ()
    openings: InsideFile | None = None
    closures: InsideFile | None = None
    displays: DisplaysAtRest = "black"
    warm_up_s: Annotated[Real, Field(ge=0, le=1800)] = 60.0

    @property
    def week(self) -> tuple[tuple[OpenSpan, ...], ...]:
        """Return the hours of each weekday, Monday first."""
        return tuple(getattr(self, day) for day in WEEK)

    def misfits(self) -> Iterator[YamlFault]:
        """Hours that are told twice, or never."""
        seen: dict[date, str] = {}
        for text in self.dates:
            twice = [day for day in days_of(text) if day in seen]
            if twice:
                what = f"has {twice[0]} in it, and so has {seen[twice[0]]!r}"
                yield YamlFault(("hours", "dates", text), what)
            seen |= dict.fromkeys(days_of(text), text)
        if "on_holidays" in self.model_fields_set and self.holidays is None:
            text = "needs 'holidays', the country that has them: 'holidays: DE'"
            yield YamlFault(("hours", "on_holidays"), text)
        if not any(self.week) and not any(self.dates.values()) and not self.openings:
            text = "never open the house; a day that is not named is closed: 'tuesday: 10:00-18:00'"
            yield YamlFault(("hours",), text)


def hours_from(
    block: HoursBlock,
    today: date,
    openings: tuple[Period, ...] = (),
    closures: tuple[Period, ...] = (),
) -> OpeningHours:
    """Return the hours that a block means from a day on, with what its calendars have.

    Holidays are reckoned for this year and the two around it, so ask again as years go by.
    """
    off = holidays_of(block.holidays, today.year) if block.holidays else ()
    days = dict.fromkeys(off, block.on_holidays)
    for text, spans in block.dates.items():
        days |= dict.fromkeys(days_of(text), spans)
    return OpeningHours(ZoneInfo(block.zone), block.week, days, openings, closures)
