"""Orders: all that a person can tell the show, as values. Pure.

An order is a frozen value from the hand that gives it to the director that carries it out: what
crosses a room's border is never a string that the other side has to read. What each one is for
stands in :mod:`installation.model._order_table`.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Switch = Literal["on", "off", "toggle"]
Shown = Literal["once", "on", "off"]
NOW, BOUNDARY = "now", "boundary"
"""Where a swap may come, beside a beat."""
LONGEST_MINUTES = 7 * 24 * 60
"""How long the house may be opened or closed by an order that says for how long."""


class _Spoken(Struct, frozen=True, tag=str.lower):
    """The base of all orders; its text is what the table's ``parse`` reads."""

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
