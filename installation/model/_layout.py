"""An exhibition as its layout says it: which screens, where, and what plays on them.

``layouts/triptych.yaml`` and ``layouts/desk.yaml`` explain every key. There are two kinds: each
screen on a display of its own, or, with ``window``, all screens side by side in one window.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from installation.model._caption_style import CaptionStyle
from installation.model._copy_rule import CopyRule
from installation.model._display_mode import DisplayMode, display_mode
from installation.model._door_block import DoorBlock
from installation.model._hearing_block import HearingRoute, odd_routes
from installation.model._hours_block import HoursBlock
from installation.model._label_block import LabelsBlock
from installation.model._machines_block import MACHINES, Machines, odd_machines
from installation.model._manifest import InsideFile, Word
from installation.model._metrics_block import MetricsBlock
from installation.model._orders import BOUNDARY
from installation.model._osc_block import Osc
from installation.model._panel_language import PanelLanguage
from installation.model._projectors_block import (
    PROJECTORS,
    NetworkProjector,
    strangers_among,
)
from installation.model._remote_block import RemoteBlock
from installation.model._stage_drawing import Drawing
from installation.model._story import Story
from installation.model._subtitle_block import SubtitlesBlock
from installation.model._timecode_block import TimecodeBlock
from installation.model._voice_block import NO_SCREEN, VoiceByBeats, odd_voices, voice_rule
from installation.model._yamlfile import Form, Real, Record, Whole, parse
from installation.model._yamltext import YamlFault
from installation.units import MILLISECOND

Fit = Literal["contain", "cover", "stretch"]
Rotation = Literal[0, 90, 180, 270]
Decode = Literal["auto", "software", "hardware"]
Loudness = Literal["keep", "r128"]

SCREENS = 8
"""The most screens that one machine may have."""

SLACK = 0.001
"""Fractions of a window that people round (0.333, 0.667) may overshoot or overlap by this much."""


def _screen_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", value):
        raise ValueError("should be a word of letters, digits, - and _, 32 at most")
    if value in NO_SCREEN:
        raise ValueError(f"{value!r} is not free: 'voice' has a meaning for it")
    if value in ("stage", "remote", "door"):
        raise ValueError(f"{value!r} is not free: a process of the show has this name")
    return value


def _colour(value: Any) -> str:
    if value is None:
        raise ValueError('is empty; a colour needs quotes, "#000000", or # begins a comment')
    if not isinstance(value, str) or not re.fullmatch("#[0-9a-fA-F]{6}", value):
        raise ValueError('should be a colour in quotes, as "#rrggbb"')
    return value.lower()


def _code(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[0-9]{4,8}", value):
        raise ValueError('should be 4 to 8 digits in quotes, as "0420"')
    return value


def _mode(value: Any) -> DisplayMode | None:
    return None if value is None else display_mode(value)


class Edid(Record):
    """A display's word on itself; all that is given must match, in either case."""

    maker: Word | None = None
    model: Word | None = None
    serial: Word | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Edid":
        if not (self.maker or self.model or self.serial):
            raise ValueError("should give a maker, a model or a serial")
        return self


class Display(Record):
    """One display, by exactly one of: its connector, its EDID, its position from 1.

    ``mode`` is what a kiosk sets it to; without it, its best.
    """

    connector: Word | None = None
    edid: Edid | None = None
    position: Annotated[Whole, Field(ge=1, le=32)] | None = None
    mode: Annotated[DisplayMode | None, BeforeValidator(_mode)] = None

    def is_same_as(self, other: "Display") -> bool:
        """Tell whether both name one display in the same way, whatever their modes."""
        return self.model_copy(update={"mode": other.mode}) == other

    @model_validator(mode="after")
    def _exactly_one(self) -> "Display":
        if sum(part is not None for part in (self.connector, self.edid, self.position)) != 1:
            raise ValueError("should give exactly one of connector, edid, position")
        return self

    def __str__(self) -> str:
        if self.connector is not None:
            return self.connector
        if self.edid is not None:
            said = ((k, getattr(self.edid, k)) for k in ("maker", "model", "serial"))
            return ", ".join(f"{key} {value!r}" for key, value in said if value)
        return f"number {self.position}"


