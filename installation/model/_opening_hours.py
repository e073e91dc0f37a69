"""Tells when a house is open: hours by weekday, other ones by date, and what comes next. Pure.

Hours are what stands on the door: the wall clock of a place, summer time and all. What follows from
them are instants (seconds of UTC since 1970), so that the rest need not know of clocks that change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

HORIZON_DAYS = 400
"""How far ahead an opening is looked for: a house may be closed for a season, or for a year."""
DAY_S = 86400

Period = tuple[float, float]
"""From one instant to another, in seconds of UTC."""


@dataclass(frozen=True)
class OpenSpan:
    """From one time of the day to another; one that is not later is the next day's."""

    opens: time
    closes: time

    def overlaps(self, other: "OpenSpan") -> bool:
        """Tell whether both have a time of one day, or of its night, in common."""
        ends = [one.closes.isoformat() if one.closes > one.opens else "24" for one in (self, other)]
        return self.opens.isoformat() < ends[1] and other.opens.isoformat() < ends[0]


@dataclass(frozen=True)
class OpeningHours:
    """A house's hours. ``week`` begins with Monday; ``days`` replace the week's, () is closed.

    ``openings`` are periods in which it is open besides. In ``closures`` it is closed, whatever
    the rest says.
    """

    zone: ZoneInfo
    week: tuple[tuple[OpenSpan, ...], ...]
    days: Mapping[date, tuple[OpenSpan, ...]] = field(default_factory=dict)
    openings: tuple[Period, ...] = ()
    closures: tuple[Period, ...] = ()

    def on(self, day: date) -> tuple[OpenSpan, ...]:
        """Return a day's spans; those of the day before may reach into it."""
        return self.days.get(day, self.week[day.weekday()])


class HouseChange(Struct, frozen=True):
    """The house opens, or closes, at an instant."""

    at_s: float
    opens: bool


def is_open(hours: OpeningHours, now_s: float) -> bool:
    """Tell whether the house is open at an instant; at the one at which it closes it is not."""
    return any(begin <= now_s < end for begin, end in _periods(hours, now_s, 1))


def next_change(hours: OpeningHours, now_s: float) -> HouseChange | None:
    """Return what comes after an instant; None when nothing changes within HORIZON_DAYS."""
    for begin, end in _periods(hours, now_s, HORIZON_DAYS):
        if now_s < begin:
            return HouseChange(begin, opens=True)
        if now_s < end:
            limit_s = now_s + HORIZON_DAYS * DAY_S
            return HouseChange(end, opens=False) if end < limit_s else None
    return None


def _periods(hours: OpeningHours, from_s: float, days: int) -> Iterator[Period]:
    """Yield when the house is open, in order; periods that touch or overlap are one.

    Begins a day early, for a night that is not over, and ends so many days after an instant.
    """
    closures = sorted(hours.closures)
    for begin, end in _joined(_spans(hours, from_s, days)):
        for shut, again in closures:
            if again <= begin:
                continue
            if shut >= end:
                break
            if begin < shut:
                yield begin, shut
            begin = again
        if begin < end:
            yield begin, end


def _spans(hours: OpeningHours, from_s: float, days: int) -> Iterator[Period]:
    """Yield what each day says, and the openings besides, by their beginnings."""
    first = datetime.fromtimestamp(from_s, hours.zone).date() - timedelta(days=1)
    begins_s = _at(hours, first, time(), 0)
    besides = [one for one in sorted(hours.openings, reverse=True) if one[1] > begins_s]
    for count in range(days + 2):
        for span in sorted(_instants(hours, first + timedelta(days=count))):
            while besides and besides[-1] <= span:
                yield besides.pop()
            yield span
    yield from reversed(besides)


def _joined(spans: Iterable[Period]) -> Iterator[Period]:
    period: Period | None = None
    for begin, end in spans:
        if period is not None and begin <= period[1]:
            period = period[0], max(period[1], end)
            continue
        if period is not None:
            yield period
        period = begin, end
    if period is not None:
        yield period


def _instants(hours: OpeningHours, day: date) -> Iterator[Period]:
    for span in hours.on(day):
        last = day if span.closes > span.opens else day + timedelta(days=1)
        # an hour that comes twice: it opens at the first and closes at the second
        begin, end = _at(hours, day, span.opens, 0), _at(hours, last, span.closes, 1)
        if begin < end:
            yield begin, end


def _at(hours: OpeningHours, day: date, clock: time, fold: int) -> float:
    """Return the instant at which the clocks show a time; one that they skip is when they do."""
    local = datetime.combine(day, clock, hours.zone).replace(fold=fold)
    shown = local.astimezone(UTC).astimezone(hours.zone).replace(tzinfo=None)
    if shown != local.replace(tzinfo=None):
        # with the offset of before it names an instant past the gap, with that of after one short
        # of it: the gap lies where the two differ
        early, late = (local.replace(fold=f).astimezone(UTC) for f in (1, 0))
        while late - early > timedelta(seconds=1):
            middle = early + (late - early) / 2
            if _offset(middle, hours.zone) == _offset(early, hours.zone):
                early = middle
            else:
                late = middle
        return float(int(late.timestamp()))  # the clocks change at a whole second
    return local.timestamp()


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta | None:
    return instant.astimezone(zone).utcoffset()
