"""Holds what `bench door` is asked to do, and what it found. Pure."""

from dataclasses import dataclass, field
from typing import Final

from installation.bench._orders import OrderTaken
from installation.rig import Faults

PARTS: Final = ("presses", "pictures", "rest", "panel", "keys", "crowd", "kills")
"""The parts, in this order; each can stand alone."""
BUTTONS: Final = {"restart": "#restart", "pause": "#hold", "resume": "#hold"}
"""The orders that are pressed, in turn, and where on the page."""


@dataclass(frozen=True)
class DoorPlan:
    """The parts that are asked for, and how much of each."""

    parts: tuple[str, ...]
    presses: int
    pictures_s: float
    keys: int
    crowd_s: float
    idle: int
    kills: int


@dataclass(frozen=True)
class PictureLook:
    """A look at the small wall on a phone: when it was over, and each screen's picture by number.

    A number below 0 says that there was none, or that its barcode could not be read.
    """

    at_ns: int
    frames: tuple[int, ...]


@dataclass
class DoorFound:
    """Everything that was measured. Times in milliseconds, shares from 0 to 1."""

    presses: list[OrderTaken] = field(default_factory=list)
    obeyed: int = 0
    ages_ms: list[float | None] = field(default_factory=list)
    """How old each look's picture was; None: it was never on the glass, or could not be read."""
    apart: int = 0
    """Looks whose screens were not of one instant."""
    rest_core: float | None = None
    panel_core: float | None = None
    """What a panel takes at rest, on its first page."""
    held_ms: float | None = None
    """For how long at most a panel's window took nothing, while its pages were turned to."""
    preview_core: float | None = None
    """What a panel takes that shows a preview, without what decodes it."""
    beside_core: float | None = None
    """What the door takes beside that panel and two phones."""
    panels_ms: list[float] = field(default_factory=list)
    """How long each panel that followed a killed one took until it showed the show."""
    wrong: int = 0
    answers: dict[int, int] = field(default_factory=dict)
    carried_out: int = 0
    crowded: list[OrderTaken] = field(default_factory=list)
    rubbish: int = 0
    rubbish_s: float = 0.0
    idle: int = 0
    backs_ms: list[float] = field(default_factory=list)
    shares: dict[str, float] = field(default_factory=dict)
    """In which part of the quiet samples all heads showed the same picture, by part."""
    faults: dict[str, Faults] = field(default_factory=dict)
    """What went wrong in the quiet samples, by part, where nothing was ordered."""
