"""The table of orders, with one parser. Pure.

It says what each order is for, what stands behind its name, and which surfaces offer it; command
line, keys, OSC and the door are made from it.
"""

from collections.abc import Iterator

from installation.errors import UsageError
from installation.model._naming import did_you_mean
from installation.model._order_kind import OrderKind, Surface, Takes
from installation.model._orders import (
    Approve,
    Blackout,
    Close,
    Go,
    Hold,
    Labels,
    Level,
    Mute,
    Next,
    Open,
    Order,
    Pause,
    Pin,
    Recheck,
    Reject,
    Restart,
    Restore,
    Resume,
    Retire,
    Rollback,
    Stop,
    Subtitles,
    Swap,
    Sync,
    Toggle,
    Unpin,
    Voice,
)

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
