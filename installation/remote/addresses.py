"""What the addresses under ``/kiss`` mean, and what is told under them. Pure.

README.md has the table for people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from installation.errors import UsageError
from installation.link.messages import Glance
from installation.model.naming import did_you_mean
from installation.remote.osc import Argument, Said
from installation.timeline.programme import Programme
from installation.timeline.transport import entry_of, moment_at
from installation.units import SECOND, seconds

ROOT = "/kiss"
LEASE_S = 60.0
LONGEST_LEASE_S = 3600.0
PRESSES = ("restart", "pause", "resume", "toggle", "sync")
"""Need no argument; one that is 0 or false is the release of a button, and means nothing."""
WORDS = {
    "go": "a beat's name, or seconds",
    "hold": "a beat's name, or seconds",
    "swap": "nothing, or where: boundary, now, or a beat's name",
    "voice": "a screen's name, all, or none",
}
"""What each of those takes that need a word."""


@dataclass(frozen=True)
class OscOrder:
    """An order to the show."""

    what: str
    to: str = ""


@dataclass(frozen=True)
class Tell:
    """Tell the asker everything, once."""


@dataclass(frozen=True)
class Subscribe:
    """Tell the asker everything from now on, for a while; 0 ends it. On this port, if given."""

    lease_s: float = LEASE_S
    port: int | None = None


Asked = OscOrder | Tell | Subscribe | None


def asked(said: Said, screens: Sequence[str]) -> Asked:
    """What a message asks for; None for a button's release. Raises UsageError in words."""
    parts = said.address.split("/")
    if parts[:2] != ["", ROOT[1:]] or len(parts) < 3:
        raise UsageError(f"{said.address}: addresses of this show begin with {ROOT}/")
    what, *rest = parts[2:]
    first = said.arguments[0] if said.arguments else None
    if what == "level" and len(rest) == 1:
        return OscOrder("level", f"{_screen(rest[0], screens)} {_percent(first)}")
    if rest or what not in (*PRESSES, *WORDS, "blackout", "status", "subscribe"):
        known = [*PRESSES, *WORDS, "blackout", "level/SCREEN", "status", "subscribe"]
        hint = did_you_mean("/".join([what, *rest]), known) or f"; there are {', '.join(known)}"
        raise UsageError(f"{said.address} is not known{hint}")
    if what == "subscribe":
        return _subscription(said.arguments)
    if what == "blackout":
        return OscOrder("blackout", _switch(first))
    if what in WORDS:
        word = _word(what, first)
        if word is None:
            raise UsageError(f"{said.address} takes {WORDS[what]}")
        return OscOrder(what, word)
    if isinstance(first, str):
        raise UsageError(f"{said.address} takes nothing, or a button's 1 and 0")
    if first in (0, False):
        return None
    return Tell() if what == "status" else OscOrder(what)


def told(programme: Programme, glance: Glance, now_ns: int) -> Iterator[Said]:
    """Everything that a subscriber hears."""
    moment = moment_at(programme, now_ns)
    yield Said(f"{ROOT}/state", (glance.state,))
    yield Said(f"{ROOT}/story", (seconds(moment.story_ns) if moment else 0.0,))
    yield Said(f"{ROOT}/cycle", (moment.cycle if moment else 0,))
    passed = [name for name, at_ns in glance.beats if moment and at_ns <= moment.story_ns]
    yield Said(f"{ROOT}/beat", (passed[-1] if passed else "",))
    yield Said(f"{ROOT}/blackout", (int(glance.dark),))
    for screen, level in glance.levels.items():
        entry = entry_of(programme, moment.cycle, screen) if moment else None
        yield Said(f"{ROOT}/screen/{screen}/version", (entry.version if entry else "",))
        yield Said(f"{ROOT}/screen/{screen}/voice", (int(screen in glance.voices),))
        yield Said(f"{ROOT}/screen/{screen}/level", (level / 100,))


def _screen(name: str, screens: Sequence[str]) -> str:
    if name not in screens:
        hint = did_you_mean(name, list(screens)) or f"; there are {', '.join(screens)}"
        raise UsageError(f"no screen is called {name!r}{hint}")
    return name


def _percent(value: Argument | None) -> int:
    """A fader's 0.0 to 1.0, or whole percent."""
    if isinstance(value, float) and 0 <= value <= 1:
        return round(100 * value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100:
        return value
    raise UsageError("a level is a float from 0.0 to 1.0, or an integer from 0 to 100")


def _switch(value: Argument | None) -> str:
    if value is None:
        return "toggle"
    if isinstance(value, str):
        return value
    return "on" if value else "off"


def _word(what: str, value: Argument | None) -> str | None:
    """What an order is told, None when it is of the wrong kind."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return "" if what == "swap" and value is None else None
    return f"{value:.3f}" if what in ("go", "hold") and value >= 0 else None


def _subscription(arguments: Sequence[Argument]) -> Subscribe:
    numbers = [one for one in arguments if isinstance(one, int | float)]
    if len(numbers) < len(arguments) or len(numbers) > 2:
        raise UsageError(f"{ROOT}/subscribe takes seconds, and a port for the answers if need be")
    lease_s = min(max(0.0, float(numbers[0])), LONGEST_LEASE_S) if numbers else LEASE_S
    port = int(numbers[1]) if len(numbers) > 1 else None
    if port is not None and not 1 <= port <= 65535:
        raise UsageError("a port is a number from 1 to 65535")
    return Subscribe(lease_s, port)


def changed(before: dict[str, tuple[Argument, ...]], now: Said) -> bool:
    """Whether something is news for somebody; remembers it."""
    news = before.get(now.address) != now.arguments
    before[now.address] = now.arguments
    return news


STORY_NS = SECOND // 10
"""How often a subscriber hears the story time."""
