"""Decides what a projector is told, and when it is asked. Pure.

A lamp that is struck while it cools may crack, so nothing is said to a projector that has not just
been asked how it is, and nothing at all while it warms up or cools. What it says is not always so:
some say "off" while their fans still run, some "on" for seconds after they were told to go off,
some refuse every question while they change (ERR3, which is normal then and in standby), swallow a
command, or begin again by themselves once they have cooled. See ``tests/power``.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from installation.said import NOTHING, Said
from installation.units import SECOND

CALM_NS = 60 * SECOND
"""How often one that is as it should be is asked."""
BUSY_NS = 3 * SECOND
"""How often one is asked that is not, yet."""
REST_NS = 90 * SECOND
"""How long one has to have been off, by its own word, before it is switched on again."""
BURN_NS = 60 * SECOND
"""How long a lamp burns before it is put out."""
MUTE_NS = 300 * SECOND
"""One that refuses to say how it is (ERR3) for longer than any cools or warms up is told all the
same: there are some that do so for as long as they are in standby."""
FIRST_NS, LONGEST_NS = 30 * SECOND, 300 * SECOND
"""How long a command is given time to show before it is given again; doubled each time."""
LOST_NS = 60 * SECOND
"""One that is silent for so long is told of."""


class PowerAnswer(StrEnum):
    """The answers of a projector to how it is; the last ones are none."""

    OFF = "off"
    ON = "on"
    COOLING = "cooling down"
    WARMING = "warming up"
    BUSY = "busy"
    SILENT = "does not answer"
    DENIED = "asks for another password"
    BROKEN = "reports a failure of its own"
    JUNK = "does not speak PJLink"


POWER_SAID = {
    PowerAnswer.OFF: Said("off"),
    PowerAnswer.ON: Said("on"),
    PowerAnswer.COOLING: Said("cooling down"),
    PowerAnswer.WARMING: Said("warming up"),
    PowerAnswer.BUSY: Said("busy"),
    PowerAnswer.SILENT: Said("does not answer"),
    PowerAnswer.DENIED: Said("asks for another password"),
    PowerAnswer.BROKEN: Said("reports a failure of its own"),
    PowerAnswer.JUNK: Said("does not speak PJLink"),
}
"""The answers in words; each is its value, too, so that whoever has that can look it up."""
STATES = (PowerAnswer.OFF, PowerAnswer.ON, PowerAnswer.COOLING, PowerAnswer.WARMING)
_LIT = (PowerAnswer.ON, PowerAnswer.WARMING)


@dataclass(frozen=True)
class PowerCase:
    """The things that are known of a projector, by instants of CLOCK_MONOTONIC.

    ``hot_ns`` is when its lamp last was not known to be off, ``lit_ns`` since when it has been on;
    ``odd_ns`` since when it has not said how it is. ``tries`` of a command have shown nothing.
    """

    answer: PowerAnswer | None = None
    hot_ns: int | None = None
    lit_ns: int | None = None
    odd_ns: int | None = None
    told: bool | None = None
    told_ns: int = 0
    tries: int = 0
    due_ns: int = 0

    def trouble(self, now_ns: int) -> Said:
        """Return what is wrong with it, in words; empty while nothing is."""
        if self.answer in (PowerAnswer.DENIED, PowerAnswer.BROKEN):
            return POWER_SAID[self.answer]
        if self.odd_ns is not None and now_ns - self.odd_ns > LOST_NS:
            quiet = self.answer is None or self.answer is PowerAnswer.BUSY
            return NOTHING if quiet or self.answer is None else POWER_SAID[self.answer]
        if self.tries > 2:
            if self.told:
                return Said("does not go on, though it was told {count} times", count=self.tries)
            return Said("does not go off, though it was told {count} times", count=self.tries)
        return NOTHING


def heard(
    case: PowerCase, answer: PowerAnswer, wanted: bool, now_ns: int
) -> tuple[PowerCase, bool | None]:
    """Return what is known after an answer, and what it is to be told now: on, off, or nothing."""
    if answer not in STATES:
        odd_ns = now_ns if case.odd_ns is None else case.odd_ns
        busy = answer is PowerAnswer.BUSY
        due_ns = now_ns + (BUSY_NS if busy else CALM_NS)
        case = replace(case, answer=answer, odd_ns=odd_ns, due_ns=due_ns)
        done = not wanted and case.told is False  # it rests, most likely, and says so in its way
        mute = busy and now_ns - odd_ns >= MUTE_NS and not done
        if not mute or not _may_repeat(case, wanted, now_ns):
            return case, None
        case, command = _told(case, wanted, now_ns)
        return replace(case, odd_ns=now_ns), command
    case = replace(
        case,
        answer=answer,
        odd_ns=None,
        hot_ns=case.hot_ns if answer is PowerAnswer.OFF else now_ns,
        lit_ns=_since(case.lit_ns, now_ns) if answer is PowerAnswer.ON else None,
    )
    reached = answer is (PowerAnswer.ON if wanted else PowerAnswer.OFF)
    under_way = answer is (PowerAnswer.WARMING if wanted else PowerAnswer.COOLING)
    if reached or under_way:
        case = replace(case, told=None, tries=0)
    case = replace(case, due_ns=now_ns + (CALM_NS if reached else BUSY_NS))
    ready = _may_strike(case, now_ns) if wanted else _may_douse(case, now_ns)
    if reached or not ready or not _may_repeat(case, wanted, now_ns):
        return case, None
    return _told(case, wanted, now_ns)


def _may_strike(case: PowerCase, now_ns: int) -> bool:
    rested = case.hot_ns is None or now_ns - case.hot_ns >= REST_NS
    return case.answer is PowerAnswer.OFF and rested


def _may_douse(case: PowerCase, now_ns: int) -> bool:
    burnt = case.lit_ns is not None and now_ns - case.lit_ns >= BURN_NS
    return case.answer is PowerAnswer.ON and burnt


def _may_repeat(case: PowerCase, wanted: bool, now_ns: int) -> bool:
    if case.told != wanted:
        return True
    patience_ns = min(FIRST_NS << min(case.tries - 1, 8), LONGEST_NS)
    return now_ns - case.told_ns >= patience_ns


def _told(case: PowerCase, wanted: bool, now_ns: int) -> tuple[PowerCase, bool]:
    tries = case.tries + 1 if case.told == wanted else 1
    # it cools from now on, whatever it says
    hot_ns = case.hot_ns if wanted else now_ns
    case = replace(case, told=wanted, told_ns=now_ns, tries=tries, hot_ns=hot_ns)
    return replace(case, due_ns=now_ns + BUSY_NS), wanted


def _since(before_ns: int | None, now_ns: int) -> int:
    return now_ns if before_ns is None else before_ns
