"""Reads and writes the addresses under ``/kiss``. Pure.

docs/technician.md has the table for people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from installation.errors import UsageError
from installation.link import Glance
from installation.model import Order, OrderKind, Surface, Takes, did_you_mean, meant, orders_offered
from installation.remote._osc import Argument, OscMessage
from installation.timeline import ALL, Programme, entry_of, moment_at
from installation.units import SECOND, seconds

ROOT = "/kiss"
LEASE_S = 60.0
LONGEST_LEASE_S = 3600.0


@dataclass(frozen=True)
class Tell:
    """Tell the asker everything, once."""


@dataclass(frozen=True)
class Subscribe:
    """Tell the asker everything from now on, for a while; 0 ends it. On this port, if given."""

    lease_s: float = LEASE_S
    port: int | None = None


_BUTTONS = (Takes.PLACE, Takes.UNTIL, Takes.SCREEN)
"""Words that a button's 1 and 0 cannot be: where they may be left out, it is a press."""

Asked = Order | Tell | Subscribe | None


def asked(said: OscMessage, screens: Sequence[str], routes: Sequence[str] = ()) -> Asked:
    """Return what a message asks for; None for a button's release. Raises UsageError in words.

    ``routes`` are the names of further ways of sound, which have levels, too.
    """
    parts = said.address.split("/")
    if parts[:2] != ["", ROOT[1:]] or len(parts) < 3:
        raise UsageError(f"{said.address}: addresses of this show begin with {ROOT}/")
    first = said.arguments[0] if said.arguments else None
    kinds = {kind.name: kind for kind in orders_offered(Surface.OSC)}
    match parts[2:]:
        case ["status"]:
            return Tell() if _pressed(said.address, first) else None
        case ["subscribe"]:
            return _subscription(said.arguments)
        case [name, *rest] if name in kinds and len(rest) in _lengths(kinds[name]):
            return _ordered(kinds[name], rest, said, (screens, routes))
    known = ["/".join((k.name, *_in_address(k))) for k in kinds.values()]
    known += ["status", "subscribe"]
    hint = did_you_mean("/".join(parts[2:]), known) or f"; there are {', '.join(known)}"
    raise UsageError(f"{said.address} is not known{hint}")


def _in_address(kind: OrderKind) -> tuple[str, ...]:
    """Return what stands in an order's address: all but its last word, as ``level/SCREEN``."""
    return tuple(takes.metavar for takes in kind.takes[:-1])


def _lengths(kind: OrderKind) -> tuple[int, ...]:
    """Return how many words an address may have behind an order's name: all, or none if it can."""
    all_of_them = len(_in_address(kind))
    return (all_of_them, 0) if None not in kind.defaults else (all_of_them,)


def _ordered(
    kind: OrderKind,
    rest: Sequence[str],
    said: OscMessage,
    names: tuple[Sequence[str], Sequence[str]],
) -> Order | None:
    first = said.arguments[0] if said.arguments else None
    if not kind.takes:
        return kind.made() if _pressed(said.address, first) else None
    for takes, name in zip(kind.takes, rest, strict=False):
        if takes in (Takes.SCREEN, Takes.HEARD):
            _known(name, names[0], (*names[1], ALL) if takes is Takes.HEARD else ())
    rest = [*rest, *[""] * (len(kind.takes) - 1 - len(rest))]
    takes, default = kind.takes[-1], kind.defaults[-1]
    if takes in _BUTTONS and default is not None and not isinstance(first, str):
        return kind.made(*rest, "") if _pressed(said.address, first) else None
    word = _word(takes, default, first)
    if word is None:
        may = "nothing, or " if default is not None else ""
        raise UsageError(f"{said.address} takes {may}{takes.about}")
    return kind.made(*rest, word)


def _pressed(address: str, value: Argument | None) -> bool:
    """Tell a button's press from its release: 0 or false, which means nothing."""
    if isinstance(value, str):
        raise UsageError(f"{address} takes nothing, or a button's 1 and 0")
    return value not in (0, False)


