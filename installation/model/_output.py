"""A display as the machine sees it, and rectangles on the X screen, all in pixels."""

from dataclasses import dataclass
from typing import NamedTuple

from installation.model._display_mode import DisplayMode


class Rect(NamedTuple):
    """A rectangle: its top left corner and size. y grows downwards, as X counts."""

    x: int
    y: int
    width: int
    height: int

    def overlaps(self, other: "Rect") -> bool:
        """Tell whether the two share a pixel."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height

    def within(self, outer: "Rect") -> "Rect":
        """The same rectangle, counted from another's top left corner."""
        return Rect(self.x - outer.x, self.y - outer.y, self.width, self.height)


def around(rects: list[Rect]) -> Rect:
    """The smallest rectangle that holds them all; there must be one at least."""
    left, top = min(r.x for r in rects), min(r.y for r in rects)
    right, bottom = (
        max(r.x + r.width for r in rects),
        max(r.y + r.height for r in rects),
    )
    return Rect(left, top, right - left, bottom - top)


@dataclass(frozen=True)
class Output:
    """One connected display: its connector (``HDMI-1``), its place, and what its EDID says.

    A display that is connected but switched off has no width. Words that the EDID does not give
    are empty. ``mode`` is the one that it shows, ``modes`` are all that it has, the best first;
    ``best`` is the one that it asks for itself. ``widest`` is how wide all displays of its
    graphics card may be together, 0 if that is unknown.
    """

    name: str
    x: int
    y: int
    width: int
    height: int
    maker: str = ""
    model: str = ""
    serial: str = ""
    mode: DisplayMode | None = None
    modes: tuple[DisplayMode, ...] = ()
    best: DisplayMode | None = None
    widest: int = 0

    @property
    def lit(self) -> bool:
        """Tell whether it shows anything."""
        return self.width > 0 and self.height > 0

    @property
    def rect(self) -> Rect:
        """Its place on the X screen."""
        return Rect(self.x, self.y, self.width, self.height)
