"""Merges the levels that a desk gives: of a fader's hundreds a second the last one counts. Pure."""

from dataclasses import dataclass, field

from installation.model import Level
from installation.remote._mapping import LEVEL_NS
from installation.remote._part import Answered
from installation.timeline import FOREVER


@dataclass(frozen=True)
class WantedLevel:
    """A level, the instant at which it came, and who waits for the answer."""

    order: Level
    at_ns: int
    answered: Answered


@dataclass
class MergedLevels:
    """The latest level of each screen until it is passed on; one each as often as a box's fader."""

    _wanted: dict[str, WantedLevel] = field(default_factory=dict)
    _passed_ns: dict[str, int] = field(default_factory=dict)

    def want(self, level: WantedLevel) -> None:
        """Take a level in the place of the one before, which nobody hears of any more."""
        self._wanted[level.order.screen] = level

    def due(self, now_ns: int) -> list[WantedLevel]:
        """Return those that may be passed on now."""
        due = [w for screen, w in self._wanted.items() if self._may(screen) <= now_ns]
        for wanted in due:
            del self._wanted[wanted.order.screen]
            self._passed_ns[wanted.order.screen] = now_ns
        return due

    @property
    def due_ns(self) -> int:
        """Return when :meth:`due` will have one, or FOREVER."""
        return min((self._may(screen) for screen in self._wanted), default=FOREVER)

    def _may(self, screen: str) -> int:
        return self._passed_ns.get(screen, -FOREVER) + LEVEL_NS
