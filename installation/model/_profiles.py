"""Three common boxes: the names of their controls, their lights, and what they do without a word.

From the makers' own documents: Korg, "nanoKONTROL2 MIDI Implementation", revision 1.00
(2010-12-14), and its parameter guide (CC mode; lights follow us with "LED Mode: External" in
Korg's editor); Akai, "APC mini Communications Protocol", version 1.0 (the first APC mini, mode 1);
Behringer, "X-TOUCH MINI RX MIDI DATA" and TX, standard mode, layer A, global channel 11 (the light
of the button that sends note N is note N - 8; rings have the values 1 to 13).
"""

from collections.abc import Mapping
from typing import NamedTuple


class Control(NamedTuple):
    """A control by the message that it sends: ``note``, ``cc`` or ``program``; None: any channel.

    Channels are counted from 1.
    """

    kind: str
    number: int
    channel: int | None = None


class Lamp(NamedTuple):
    """A light by the message that sets it, and the values that it takes.

    ``blink`` None: it cannot blink by itself. ``colours`` are the values of ``well``, ``busy`` and
    ``care`` where it has colours. ``dial`` has the values of 0 and 100 % of a ring or motor fader.
    """

    kind: str
    number: int
    channel: int = 1
    off: int = 0
    on: int = 127
    blink: int | None = None
    colours: tuple[int, int, int] | None = None
    dial: tuple[int, int] = (0, 127)


class FactoryKey(NamedTuple):
    """A key of a profile as it comes: the control's name, what it does, what its light shows.

    ``{screen}`` is filled in with the screens' names, one after the other: the first key that has
    it is the first screen's.
    """

    on: str
    do: str = ""
    light: str = ""
    when: str = "press"


class Profile(NamedTuple):
    """A kind of box. ``port`` is the pattern of its ports' names."""

    port: str
    controls: Mapping[str, Control]
    lamps: Mapping[str, Lamp]
    keys: tuple[FactoryKey, ...]


def _row(name: str, kind: str, first: int, channel: int | None = None) -> dict[str, Control]:
    return {f"{name} {n + 1}": Control(kind, first + n, channel) for n in range(8)}


def _per_screen(control: str, do: str, light: str = "") -> tuple[FactoryKey, ...]:
    return tuple(FactoryKey(f"{control} {n + 1}", do, light) for n in range(8))


_NANO_BUTTONS = {
    "play": 41,
    "stop": 42,
    "rewind": 43,
    "forward": 44,
    "record": 45,
    "cycle": 46,
    "track left": 58,
    "track right": 59,
    "marker set": 60,
    "marker left": 61,
    "marker right": 62,
}
_NANO = {
    **_row("fader", "cc", 0),
    **_row("knob", "cc", 16),
    **_row("solo", "cc", 32),
    **_row("mute", "cc", 48),
    **_row("rec", "cc", 64),
    **{name: Control("cc", number) for name, number in _NANO_BUTTONS.items()},
}
_NANO_LIT = ("play", "stop", "rewind", "forward", "record", "cycle")

_APC = {
    **{f"pad {n + 1}": Control("note", n, 1) for n in range(64)},
    **_row("round", "note", 64, 1),
    **_row("side", "note", 82, 1),
    "shift": Control("note", 98, 1),
    **{f"fader {n + 1}": Control("cc", 48 + n, 1) for n in range(9)},
}
_XTOUCH = {
    **_row("knob", "cc", 1, 11),
    **_row("push", "note", 0, 11),
    **_row("upper", "note", 8, 11),
    **_row("lower", "note", 16, 11),
    "fader": Control("cc", 9, 11),
}

PROFILES: Mapping[str, Profile] = {
    "korg-nanokontrol2": Profile(
        "*nanoKONTROL2*",
        _NANO,
        {
            name: Lamp("cc", there.number, 1)
            for name, there in _NANO.items()
            if name in _NANO_LIT or name.split()[0] in ("solo", "mute", "rec")
        },
        (
            FactoryKey("play", "resume", "playing"),
            FactoryKey("stop", "pause", "paused"),
            FactoryKey("rewind", "restart"),
            FactoryKey("cycle", "sync", "sync"),
            FactoryKey("record", "blackout toggle", "dark", "long"),
            *_per_screen("solo", "voice {screen}", "voice {screen}"),
            *_per_screen("fader", "level {screen}"),
        ),
    ),
    "akai-apc-mini": Profile(
        "*APC MINI*",
        _APC,
        {
            # green, yellow, red blinking
            **{f"pad {n + 1}": Lamp("note", n, 1, 0, 1, 2, (1, 5, 4)) for n in range(64)},
            **{f"round {n + 1}": Lamp("note", 64 + n, 1, 0, 1, 2) for n in range(8)},
            **{f"side {n + 1}": Lamp("note", 82 + n, 1, 0, 1, 2) for n in range(8)},
        },
        (
            FactoryKey("pad 1", "toggle", "playing"),
            FactoryKey("pad 2", "restart"),
            FactoryKey("pad 3", "sync", "sync"),
            FactoryKey("side 8", "blackout toggle", "dark", "long"),
            *_per_screen("round", "voice {screen}", "voice {screen}"),
            *_per_screen("fader", "level {screen}"),
        ),
    ),
    "behringer-x-touch-mini": Profile(
        "*X-TOUCH MINI*",
        _XTOUCH,
        {
            **{f"upper {n + 1}": Lamp("note", n, 11, 0, 1, 2) for n in range(8)},
            **{f"lower {n + 1}": Lamp("note", 8 + n, 11, 0, 1, 2) for n in range(8)},
            **{f"knob {n + 1}": Lamp("cc", 9 + n, 11, dial=(1, 13)) for n in range(8)},
        },
        (
            FactoryKey("lower 1", "toggle", "playing"),
            FactoryKey("lower 2", "restart"),
            FactoryKey("lower 3", "sync", "sync"),
            FactoryKey("lower 8", "blackout toggle", "dark", "long"),
            *_per_screen("upper", "voice {screen}", "voice {screen}"),
            *_per_screen("knob", "level {screen}", "level {screen}"),
        ),
    ),
}
