"""The opening hours and projectors of a layout, which may be written again while it plays."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from installation.apps._reading import LOOK_NS, FollowedLayout, stamp
from installation.errors import ConfigError
from installation.files import open_regular
from installation.model import (
    HORIZON_DAYS,
    HoursBlock,
    NetworkProjector,
    OpeningHours,
    Period,
    hours_from,
    periods_in,
)

LARGEST = 1_000_000
"""Bytes of the largest calendar that is read; some years of a museum's have 200 kB."""
Stamps = tuple[object, ...]


class FollowedHours:
    """The hours of a layout with its calendars beside it, and the projectors that obey them.

    ``hours`` is None where the layout has none. The files are followed; one that cannot be read
    has its lines in ``faults``, and what it said before holds. ``today`` tells the day somewhere.
    """

    def __init__(
        self, layout: Path, today: Callable[[ZoneInfo], date] = lambda z: datetime.now(z).date()
    ) -> None:
        self._followed, self._folder, self._today = FollowedLayout(layout), layout.parent, today
        self._periods: dict[str, tuple[Period, ...]] = {}
        self._stamps: Stamps = ()
        self._unread: tuple[str, ...] = ()
        self._looked_ns = -LOOK_NS
        self.hours: OpeningHours | None = None
        self.warm_up_s = 0.0
        self.projectors: tuple[NetworkProjector, ...] = ()
        self.displays_off = False
        self.faults: tuple[str, ...] = ()

    def look(self, now_ns: int) -> bool:
        """Tell whether there are other hours, projectors or faults; cheap to ask at any time."""
        if now_ns - self._looked_ns < LOOK_NS:
            return False
        self._looked_ns = now_ns
        self._followed.look(now_ns)
        block = self._followed.layout.hours
        before = self._told
        self.projectors = self._followed.layout.projectors
        self.displays_off = block is not None and block.displays == "asleep"
        self.faults = tuple(self._followed.fault.splitlines())
        if block is None:
            self.hours, self._stamps = None, ()
            return before != self._told
        today = self._today(ZoneInfo(block.zone))
        calendars = [self._folder / name for name in (block.openings, block.closures) if name]
        stamps = (today, block, *((file, stamp(file)) for file in calendars))
        if stamps != self._stamps:
            self._stamps = stamps
            self.warm_up_s = block.warm_up_s
            self._unread = ()
            openings, closures = (
                self._calendar(name, block, today) for name in (block.openings, block.closures)
            )
            self.hours = hours_from(block, today, openings, closures)
        self.faults += self._unread
        return before != self._told

    @property
    def _told(self) -> Stamps:
        obeyed = self.projectors, self.displays_off
        return self.hours, self.warm_up_s, *obeyed, self.faults

    def _calendar(self, name: str | None, block: HoursBlock, today: date) -> tuple[Period, ...]:
        if name is None:
            return ()
        file = self._folder / name
        first, last = today - timedelta(days=2), today + timedelta(days=HORIZON_DAYS)
        try:
            data = _read(file)
            self._periods[name] = tuple(
                periods_in(data, str(file), ZoneInfo(block.zone), first, last)
            )
        except ConfigError as fault:
            self._unread += (str(fault).replace("\n ", ""),)
        return self._periods.get(name, ())


def _read(file: Path) -> bytes:
    """Return a calendar's bytes. Raises ConfigError when it is not there, or is no such file."""
    try:
        with open_regular(file) as opened:
            data = opened.read(LARGEST + 1)
    except FileNotFoundError:
        raise ConfigError(
            f"{file}: there is no such file, but the layout's hours name it"
        ) from None
    except OSError as fault:
        raise ConfigError(f"{file}: cannot be read: {fault.strerror or fault}") from None
    if len(data) > LARGEST:
        raise ConfigError(f"{file}: is larger than {LARGEST // 1000} kB, too large for a calendar")
    return data
