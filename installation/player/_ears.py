"""Says how loud a screen is heard, and where: from its own loudspeakers, or on a further route."""

from dataclasses import dataclass
from typing import Protocol

from installation.timeline import Programme, amplitude, gain_at, speaks_at


class Ear(Protocol):
    """One place where a screen is heard. Pure."""

    def gain(self, programme: Programme, now_ns: int) -> float:
        """Return what the screen's samples are multiplied with at an instant, 0 to 1."""
        ...

    def may_hear(self, programme: Programme) -> bool:
        """Tell whether anything is heard at any time, as things stand."""
        ...


@dataclass(frozen=True)
class ScreenEar:
    """The room of a screen: it is heard there while it has the voice."""

    screen: str

    def gain(self, programme: Programme, now_ns: int) -> float:
        """Return its level, while it has the voice."""
        return gain_at(programme, self.screen, now_ns)

    def may_hear(self, programme: Programme) -> bool:
        """Tell whether it has the voice at any time."""
        return not programme.shut and programme.heard.may_speak(self.screen)


@dataclass(frozen=True)
class RouteEar:
    """Headphones or a hearing loop: always at the route's own level, or while a screen speaks."""

    route: str
    screen: str
    by_voice: bool

    def gain(self, programme: Programme, now_ns: int) -> float:
        """Return the route's level, while the house is open."""
        silent = programme.shut or (self.by_voice and not speaks_at(programme, self.screen, now_ns))
        return 0.0 if silent else amplitude(programme.heard.level(self.route))

    def may_hear(self, programme: Programme) -> bool:
        """Tell whether the route is turned up; a stream that is silent meanwhile costs nothing."""
        return not programme.shut and programme.heard.level(self.route) > 0
