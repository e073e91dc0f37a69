"""Reads what ``xrandr --props`` says of a server: connectors, their modes, its limit. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from installation.model import DisplayMode, Rect

_HEAD = re.compile(
    r"^(\S+) (connected|disconnected) (?:primary )?(?:(\d+)x(\d+)\+(\d+)\+(\d+) )?", re.MULTILINE
)
_LIMIT = re.compile(r"^Screen \d+:.*maximum (\d+) x (\d+)", re.MULTILINE)
_CURRENT = re.compile(r"^Screen \d+:.*current (\d+) x (\d+)", re.MULTILINE)
_MODE = re.compile(r"^   (\S+)((?:\s+\d+\.\d+[* ]?[+ ]?)+)\s*$", re.MULTILINE)
_RATE = re.compile(r"(\d+\.\d+)([* ]?)([+ ]?)")
_SIZE = re.compile(r"(\d+)x(\d+)(i?)(?![\dx])")


@dataclass(frozen=True)
class HeadMode:
    """A mode by the server's name for it, which with its rate is what ``xrandr`` wants to hear."""

    name: str
    mode: DisplayMode
    preferred: bool = False
    interlaced: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that set it."""
        return ("--mode", self.name, "--rate", f"{self.mode.rate_hz:.2f}")


@dataclass(frozen=True)
class Connector:
    """One connector. One that is lit though nothing is connected still takes up its place.

    ``modes`` are all that its display has, the best first, and ``current`` is one of them.
    """

    name: str
    connected: bool
    rect: Rect | None = None
    current: HeadMode | None = None
    modes: tuple[HeadMode, ...] = ()


def heads(text: str) -> list[Connector]:
    """The connectors that are lit, or could be."""
    found = []
    for head, section in sections(text):
        name, state, *numbers = head.groups()
        width, height, x, y = (int(number or 0) for number in numbers)
        rect = Rect(x, y, width, height) if width and height else None
        if rect or state == "connected":
            modes, current = _modes(section)
            found.append(Connector(name, state == "connected", rect, current, modes))
    return found


def widest(text: str) -> int:
    """Return how wide the X screen may be; 0 when the server does not say."""
    limit = _LIMIT.search(text)
    return int(limit[1]) if limit else 0


def screen_size(text: str) -> tuple[int, int]:
    """Return how large the X screen is now. Raises ValueError when the server does not say."""
    size = _CURRENT.search(text)
    if not size:
        raise ValueError("no size of the screen")
    return int(size[1]), int(size[2])


def sections(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Return the line of each connector, and all that is said of it."""
    ends = [line.start() for line in re.finditer(r"^\S", text, re.MULTILINE)] + [len(text)]
    for head in _HEAD.finditer(text):
        yield head, text[head.start() : next(end for end in ends if end > head.start())]


def _modes(section: str) -> tuple[tuple[HeadMode, ...], HeadMode | None]:
    """All modes of a connector, the best first, and the one that is set."""
    found: dict[tuple[str, DisplayMode], HeadMode] = {}
    current = None
    for name, rates in _MODE.findall(section):
        size = _SIZE.search(name)
        for rate, is_set, is_preferred in _RATE.findall(rates):
            if not size:
                continue
            shape = DisplayMode(int(size[1]), int(size[2]), float(rate))
            key = (name, shape)  # xrandr cannot tell two of one name and rate apart, either
            preferred = is_preferred == "+" or (key in found and found[key].preferred)
            found[key] = HeadMode(name, shape, preferred, bool(size[3]))
            current = key if is_set == "*" else current
    return tuple(sorted(found.values(), key=_worth)), found[current] if current else None


def _worth(one: HeadMode) -> tuple[bool, bool, int, float]:
    """Sort the best first: the display's own choice, then whole pictures, size, rate.

    Of several choices the server names the one first that somebody made in its configuration.
    """
    if one.preferred:
        return (False, False, 0, 0.0)
    return (
        True,
        one.interlaced,
        -one.mode.width * one.mode.height,
        -one.mode.rate_hz,
    )
