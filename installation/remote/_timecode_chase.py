"""Timecode in: where the master is, from what arrives of its code. Pure; the clock comes along.

What is told is a line: the story time at an instant, and whether it runs on from there. A message
is never early, only late (by a cable, a period of the sound server, a stall of this machine), so
the earliest of the last second is nearest to the truth.
"""

from collections import deque
from dataclasses import dataclass, replace
from enum import Enum

from installation.remote._timecode import PIECES, QuarterFrame, Reader
from installation.timeline import ZERO, Rate, Timecode
from installation.units import MILLISECOND, SECOND

WINDOW_NS = SECOND
RECENT = 2 * PIECES
"""When this many pieces in a row are late by half a frame, it is the master that is."""
MISSING_NS = 100 * MILLISECOND
"""Code is missing when there is none for this long: ten pieces, or a stall of a busy machine."""
FREEWHEEL_NS = SECOND
SETTLE_NS = 150 * MILLISECOND
"""After a full frame pieces may follow: two frames at most to the next sequence. If none do, the
master stands there."""
SPEED_NS = SECOND // 2
SPEEDS = (0.8, 1.2)
"""Code at another speed (a master that winds) is not followed; judged over SPEED_NS."""


class LockLight(Enum):
    """The lock light."""

    DARK = "no code"
    LOCKED = "locked"
    FREEWHEEL = "freewheels"
    WINDING = "winds"
    STANDS = "stands"


@dataclass(frozen=True)
class Lead:
    """The master's place. ``story_ns`` at ``at_ns``, from there on if ``running``.

    A master of which only is known that it does not run has no ``story_ns``. ``serial`` rises with
    every start, stop and jump.
    """

    light: LockLight = LockLight.DARK
    story_ns: int | None = None
    at_ns: int = 0
    running: bool = False
    serial: int = 0