class Viewport(Record):
    """A part of the window, in fractions of its width and height, from its top left corner."""

    x: Annotated[Real, Field(ge=0, le=1)]
    y: Annotated[Real, Field(ge=0, le=1)]
    width: Annotated[Real, Field(gt=0, le=1)]
    height: Annotated[Real, Field(gt=0, le=1)]

    @model_validator(mode="after")
    def _in_window(self) -> "Viewport":
        if self.x + self.width > 1 + SLACK or self.y + self.height > 1 + SLACK:
            raise ValueError("reaches out of the window: x + width and y + height are at most 1")
        return self

    def overlaps(self, other: "Viewport") -> bool:
        """Tell whether the two cover a common part, beyond rounding."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return across > SLACK and down > SLACK


class Sound(Record):
    """A screen's sound, when it has a voice: the sound system's name of its device, and percent.

    ``channels`` is how many loudspeakers the device has, in the order of 5.1 and 7.1.
    """

    device: Word | None = None
    channels: Literal[2, 6, 8] = 2
    volume: Annotated[Whole, Field(ge=0, le=100)] = 100


class Screen(Record):
    """One screen. ``show`` is a line-up policy, see :mod:`installation.model._lineup`.

    ``machine`` is the one that it hangs on, in a layout with several.
    """

    name: Annotated[str, AfterValidator(_screen_name)]
    machine: Word | None = None
    display: Display | None = None
    viewport: Viewport | None = None
    fit: Fit = "contain"
    background: Annotated[str, BeforeValidator(_colour)] = "#000000"
    rotation: Rotation = 0
    show: Annotated[str, Field(min_length=1, max_length=200)] = "newest"
    calibration: InsideFile | None = None
    sound: Sound = Sound()

    @property
    def background_rgb(self) -> tuple[float, float, float]:
        """The background's red, green and blue, 0 to 1."""
        red, green, blue = bytes.fromhex(self.background[1:])
        return red / 255, green / 255, blue / 255


class Window(Form):
    """The one window of a desk layout, in pixels; smaller where the display is smaller."""

    display: Display | None = None
    width: Annotated[Whole, Field(ge=64, le=16384)] = 1280
    height: Annotated[Whole, Field(ge=64, le=16384)] = 240
    gap: Annotated[Whole, Field(ge=0, le=200)] = 8


class SwapBlock(Record):
    """The layout's rule for swaps: where in the story, and how long the pictures dissolve.

    ``at`` is ``boundary``, ``now`` or a beat's name. With ``probation`` a version that does not
    play well in its first cycle is taken back.
    """

    at: Word = BOUNDARY
    crossfade_s: Annotated[Real, Field(ge=0, le=20)] = 0.0
    probation: bool = True


def _block(value: Any) -> Any:
    return {} if value is None else value  # ``window:`` with nothing below it is a window too


def _some_screens(screens: tuple[Screen, ...]) -> tuple[Screen, ...]:
    if not 1 <= len(screens) <= SCREENS * MACHINES:
        raise ValueError(f"should be 1 to {SCREENS} screens, not {len(screens)}")
    return screens


class PanelBlock(Record):
    """The operator's panel: its display, without one the first that is free, and its language.

    ``code``, digits, unlocks a panel that somebody has locked; without it a long press does.
    """

    display: Display | None = None
    language: PanelLanguage = "en"
    code: Annotated[str, BeforeValidator(_code)] = ""


class VersionsBlock(Form):
    """The layout's rules for what arrives in the versions folder.

    ``watch``: the system tells of changes (``auto``), or they are looked for (``poll``). A film has
    settled when it has stood still for ``settle_s`` and looks whole, else after ``patience_s``.
    ``admit``: what is found good takes part at once (``auto``), or when a person has approved it.
    ``house_copy``: which films are played from a copy that is easy to play: those that need it, all
    of them, or none. ``carry_mb_s``: films go to the other machines of the layout, at so many
    megabytes a second at the most; 0 carries none.
    """

    watch: Literal["auto", "poll"] = "auto"
    settle_s: Annotated[Real, Field(ge=0.1, le=600)] = 2.0
    patience_s: Annotated[Real, Field(ge=1, le=86400)] = 60.0
    admit: Literal["auto", "approve"] = "auto"
    house_copy: CopyRule = "auto"
    carry_mb_s: Annotated[Real, Field(ge=0, le=1000)] = 10.0


