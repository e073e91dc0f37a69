"""The opening hours and projectors of a layout, which may be written again while it plays."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from installation.apps._followed_files import LARGEST
from installation.apps._reading import FollowedLayout
from installation.errors import ConfigError
from installation.model import (
    HORIZON_DAYS,
    DisplaysAtRest,
    HoursBlock,
    NetworkProjector,
    OpeningHours,
    Period,
    hours_from,
    needed,
    periods_in,
)
from installation.said import Said, joined, lines_of

Stamps = tuple[object, ...]


class FollowedHours:
    """The hours of a layout with its calendars beside it, and the projectors that obey them.

    ``hours`` is None where the layout has none. The files are followed; one that cannot be read
    has its lines in ``faults``, and what it said before holds. ``today`` tells the day somewhere.
    """

    def __init__(
        self,
        followed: FollowedLayout,
        today: Callable[[ZoneInfo], date] = lambda z: datetime.now(z).date(),
    ) -> None:
        self._followed, self._today = followed, today
        self._periods: dict[str, tuple[Period, ...]] = {}
        self._stamps: Stamps = ()
        self._unread: tuple[Said, ...] = ()
        self.hours: OpeningHours | None = None
        self.warm_up_s = 0.0
        self.projectors: tuple[NetworkProjector, ...] = ()
        self.displays: DisplaysAtRest = "black"
        self.faults: tuple[Said, ...] = ()
        self._calendars()
        followed.files.wait()

    def look(self, now_ns: int) -> bool:
        """Tell whether there are other hours, projectors or faults; cheap to ask at any time."""
        self._followed.look(now_ns)
        block = self._followed.layout.hours
        before = self._told
        self.projectors = self._followed.layout.projectors
        self.displays = "black" if block is None else block.displays
        self.faults = lines_of(self._followed.fault)
        if block is None:
            self.hours, self._stamps = None, ()
            return before != self._told
        today = self._today(ZoneInfo(block.zone))
        calendars = self._calendars()
        coming = not self._followed.files.trouble and not all(n for _, n in calendars)
        stamps = (today, block, *calendars)
        if stamps != self._stamps and not coming:
            self._stamps = stamps
            self.warm_up_s = block.warm_up_s
            self._unread = ()
            openings, closures = (
                self._calendar(name, block, today) for name in (block.openings, block.closures)
            )
            self.hours = hours_from(block, today, openings, closures)
        self.faults += self._unread
        return before != self._told

    def _calendars(self) -> list[tuple[Path, int]]:
        """Return the files of the hours, and which ones they are of those that have lain there."""
        block, files = self._followed.layout.hours, self._followed.files
        names = (block.openings, block.closures) if block else ()
        found = [self._followed.file.parent / name for name in names if name]
        files.follow(*found)
        return [(file, files.version(file)) for file in found]

    @property
    def _told(self) -> Stamps:
        obeyed = self.projectors, self.displays
        return self.hours, self.warm_up_s, *obeyed, self.faults

    def _calendar(self, name: str | None, block: HoursBlock, today: date) -> tuple[Period, ...]:
        if name is None:
            return ()
        file = self._followed.file.parent / name
        first, last = today - timedelta(days=2), today + timedelta(days=HORIZON_DAYS)
        try:
            data = self._text(file)
            self._periods[name] = tuple(
                periods_in(data, str(file), ZoneInfo(block.zone), first, last)
            )
        except ConfigError as fault:
            self._unread += (joined(" ", filter(None, (fault.message, fault.advice))),)
        return self._periods.get(name, ())

    def _text(self, file: Path) -> bytes:
        """Return a calendar's bytes. Raises ConfigError when it is not there, or is none."""
        try:
            data = needed(self._followed.files.read, "file, but the layout's hours name it")(file)
        except OSError as fault:
            raise ConfigError(f"{file}: cannot be read: {fault.strerror or fault}") from None
        if len(data) > LARGEST:
            raise ConfigError(
                f"{file}: is larger than {LARGEST // 1000} kB, too large for a calendar"
            )
        return data
