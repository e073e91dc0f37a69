"""A projector's calibration file: corner pin and colour. Its format is in calibration/README.md.

The maths are in :mod:`installation.calibration`, which takes the plain numbers kept here.
"""

from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from installation.model._yamlfile import Form, Real, parse

Offset = Annotated[Real, Field(ge=-1, le=1)]
Corner = tuple[Offset, Offset]
"""How far a corner moves: right and down, in fractions of the viewport's width and height."""

Points = tuple[tuple[float, float], ...]
Triple = tuple[float, float, float]


def _three(value: Any) -> Any:
    if isinstance(value, list | tuple) and len(value) != 3:
        raise ValueError("should be one number, or three: [red, green, blue]")
    return value if isinstance(value, list | tuple) else (value, value, value)


Gain = Annotated[Real, Field(ge=0, le=2)]
Gamma = Annotated[Real, Field(ge=0.2, le=5)]
Lift = Annotated[Real, Field(ge=0, le=0.5)]


class Corners(Form):
    """The corner pin: where each corner of the picture goes, as an offset from its place."""

    top_left: Corner = (0.0, 0.0)
    top_right: Corner = (0.0, 0.0)
    bottom_right: Corner = (0.0, 0.0)
    bottom_left: Corner = (0.0, 0.0)

    @property
    def quad(self) -> Points:
        """The four corners, clockwise from the top left, in the viewport's unit square, y down."""
        square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
        moved = (self.top_left, self.top_right, self.bottom_right, self.bottom_left)
        pairs = zip(square, moved, strict=True)
        return tuple((x + dx, y + dy) for (x, y), (dx, dy) in pairs)

    @model_validator(mode="after")
    def _convex(self) -> "Corners":
        quad = self.quad
        edges = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise((*quad, quad[0]))]
        turns = [a[0] * b[1] - a[1] * b[0] for a, b in pairwise((*edges, edges[0]))]
        if min(turns) < 0.001:  # of the viewport's area; flatter than this nothing can be seen
            raise ValueError("fold or flatten the picture: the corners should stay in their order")
        return self


class Calibration(Form):
    """One projector's calibration. The defaults change nothing.

    Colour, per channel, of a value from 0 to 1: times gain, to the power of 1 / gamma, then lifted
    so that black lies at ``black``.
    """

    corners: Corners = Corners()
    gain: Annotated[tuple[Gain, Gain, Gain], BeforeValidator(_three)] = (1.0, 1.0, 1.0)
    gamma: Annotated[tuple[Gamma, Gamma, Gamma], BeforeValidator(_three)] = (
        1.0,
        1.0,
        1.0,
    )
    black: Annotated[tuple[Lift, Lift, Lift], BeforeValidator(_three)] = (0.0, 0.0, 0.0)

    @property
    def correction(self) -> tuple[Triple, Triple, Triple] | None:
        """Gain, gamma and black level; None where they change nothing."""
        colour = self.gain, self.gamma, self.black
        return None if colour == ((1.0,) * 3, (1.0,) * 3, (0.0,) * 3) else colour


def parse_calibration(text: str, name: str) -> Calibration:
    """The calibration that a text describes. Raises ConfigError with every fault in it."""
    return parse(text, name, Calibration)
