"""All that one projector does to its picture on the way to the glass, as one value. Pure.

It goes whole from a projector's file through the messages to the stage's shader, and from ``kiss
calibrate`` back into the file; nobody between them names a single effect. What an effect computes
is said in :mod:`installation.calibration._colour`.

The stage and the players read messages, and pydantic would make their start a quarter of a second
longer; so the file's form is made from this value, not this value from the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from msgspec import Struct
from msgspec.structs import astuple, fields

Point = tuple[float, float]
Triple = tuple[float, float, float]
Amount = float | Triple
"""Of an effect: one for the whole picture, or one each for red, green and blue."""

FLATTEST = 0.001
"""Of the viewport's area, twice a corner's triangle: flatter than this nothing can be seen."""


class Corners(Struct, frozen=True):
    """The corner pin: how far each corner of the picture moves, in the order of their numbers.

    Right and down, in fractions of the viewport's width and height.
    """

    top_left: Point = (0.0, 0.0)
    top_right: Point = (0.0, 0.0)
    bottom_right: Point = (0.0, 0.0)
    bottom_left: Point = (0.0, 0.0)

    @property
    def quad(self) -> tuple[Point, ...]:
        """The four corners, clockwise from the top left, in the viewport's unit square, y down."""
        square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
        moved = (self.top_left, self.top_right, self.bottom_right, self.bottom_left)
        pairs = zip(square, moved, strict=True)
        return tuple((x + dx, y + dy) for (x, y), (dx, dy) in pairs)

    @property
    def moved(self) -> bool:
        """Any corner is out of its place, by more than sums of floats leave behind."""
        offsets = (offset for corner in astuple(self) for offset in corner)
        return any(abs(offset) > 1e-8 for offset in offsets)

    @property
    def folded(self) -> bool:
        """The picture would be folded over, or too flat to be seen."""
        quad = self.quad
        edges = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise((*quad, quad[0]))]
        turns = [a[0] * b[1] - a[1] * b[0] for a, b in pairwise((*edges, edges[0]))]
        return min(turns) < FLATTEST


@dataclass(frozen=True)
class Effect:
    """An effect on the colours: the range of its amount, and how ``kiss calibrate`` turns it.

    ``key`` is a small letter, which takes a ``step`` away; its capital adds one. ``help`` is what
    the sheet of keys says beside them.
    """

    low: float
    high: float
    step: float
    key: str
    help: str


class Optics(Struct, frozen=True):
    """Holds all that one projector needs. The defaults change nothing.

    Every field with an :class:`Effect` is a key of the projector's file, a uniform of the shader
    with the same name, and two keys of ``kiss calibrate``.
    """

    corners: Corners = Corners()
    gain: Annotated[Triple, Effect(0, 2, 0.01, "g", "more, less gain (bright)")] = (1.0, 1.0, 1.0)
    gamma: Annotated[Triple, Effect(0.2, 5, 0.02, "m", "more, less gamma (middle)")] = (
        1.0,
        1.0,
        1.0,
    )
    black: Annotated[Triple, Effect(0, 0.5, 0.005, "b", "black lighter, darker")] = (0.0, 0.0, 0.0)
    saturation: Annotated[float, Effect(0, 2, 0.02, "v", "more, less saturation (vivid)")] = 1.0

    @property
    def colour(self) -> dict[str, Amount]:
        """The amount of every effect, by its name."""
        return {name: getattr(self, name) for name in EFFECTS}

    @property
    def recolours(self) -> bool:
        """Any effect changes anything."""
        return self.colour != Optics().colour


EFFECTS: Mapping[str, Effect] = {
    field.name: said
    for field in fields(Optics)
    for said in getattr(field.type, "__metadata__", ())
    if isinstance(said, Effect)
}
"""All effects on the colours, by their fields' names."""
