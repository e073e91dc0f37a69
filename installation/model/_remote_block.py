"""The layout's block on remotes: boxes with buttons and faders, and what they do.

``layouts/triptych.yaml`` explains every key.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from installation.errors import UsageError, told
from installation.model._manifest import Word
from installation.model._naming import did_you_mean
from installation.model._order_kind import Surface
from installation.model._order_table import orders_offered, parse
from installation.model._orders import Labels, Level, Mute, Order, Subtitles, Voice
from installation.model._profiles import PROFILES, Control, Profile
from installation.model._voice_block import EVERYTHING, NO_SCREEN
from installation.model._yamlfile import Form, Record, Whole
from installation.model._yamltext import YamlFault

When = Literal["press", "release", "long"]
Path = tuple[str | int, ...]

_OF_A_SCREEN = ("voice", "level", "mute")
LIGHTS = ("playing", "paused", "dark", "sync", *_OF_A_SCREEN)


NOTHING = "nothing"
"""What a key does that is to do nothing, though its box's profile has something for it."""


@dataclass(frozen=True)
class LevelFader:
    """A fader's meaning: it sets a screen's level, to where it stands."""

    screen: str

    def at(self, percent: int) -> Order:
        """Return the order that it gives there."""
        return Level(self.screen, percent)

    def __str__(self) -> str:
        return f"level {self.screen}"


def key_usage() -> list[str]:
    """Return all that a key can do, as usage lines."""
    found = {kind.name: kind.usage for kind in orders_offered(Surface.KEY)}
    return [*(found | {"level": "level SCREEN"}).values(), NOTHING]


def key_action(text: str) -> Order | LevelFader | None:
    """Return what a key does, from its words; None for nothing. Raises UsageError."""
    text = text.strip()
    if text == NOTHING:
        return None
    word, _, screen = text.partition(" ")
    # a fader gives the percentage itself
    if word == "level" and screen.strip():
        return LevelFader(screen.strip())
    return parse(text, Surface.KEY)


def key_stranger(
    does: Order | LevelFader | None, screens: Sequence[str], routes: Sequence[str]
) -> str:
    """Return what is wrong with the screen or hearing route that a key names; "": nothing."""
    match does:
        case Voice(name):
            known = [*screens, *NO_SCREEN]
        case LevelFader(name) | Mute(name):
            known = [*screens, *routes, EVERYTHING]
        case Subtitles(_, name) | Labels(_, name) if name:
            known = [*screens]
        case _:
            return ""
    return "" if name in known else f"there is no screen {name!r}{did_you_mean(name, known)}"


def control(text: str) -> Control | None:
    """A control by its MIDI message (``note 36``, ``cc 20``, ``program 3``); None for a name."""
    found = re.fullmatch(r"(note|cc|program)\s+(\d{1,3})", text.strip())
    if not found or int(found[2]) > 127:
        return None
    return Control(found[1], int(found[2]))


def _do(text: str) -> str:
    try:
        return str(key_action(text) or NOTHING)
    except UsageError as fault:
        raise ValueError(told(fault.message, fault.advice)) from None


def _light(text: str) -> str:
    what, _, who = text.strip().partition(" ")
    if what not in LIGHTS:
        hint = did_you_mean(what, LIGHTS) or f"; a light shows {', '.join(LIGHTS)}"
        raise ValueError(f"{what!r} is nothing that a light shows{hint}")
    if (what in _OF_A_SCREEN) != bool(who.strip()):
        raise ValueError(f"{what!r} needs a screen's name" if not who else f"{what!r} stands alone")
    return f"{what} {who.strip()}".strip()


def _values(value: tuple[int, int]) -> tuple[int, int]:
    if not value[0] <= value[1]:
        raise ValueError("should be the lowest value and the highest: [64, 127]")
    return value


def _any(value: Any) -> Any:
    return None if value == "any" else value


Midi7 = Annotated[Whole, Field(ge=0, le=127)]