class Layout(Record):
    """A whole layout; screens in the order of the file."""

    title: Word = "The Kiss"
    decode: Decode = "auto"
    stage: Drawing = "auto"
    lead_ms: Annotated[Whole, Field(ge=120, le=500)] = 200
    voice: Annotated[VoiceByBeats | Word | None, BeforeValidator(voice_rule)] = None
    loudness: Loudness = "keep"
    hearing: Annotated[tuple[HearingRoute, ...], Field(max_length=SCREENS)] = ()
    window: Annotated[Window | None, BeforeValidator(_block)] = None
    panel: Annotated[PanelBlock, BeforeValidator(_block)] = PanelBlock()
    versions: Annotated[VersionsBlock, BeforeValidator(_block)] = VersionsBlock()
    remote: Annotated[RemoteBlock | None, BeforeValidator(_block)] = None
    timecode: TimecodeBlock | None = None
    osc: Annotated[Osc | None, BeforeValidator(_block)] = None
    metrics: Annotated[MetricsBlock | None, BeforeValidator(_block)] = None
    door: Annotated[DoorBlock | None, BeforeValidator(_block)] = None
    story: Story | None = None
    subtitles: SubtitlesBlock | None = None
    labels: Annotated[LabelsBlock | None, BeforeValidator(_block)] = None
    swap: Annotated[SwapBlock, BeforeValidator(_block)] = SwapBlock()
    hours: HoursBlock | None = None
    projectors: Annotated[tuple[NetworkProjector, ...], Field(max_length=PROJECTORS)] = ()
    machines: Annotated[Machines, BeforeValidator(_block)] = Field(default_factory=dict)
    screens: Annotated[tuple[Screen, ...], AfterValidator(_some_screens)]

    @property
    def lead_ns(self) -> int:
        """Return how early pictures arrive before they are due."""
        return self.lead_ms * MILLISECOND

    @property
    def remotely(self) -> bool:
        """Tell whether anything outside of this machine's keyboard gives orders or is led."""
        return any(block is not None for block in (self.remote, self.timecode, self.osc))

    @property
    def names(self) -> tuple[str, ...]:
        """The screens' names, in the order of the file."""
        return tuple(screen.name for screen in self.screens)

    @property
    def routes(self) -> tuple[str, ...]:
        """The names of the further ways of sound."""
        return tuple(route.name for route in self.hearing)

    @property
    def policies(self) -> dict[str, str]:
        """Return what each screen asks to show."""
        return {screen.name: screen.show for screen in self.screens}

    @property
    def background(self) -> str:
        """The background of all screens, black where they have several."""
        found = {screen.background for screen in self.screens}
        return found.pop() if len(found) == 1 else "#000000"

    @property
    def caption_style(self) -> CaptionStyle:
        """The look of subtitles that have no style of their own."""
        return self.subtitles.style if self.subtitles else CaptionStyle()

    @property
    def label_style(self) -> CaptionStyle:
        """The look of labels."""
        return self.labels.style if self.labels else CaptionStyle()

    def screen(self, name: str) -> Screen:
        """A screen by name; KeyError when there is none."""
        return {screen.name: screen for screen in self.screens}[name]

    def on(self, machine: str) -> "Layout":
        """Return the part that one of several machines plays: its screens, and what is theirs.

        What of the sound has no screen of its own is the first machine's.
        """
        if not self.machines:
            return self
        screens = tuple(screen for screen in self.screens if screen.machine == machine)
        names = {screen.name for screen in screens}
        if machine == next(iter(self.machines)):
            names.add("")
        hearing = tuple(route for route in self.hearing if (route.screen or "") in names)
        projectors = tuple(one for one in self.projectors if one.screen in names)
        part = {"screens": screens, "hearing": hearing, "projectors": projectors}
        return self.model_copy(update=part)

    def faults(self) -> Iterator[YamlFault]:
        """Return what is wrong between the keys: names twice, a display twice, two kinds mixed."""
        for i, screen in enumerate(self.screens):
            earlier = self.screens[:i]
            if any(screen.name == other.name for other in earlier):
                yield YamlFault(("screens", i, "name"), "names another screen already")
            yield from self._windowed(i) if self.window else self._on_display(i)
        hung = tuple(screen.machine for screen in self.screens)
        yield from odd_machines(self.machines, hung, SCREENS)
        yield from odd_routes(self.hearing, self.names)
        yield from odd_voices(self.voice, self.names, self.story.beats if self.story else ())
        if self.remote is not None:
            yield from self.remote.strangers(self.names, self.routes)
        for block in (self.timecode, self.osc, self.hours, self.door):
            yield from block.misfits() if block else ()
        if self.subtitles:
            yield from self.subtitles.misfits(self.names)
        if self.labels:
            yield from self.labels.misfits(self.names)
        yield from strangers_among(self.projectors, self.names)
        if self.story:
            yield from self.story.problems(("story",))
        named = self.panel.display
        if named and not self.window:
            for screen in self.screens:
                if screen.display and screen.display.is_same_as(named):
                    text = f"is the display of screen {screen.name!r}; the panel would cover it"
                    yield YamlFault(("panel", "display"), text)

    def _on_display(self, i: int) -> Iterator[YamlFault]:
        screen = self.screens[i]
        if screen.viewport:
            yield YamlFault(("screens", i, "viewport"), "is for a layout with a window")
        if screen.display is None:
            text = "needs a display ('display: {position: 1}', say), or the layout a window"
            yield YamlFault(("screens", i), text)
        for other in self._beside(i):
            if screen.display and other.display and screen.display.is_same_as(other.display):
                text = f"is the display of screen {other.name!r} already"
                yield YamlFault(("screens", i, "display"), text)

    def _beside(self, i: int) -> tuple[Screen, ...]:
        """The screens before one that hang on the same machine."""
        return tuple(one for one in self.screens[:i] if one.machine == self.screens[i].machine)

    def _windowed(self, i: int) -> Iterator[YamlFault]:
        screen, first = self.screens[i], (*self._beside(i), self.screens[i])[0]
        if screen.display:
            text = "is not for a layout with a window; give it to the window"
            yield YamlFault(("screens", i, "display"), text)
        if (screen.viewport is None) != (first.viewport is None):
            yield YamlFault(("screens", i), "all screens have a viewport, or none has")
        for other in self._beside(i):
            if screen.viewport and other.viewport and screen.viewport.overlaps(other.viewport):
                yield YamlFault(("screens", i, "viewport"), f"overlaps that of {other.name!r}")


def parse_layout(text: str, name: str) -> Layout:
    """The layout that a text describes. Raises ConfigError with every fault in it."""
    return parse(text, name, Layout)
