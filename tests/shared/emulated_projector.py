"""An emulated projector with the habits of real ones; no sockets, its clock is an argument.

It notes what it would have suffered: a command while it warms up or cools.
"""

from dataclasses import dataclass, field
from random import Random

from installation.power._power_case import PowerAnswer
from installation.units import SECOND


@dataclass
class Habits:
    """Bad habits, each in seconds or as a share of times."""

    warms_s: float = 40.0
    cools_s: float = 80.0
    says_off_early_s: float = 0.0
    """It says "off" for so long before its fans have come to rest."""
    says_on_late_s: float = 0.0
    """It says "on" for so long after it was told to go off."""
    mute_while_changing: bool = False
    """It answers every question with ERR3 while it warms up and cools."""
    mute_in_standby: bool = False
    """It answers every question with ERR3 in standby, for ever."""
    swallows: float = 0.0
    """It says OK to a command, and does nothing."""
    restarts: float = 0.0
    """It begins again by itself once it has cooled."""
    silent: float = 0.0
    """It does not take the connection."""


@dataclass
class EmulatedProjector:
    """Off at first. ``suffered`` has each command that came at a wrong moment."""

    habits: Habits
    random: Random
    lit: bool = False
    changed_ns: int = -(10**15)
    restarting: bool = False
    suffered: list[str] = field(default_factory=list)
    strikes: int = 0

    def state(self, now_ns: int) -> PowerAnswer:
        """How it really is."""
        past_s = (now_ns - self.changed_ns) / SECOND
        if self.lit:
            return PowerAnswer.ON if past_s >= self.habits.warms_s else PowerAnswer.WARMING
        if past_s < self.habits.cools_s:
            return PowerAnswer.COOLING
        if self.restarting:
            self._turn(True, now_ns)
            return PowerAnswer.WARMING
        return PowerAnswer.OFF

    def ask(self, now_ns: int) -> PowerAnswer:
        """What it says to how it is."""
        state, habits = self.state(now_ns), self.habits
        past_s = (now_ns - self.changed_ns) / SECOND
        if self.random.random() < habits.silent:
            return PowerAnswer.SILENT
        if habits.mute_in_standby and state is PowerAnswer.OFF:
            return PowerAnswer.BUSY
        if state in (PowerAnswer.WARMING, PowerAnswer.COOLING) and habits.mute_while_changing:
            return PowerAnswer.BUSY
        if state is PowerAnswer.COOLING and past_s < habits.says_on_late_s:
            return PowerAnswer.ON
        if state is PowerAnswer.COOLING and past_s > habits.cools_s - habits.says_off_early_s:
            return PowerAnswer.OFF
        return state

    def tell(self, on: bool, now_ns: int) -> bool:
        """Take a command; False is ERR3."""
        state = self.state(now_ns)
        if state in (PowerAnswer.WARMING, PowerAnswer.COOLING):
            self.suffered.append(f"{'on' if on else 'off'} while {state}")
            return False
        if self.random.random() < self.habits.swallows or on == self.lit:
            return True
        self._turn(on, now_ns)
        return True

    def _turn(self, on: bool, now_ns: int) -> None:
        self.lit, self.changed_ns = on, now_ns
        self.strikes += on
        self.restarting = not on and self.random.random() < self.habits.restarts
