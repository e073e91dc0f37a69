"""Orders: all that a person can tell the show, as values, with one table and one parser. Pure.

An order is a frozen value from the hand that gives it to the director that carries it out: what
crosses a room's border is never a string that the other side has to read. The table below says what
each one is for, what stands behind its name, and which surfaces offer it; command line, keys, OSC
and the door are made from it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from typing import Annotated, Literal, get_args

from msgspec import NODEFAULT, Meta, Struct, convert
from msgspec.structs import fields

from installation.errors import UsageError
from installation.model._naming import did_you_mean

Switch = Literal["on", "off", "toggle"]
Shown = Literal["once", "on", "off"]
NOW, BOUNDARY = "now", "boundary"
"""Where a swap may come, beside a beat."""
LONGEST_MINUTES = 7 * 24 * 60
"""How long the house may be opened or closed by an order that says for how long."""


class _Spoken(Struct, frozen=True, tag=str.lower):
    """The base of all orders; its text is what :func:`parse` reads."""

    def __str__(self) -> str:
        words = (str(getattr(self, name)) for name in self.__struct_fields__)
        return " ".join(filter(None, (str(self.__struct_config__.tag), *words)))


# A place is a beat's name, seconds or minutes:seconds, as a person says it: which beats there are
# depends on what plays, so only the director knows where it is.


class Restart(_Spoken, frozen=True):
    """Begin a new cycle, at the beginning or at a place."""

    place: str = ""


class Pause(_Spoken, frozen=True):
    """Hold the picture."""


class Resume(_Spoken, frozen=True):
    """Play on."""


class Toggle(_Spoken, frozen=True):
    """Pause what plays, resume what is paused."""


class Sync(_Spoken, frozen=True):
    """Cue all screens again, or follow the timecode again."""


class Go(_Spoken, frozen=True):
    """Go to a place in this cycle."""

    place: str


class Next(_Spoken, frozen=True):
    """Go to the next beat; past the last one, to the beginning."""


class Hold(_Spoken, frozen=True):
    """Hold all screens when the story comes to a place."""

    place: str


class Swap(_Spoken, frozen=True):
    """Have the line-up that waits take over: ``now``, at the ``boundary`` or at a beat."""

    at: str = NOW


class Blackout(_Spoken, frozen=True):
    """Fade all screens to black, or bring them back."""

    switch: Switch = "toggle"


class Voice(_Spoken, frozen=True):
    """Have a screen heard, ``one`` (the middle), ``all``, ``none``, or as by the ``story``."""

    screen: str


class Level(_Spoken, frozen=True):
    """Set how loud a screen is when it is heard, or ``all`` together."""

    screen: str
    percent: Annotated[int, Meta(ge=0, le=100)]


class Mute(_Spoken, frozen=True):
    """Silence a screen or a further way of sound, or ``all``; have it heard again at its level."""

    screen: str
    switch: Switch = "toggle"


class Subtitles(_Spoken, frozen=True):
    """Show subtitles in a language, the ``next`` one or none (``off``), on a screen or on all."""

    language: str
    screen: str = ""


class Labels(_Spoken, frozen=True):
    """Have a screen, or all, say what it shows: ``once``, until told otherwise, or no more."""

    shown: Shown = "once"
    screen: str = ""


class Open(_Spoken, frozen=True):
    """Open the house, whatever its hours say: until a time, for minutes, or until they say so."""

    until: str = ""


class Close(_Spoken, frozen=True):
    """Close the house, whatever its hours say: until a time, for minutes, or until they open it."""

    until: str = ""


class Stop(_Spoken, frozen=True):
    """End the show."""


class Approve(_Spoken, frozen=True):
    """Let a version take part that waits for it."""

    version: str


class Reject(_Spoken, frozen=True):
    """Set a version aside, with a reason that the ledger keeps."""

    version: str
    reason: str = ""


class Recheck(_Spoken, frozen=True):
    """Look again at a version that was refused."""

    version: str


class Retire(_Spoken, frozen=True):
    """Take a version out of the line-up."""

    version: str


class Restore(_Spoken, frozen=True):
    """Bring back a version that was retired or set aside."""

    version: str


class Pin(_Spoken, frozen=True):
    """Have a screen show one version, whatever the layout says."""

    version: str
    screen: str


class Unpin(_Spoken, frozen=True):
    """Have a screen follow the layout again."""

    screen: str


class Rollback(_Spoken, frozen=True):
    """Set aside what is on a screen, or else the newest version on the wall."""

    screen: str = ""


StoryOrder = (
    Restart | Pause | Resume | Toggle | Sync | Go | Next | Hold | Swap | Blackout | Voice | Level
    | Mute | Subtitles | Labels
)  # fmt: skip
"""What the director carries out."""
VersionOrder = Approve | Reject | Retire | Restore | Pin | Unpin | Rollback
"""What is decided about versions."""
HouseOrder = Open | Close
"""What opens and closes the house."""
Order = StoryOrder | VersionOrder | HouseOrder | Recheck | Stop


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


_COMMAND = frozenset({Surface.COMMAND, Surface.DOOR})
_REMOTE = frozenset({Surface.KEY, Surface.OSC, Surface.DOOR})
_SHOW_CONTROL = frozenset({Surface.SHOW_CONTROL})
_PANEL = frozenset({Surface.PANEL})
_VERSIONS = frozenset({Surface.VERSIONS, Surface.DOOR})

KINDS = (
    OrderKind(
        Restart,
        "begin the story again, on all screens at once",
        _COMMAND | _REMOTE | _SHOW_CONTROL | _PANEL,
        (Takes.PLACE,),
    ),
    OrderKind(Pause, "hold the picture", _COMMAND | _REMOTE | _SHOW_CONTROL | _PANEL),
    OrderKind(Resume, "play on", _COMMAND | _REMOTE | _SHOW_CONTROL | _PANEL),
    OrderKind(Toggle, "pause, or play on", _REMOTE | _SHOW_CONTROL),
    OrderKind(Sync, "cue all screens again, unseen", _COMMAND | _REMOTE | _PANEL),
    OrderKind(
        Go,
        "go to a place in the story",
        _COMMAND | _REMOTE | _SHOW_CONTROL | _PANEL,
        (Takes.PLACE,),
    ),
    OrderKind(Next, "go to the next beat of the story", _COMMAND | _REMOTE | _PANEL),
    OrderKind(
        Hold,
        "hold all screens at a place when the story comes to it",
        _COMMAND | _REMOTE,
        (Takes.PLACE,),
    ),
    OrderKind(
        Swap,
        "let the line-up that waits take over",
        _COMMAND | _REMOTE | _PANEL,
        (Takes.POINT,),
    ),
    OrderKind(
        Blackout,
        "fade all screens to black, or bring them back",
        _COMMAND | _REMOTE | _SHOW_CONTROL | _PANEL,
        (Takes.SWITCH,),
    ),
    OrderKind(Voice, "say which screen is heard", _COMMAND | _REMOTE | _PANEL, (Takes.VOICE,)),
    OrderKind(
        Level,
        "set how loud a screen is when it speaks, a hearing route, or all together",
        _COMMAND | _REMOTE | _PANEL,
        (Takes.HEARD, Takes.PERCENT),
    ),
    OrderKind(
        Mute,
        "silence a screen, a hearing route or all, or have it heard again at its level",
        _COMMAND | _REMOTE | _PANEL,
        (Takes.HEARD, Takes.SWITCH),
    ),
    OrderKind(
        Subtitles,
        "show subtitles in a language, the next one or none, on a screen or on all",
        _COMMAND | _REMOTE | _PANEL,
        (Takes.LANGUAGE, Takes.SCREEN),
    ),
    OrderKind(
        Labels,
        "have a screen, or all, say what it shows: title, iteration, tools",
        _COMMAND | _REMOTE | _PANEL,
        (Takes.SHOWN, Takes.SCREEN),
    ),
    OrderKind(
        Open,
        "open the house, whatever its hours say, until they say something else",
        _COMMAND | _REMOTE | _PANEL,
        (Takes.UNTIL,),
    ),
    OrderKind(
        Close,
        "close the house: dark, silent, projectors off, until its hours open it",
        _COMMAND | _REMOTE | _PANEL,
        (Takes.UNTIL,),
    ),
    OrderKind(
        Recheck,
        "look again at a version that was refused",
        _COMMAND | _PANEL,
        (Takes.VERSION,),
    ),
    OrderKind(Stop, "end the show", _COMMAND),
    OrderKind(
        Approve, "let a version take part that waits for it", _VERSIONS | _PANEL, (Takes.VERSION,)
    ),
    OrderKind(
        Reject,
        "set a version aside, with a reason that the ledger keeps",
        _VERSIONS | _PANEL,
        (Takes.VERSION, Takes.REASON),
    ),
    OrderKind(Retire, "take a version out of the line-up", _VERSIONS | _PANEL, (Takes.VERSION,)),
    OrderKind(
        Restore, "bring back what was retired or set aside", _VERSIONS | _PANEL, (Takes.VERSION,)
    ),
    OrderKind(
        Pin,
        "have a screen show one version, whatever the layout says",
        _VERSIONS | _PANEL,
        (Takes.VERSION, Takes.SCREEN),
    ),
    OrderKind(Unpin, "have a screen follow the layout again", _VERSIONS | _PANEL, (Takes.SCREEN,)),
    OrderKind(
        Rollback,
        "set aside the newest version on the wall, or the one on a screen",
        _VERSIONS | _PANEL,
        (Takes.SCREEN,),
    ),
)


def orders_offered(surface: Surface) -> Iterator[OrderKind]:
    """The orders that can be given there."""
    return (kind for kind in KINDS if surface in kind.surfaces)


def parse(text: str, surface: Surface | None = None) -> Order:
    """Return the order that words mean, of all or of those that a surface offers.

    Raises UsageError, with what could be meant.
    """
    word, _, rest = text.strip().partition(" ")
    kinds = {kind.name: kind for kind in (orders_offered(surface) if surface else KINDS)}
    if word not in kinds:
        hint = did_you_mean(word, kinds) or f"; there are {', '.join(kinds)}"
        raise UsageError(f"{word!r} is not an order{hint}")
    return kinds[word].read(rest)
