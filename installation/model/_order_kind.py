"""A line of the table of orders: what one is for, what stands behind it, who may give it. Pure."""

import re
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from typing import get_args

from msgspec import NODEFAULT, convert
from msgspec.structs import fields

from installation.errors import UsageError
from installation.model._orders import (
    LONGEST_MINUTES,
    HouseOrder,
    Order,
    Shown,
    StoryOrder,
    Switch,
)


class Role(IntEnum):
    """The roles of the keys to the door: each may do what those before it may."""

    VISITOR = 1
    """Reads."""
    ATTENDANT = 2
    """Steers the story and opens the house."""
    TECHNICIAN = 3
    """Changes what there is to show, and ends the show."""

    def __str__(self) -> str:
        return self.name.lower()


class Surface(Enum):
    """A place where orders are given."""

    COMMAND = auto()
    """``kiss NAME``."""
    VERSIONS = auto()
    """``kiss versions NAME``."""
    KEY = auto()
    """A box's keys, and ``kiss remote learn``."""
    OSC = auto()
    SHOW_CONTROL = auto()
    """MIDI Machine Control and MIDI Show Control, as far as those standards have such a command."""
    PANEL = auto()
    DOOR = auto()
    """HTTP, for phones and show control: every order, as far as the role of a key allows it."""


class Takes(Enum):
    """A word behind an order's name: its name in a usage line, what it is, an example."""

    PLACE = ("PLACE", "a beat's name, or seconds (or minutes:seconds)", "kiss")
    POINT = ("now|boundary|BEAT", "where: boundary, now, or a beat's name", "boundary")
    SWITCH = ("on|off|toggle", "on, off or toggle", "on")
    VOICE = ("SCREEN", "a screen's name, one (the middle), all, none, or story", "left")
    SCREEN = ("SCREEN", "a screen's name", "left")
    HEARD = ("SCREEN", "the name of a screen or of a hearing route, or all", "left")
    PERCENT = ("PERCENT", "0 to 100", "40")
    LANGUAGE = ("off|next|LANGUAGE", "off, next, or a language as the manifests name it", "en")
    SHOWN = ("once|on|off", "once (for a while), on (until off) or off", "once")
    VERSION = ("ID", "a version's name", "kiss-2")
    REASON = ("REASON", "why, in a few words", "unfinished")
    UNTIL = (
        "UNTIL",
        "until when: a time of the day (22:30), or for how many minutes (90)",
        "22:30",
    )

    @property
    def metavar(self) -> str:
        """Its name in a usage line."""
        return self.value[0]

    @property
    def about(self) -> str:
        """Return what it is, in words."""
        return self.value[1]

    @property
    def example(self) -> str:
        """One that could be meant."""
        return self.value[2]

    @property
    def choices(self) -> tuple[str, ...]:
        """All that it can be; empty where it can be anything."""
        return {Takes.SWITCH: get_args(Switch), Takes.SHOWN: get_args(Shown)}.get(self, ())


@dataclass(frozen=True)
class OrderKind:
    """A line of the table. ``takes`` has one for each field of the order that it makes."""

    makes: type[Order]
    help: str
    surfaces: frozenset[Surface]
    takes: tuple[Takes, ...] = ()

    @property
    def name(self) -> str:
        """The word for it, on every surface."""
        return str(self.makes.__struct_config__.tag)

    @property
    def role(self) -> Role:
        """The least role that may give it at the door."""
        steers = issubclass(self.makes, StoryOrder | HouseOrder)
        return Role.ATTENDANT if steers else Role.TECHNICIAN

    @property
    def names(self) -> tuple[str, ...]:
        """Return what each word behind its name is called: the order's fields."""
        return tuple(field.name for field in fields(self.makes))

    @property
    def defaults(self) -> tuple[str | None, ...]:
        """Each word's value when it is left out; None where it has to be there."""
        defaults = (field.default for field in fields(self.makes))
        return tuple(None if one is NODEFAULT else str(one) for one in defaults)

    @property
    def usage(self) -> str:
        """Its name and what stands behind it: ``go PLACE``."""
        pairs = zip(self.takes, self.defaults, strict=True)
        words = (t.metavar if default is None else f"[{t.metavar}]" for t, default in pairs)
        return " ".join((self.name, *words))

    def made(self, *words: str) -> Order:
        """Return the order with these words behind it; an empty word is one that was left out.

        Raises UsageError.
        """
        values: dict[str, str | int] = {}
        rows = zip(fields(self.makes), self.takes, self.defaults, words, strict=True)
        for field, takes, default, word in rows:
            value = word.strip() or default
            if value is None:
                example = " ".join((self.name, *(each.example for each in self.takes)))
                needed = " and ".join(each.about for each in self.takes)
                raise UsageError(f"{self.name!r} needs {needed} behind it", f"Say: {example}")
            values[field.name] = self._judged(takes, value)
        return convert(values, self.makes)

    def read(self, text: str) -> Order:
        """Return the order from what stands behind its name. Raises UsageError.

        The first word takes what the others leave: a version's name may have spaces. But a reason
        takes all that is left.
        """
        if not self.takes:
            if text.strip():
                raise UsageError(f"{self.name!r} stands alone")
            return self.made()
        last = len(self.takes) - 1
        split = text.split if self.takes[last] is Takes.REASON else text.rsplit
        words = split(maxsplit=last) if last else [text]
        return self.made(*words, *[""] * (len(self.takes) - len(words)))

    def _judged(self, takes: Takes, word: str) -> str | int:
        if takes.choices and word not in takes.choices:
            raise UsageError(f"{self.name!r} takes {takes.about}, not {word!r}")
        if takes is Takes.UNTIL and word and not _is_end(word):
            raise UsageError(f"{word!r} is not an end: {self.name!r} takes {takes.about}")
        if takes is not Takes.PERCENT:
            return word
        digits = word.removesuffix("%")
        if not (digits.isascii() and digits.isdecimal() and int(digits[:4]) <= 100):
            raise UsageError(f"{word!r} is not a level: {self.name!r} takes {takes.about}")
        return int(digits)


def _is_end(word: str) -> bool:
    """Tell whether a word is a time of the day, or up to a week of minutes."""
    if re.fullmatch("[0-9]{1,5}", word):
        return 1 <= int(word) <= LONGEST_MINUTES
    found = re.fullmatch("([0-9]{1,2}):([0-9]{2})", word)
    return found is not None and int(found[1]) < 24 and int(found[2]) < 60