class MasterListener:
    """Listens to one master. ``start`` is the label of the story's beginning.

    ``rate`` stands for what the code says of itself, if given.
    """

    def __init__(self, rate: Rate | None = None, start: Timecode = ZERO) -> None:
        self._reader = Reader(rate)
        self._rate, self._start = rate, start
        self._lead = Lead()
        self._heard_ns = 0
        self._window: deque[tuple[int, int]] = deque()
        """Instant, and instant minus story time, of the pieces of the last second."""
        self._pace: deque[tuple[int, int]] = deque()
        """Instant and story time of those of the last half second."""
        self._next: int | None = None
        self._anew = True
        """The code has not gone on without a break since the last piece that was followed."""
        self._doubted = False
        self._located: tuple[int, int] | None = None

    @property
    def lead(self) -> Lead:
        """Return where the master is, by what was last heard or looked at."""
        return self._lead

    def piece(self, number: int, value: int, at_ns: int) -> None:
        """A quarter-frame message has come."""
        if at_ns - self._heard_ns > MISSING_NS:
            self._reader.reset()
        self._heard_ns = at_ns
        heard = self._reader.piece(number, value)
        if heard is None:
            self._next, self._anew = None, True
            return
        story_ns = self._story(heard.rate, heard.quarter)
        if not heard.forward:
            self._located = (story_ns, at_ns)  # where it turns or ends, it will stand
            self._stand(LockLight.WINDING, None, at_ns)
        elif self._believes(heard, at_ns - story_ns):
            self._follow(heard.rate, story_ns, at_ns)

    def full(self, rate: Rate, label: Timecode, at_ns: int) -> None:
        """A full frame has come: the master is there, and perhaps goes on from there."""
        rate = self._rate or rate
        if rate.has(label):
            self._reader.reset()
            self._next, self._anew, self._doubted = None, True, False
            self._located = (self._story(rate, 4 * rate.frame(label)), at_ns)

    def look(self, now_ns: int) -> Lead:
        """Time has passed: code may be missing, or a located master does not go on."""
        quiet_ns = now_ns - self._heard_ns
        if self._located is not None:
            story_ns, at_ns = self._located
            if quiet_ns > MISSING_NS and now_ns - at_ns > SETTLE_NS:
                self._located = None
                self._stand(LockLight.STANDS, story_ns, at_ns)
        elif quiet_ns > FREEWHEEL_NS and (
            self._lead.running or self._lead.light is LockLight.WINDING
        ):
            self._stand(LockLight.STANDS, None, now_ns)
        elif quiet_ns > MISSING_NS and self._lead.running:
            self._lead = replace(self._lead, light=LockLight.FREEWHEEL)
        return self._lead

    def unplug(self) -> None:
        """The port has gone: there is no master any more."""
        self._reader.reset()
        self._window.clear()
        self._pace.clear()
        self._next, self._anew, self._doubted, self._located = None, True, False, None
        self._lead = Lead(serial=self._lead.serial + 1)

    # inside

    def _story(self, rate: Rate, quarter: int) -> int:
        """The story time of a quarter of a frame; up to half a day may lie before the beginning."""
        day = 4 * rate.per_day
        passed = (quarter - 4 * rate.frame(self._start) + day // 2) % day - day // 2
        return rate.quarter_begins(passed)

    def _believes(self, heard: QuarterFrame, offset_ns: int) -> bool:
        """Tell whether a piece is where it should be.

        A label in the middle of running code that says something else has to be confirmed by the
        next one, because a cable may have bent it.
        """
        expected, self._next = self._next, heard.quarter + 1
        if heard.whole and expected not in (None, heard.quarter):
            self._anew = True
            self._doubted = not self._window or self._off(offset_ns) > heard.rate.frame_ns
        elif heard.whole:
            self._doubted = False
        return not self._doubted

    def _follow(self, rate: Rate, story_ns: int, at_ns: int) -> None:
        offset_ns = at_ns - story_ns
        jumped = self._anew and (not self._window or self._off(offset_ns) > rate.frame_ns)
        if jumped:
            self._window.clear()
            self._pace.clear()
        self._anew, self._located = False, None
        _keep(self._window, WINDOW_NS, at_ns, offset_ns)
        _keep(self._pace, SPEED_NS, at_ns, story_ns)
        recent = list(self._window)[-RECENT:]
        lately_ns = min(offset for _, offset in recent)
        if len(recent) == RECENT and self._off(lately_ns) > rate.frame_ns // 2:
            self._window = deque(recent)
        if not self._at_speed():
            self._stand(LockLight.WINDING, None, at_ns)
            return
        serial = self._lead.serial + (jumped or not self._lead.running)
        self._lead = Lead(LockLight.LOCKED, at_ns - self._offset(), at_ns, True, serial)

    def _offset(self) -> int:
        """Instant minus story time, by the earliest message."""
        return min(offset for _, offset in self._window)

    def _off(self, offset_ns: int) -> int:
        """Return how far another offset is from that one."""
        return abs(offset_ns - self._offset())

    def _at_speed(self) -> bool:
        (first_ns, first_story), (last_ns, last_story) = self._pace[0], self._pace[-1]
        took_ns = last_ns - first_ns
        if took_ns < SPEED_NS * 9 // 10:
            return True
        return SPEEDS[0] < (last_story - first_story) / took_ns < SPEEDS[1]

    def _stand(self, light: LockLight, story_ns: int | None, at_ns: int) -> None:
        before = self._lead
        if before.running or before.light is not light or before.story_ns != story_ns:
            self._lead = Lead(light, story_ns, at_ns, False, before.serial + 1)


def _keep(kept: deque[tuple[int, int]], span_ns: int, at_ns: int, value_ns: int) -> None:
    """Add to what is kept of the last stretch of time."""
    kept.append((at_ns, value_ns))
    while kept[0][0] < at_ns - span_ns:
        kept.popleft()