def _word(takes: Takes, default: str | None, value: Argument | None) -> str | None:
    """Return an argument as a person would type it; None when it is of the wrong kind."""
    if takes is Takes.PERCENT:
        return str(_percent(value))
    if isinstance(value, str):
        return value
    if value is None:
        return "" if default is not None else None
    if takes is Takes.SWITCH:
        return "on" if value else "off"
    seconds_given = takes is Takes.PLACE and not isinstance(value, bool) and value >= 0
    return f"{value:.3f}" if seconds_given else None


def told(programme: Programme, glance: Glance, now_ns: int) -> Iterator[OscMessage]:
    """Everything that a subscriber hears."""
    moment = moment_at(programme, now_ns)
    yield OscMessage(f"{ROOT}/state", (glance.state,))
    yield OscMessage(f"{ROOT}/story", (seconds(moment.story_ns) if moment else 0.0,))
    yield OscMessage(f"{ROOT}/cycle", (moment.cycle if moment else 0,))
    passed = [name for name, at_ns in glance.beats if moment and at_ns <= moment.story_ns]
    yield OscMessage(f"{ROOT}/beat", (passed[-1] if passed else "",))
    yield OscMessage(f"{ROOT}/blackout", (int(glance.dark),))
    yield OscMessage(f"{ROOT}/voice", (glance.voice,))
    for screen, level in glance.levels.items():
        entry = entry_of(programme, moment.cycle, screen) if moment else None
        yield OscMessage(f"{ROOT}/screen/{screen}/version", (entry.version if entry else "",))
        yield OscMessage(f"{ROOT}/screen/{screen}/voice", (int(screen in glance.voices),))
        yield from _loudness(f"{ROOT}/screen/{screen}", level, screen in glance.muted)
    for route, level in glance.hearing.items():
        yield from _loudness(f"{ROOT}/hearing/{route}", level, route in glance.muted)


def _loudness(address: str, level: int, muted: bool) -> Iterator[OscMessage]:
    yield OscMessage(f"{address}/level", (level / 100,))
    yield OscMessage(f"{address}/mute", (int(muted),))


def _known(name: str, screens: Sequence[str], routes: Sequence[str]) -> None:
    """Raise UsageError for a name that nothing has."""
    names = [*screens, *routes]
    if meant(name, names) is None:
        hint = did_you_mean(name, names) or f"; there are {', '.join(names)}"
        what = "screen or hearing route" if routes else "screen"
        raise UsageError(f"no {what} is called {name!r}{hint}")


def _percent(value: Argument | None) -> int:
    """A fader's 0.0 to 1.0, or whole percent."""
    if isinstance(value, float) and 0 <= value <= 1:
        return round(100 * value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100:
        return value
    raise UsageError("a level is a float from 0.0 to 1.0, or an integer from 0 to 100")


def _subscription(arguments: Sequence[Argument]) -> Subscribe:
    numbers = [one for one in arguments if isinstance(one, int | float)]
    if len(numbers) < len(arguments) or len(numbers) > 2:
        raise UsageError(f"{ROOT}/subscribe takes seconds, and a port for the answers if need be")
    lease_s = min(max(0.0, float(numbers[0])), LONGEST_LEASE_S) if numbers else LEASE_S
    port = int(numbers[1]) if len(numbers) > 1 else None
    if port is not None and not 1 <= port <= 65535:
        raise UsageError("a port is a number from 1 to 65535")
    return Subscribe(lease_s, port)


def changed(before: dict[str, tuple[Argument, ...]], now: OscMessage) -> bool:
    """Tell whether something is news for somebody; remembers it."""
    news = before.get(now.address) != now.arguments
    before[now.address] = now.arguments
    return news


STORY_NS = SECOND // 10
"""How often a subscriber hears the story time."""