class Key(Record):
    """A button, fader or knob, what it does, and what its light shows."""

    on: Word
    channel: Annotated[Annotated[Whole, Field(ge=1, le=16)] | None, BeforeValidator(_any)] = None
    when: When = "press"
    values: Annotated[tuple[Midi7, Midi7], AfterValidator(_values)] | None = None
    do: Annotated[Word, AfterValidator(_do)] | None = None
    light: Annotated[Word, AfterValidator(_light)] | None = None
    pickup: bool = True

    @property
    def does(self) -> Order | LevelFader | None:
        """Return what it does."""
        return key_action(self.do) if self.do else None

    @model_validator(mode="after")
    def _means_something(self) -> "Key":
        if self.do is None and self.light is None:
            raise ValueError("should have something to do, or a light")
        known = control(self.on)
        fader = isinstance(self.does, LevelFader)
        if fader and known is not None and known.kind != "cc":
            raise ValueError("a level needs a fader or a knob: 'on: cc 7', say")
        if fader and self.when != "press":
            raise ValueError("a level follows its fader; 'when' is for buttons")
        if known is not None and known.kind == "program" and self.when != "press":
            raise ValueError("a program change has no release; leave 'when' out")
        return self


class ShowControl(Record):
    """MIDI Machine Control and MIDI Show Control: which devices and formats are meant for us."""

    device: Annotated[Annotated[Whole, Field(ge=0, le=126)] | None, BeforeValidator(_any)] = None
    formats: tuple[Literal["video", "projection", "sound", "lighting", "machinery"], ...] = (
        "video",
        "projection",
    )


class Box(Record):
    """A button or fader box: its ports by a pattern of their names (``*`` stands for anything)."""

    port: Word | None = None
    profile: Word | None = None
    keys: tuple[Key, ...] = ()
    show_control: ShowControl | Literal["off"] = ShowControl()

    @model_validator(mode="after")
    def _can_be_found(self) -> "Box":
        if self.profile is not None and self.profile not in PROFILES:
            there = f"; there are {', '.join(PROFILES)}"
            hint = did_you_mean(self.profile, list(PROFILES)) or there
            raise ValueError(f"there is no profile {self.profile!r}{hint}")
        if self.port is None and self.profile is None:
            raise ValueError("needs a port ('port: \"nanoKONTROL2*\"', say) or a profile")
        for key in self.keys:
            self.control_of(key)
        return self

    @property
    def made_as(self) -> Profile | None:
        """The box's profile."""
        return PROFILES[self.profile] if self.profile else None

    @property
    def pattern(self) -> str:
        """Return what its ports are called."""
        made_as = self.made_as
        return self.port or (made_as.port if made_as else "*")

    def control_of(self, key: Key) -> Control:
        """The control that a key names. Raises ValueError when the profile has no such one."""
        known = control(key.on)
        if known is None and self.made_as is not None:
            known = self.made_as.controls.get(key.on)
        if known is None:
            names = list(self.made_as.controls) if self.made_as else []
            also = ", and no name of this profile" if names else ""
            raise ValueError(
                f"{key.on!r} is no 'note N', 'cc N' or 'program N' with N up to 127{also}"
                f"{did_you_mean(key.on, names)}"
            )
        return known._replace(channel=key.channel or known.channel)


def _some_boxes(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    if len(boxes) > 16:
        raise ValueError(f"should be 16 boxes at most, not {len(boxes)}")
    return boxes


class RemoteBlock(Form):
    """The remote's block: which MIDI system, and the boxes."""

    system: Literal["auto", "alsa", "jack"] = "auto"
    boxes: Annotated[tuple[Box, ...], AfterValidator(_some_boxes)] = ()

    def strangers(self, screens: Sequence[str], routes: Sequence[str]) -> Iterator[YamlFault]:
        """Keys that name a screen, or a hearing route, that the layout does not have."""
        for number, box in enumerate(self.boxes):
            for place, key in enumerate(box.keys):
                at = ("remote", "boxes", number, "keys", place)
                if fault := key_stranger(key.does, screens, routes):
                    yield YamlFault((*at, "do"), fault)
                what, _, name = (key.light or "").partition(" ")
                known = [*screens, *(NO_SCREEN if what == "voice" else (*routes, EVERYTHING))]
                if what in _OF_A_SCREEN and name not in known:
                    hint = did_you_mean(name, known)
                    yield YamlFault((*at, "light"), f"there is no screen {name!r}{hint}")
