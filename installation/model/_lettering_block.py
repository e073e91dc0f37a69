"""The keys that blocks with words on the wall share: how large, where, how set. Pure."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from installation.model._caption_style import (
    CONTRAST,
    LARGEST_SIZE,
    LEAST_SIZE,
    USUAL_SIZE,
    Background,
    CaptionStyle,
    Place,
    size_from_distance,
)
from installation.model._manifest import Word
from installation.model._yamlfile import Form, Real
from installation.model._yamltext import YamlFault


class LetteringBlock(Form):
    """The look of words in a layout.

    Lines are as high as can be read from ``distance_m`` on a picture of ``height_m``, or ``size``
    of the picture's height.
    """

    usual_size: ClassVar[float] = USUAL_SIZE

    distance_m: Annotated[Real, Field(gt=0, le=200)] | None = None
    height_m: Annotated[Real, Field(gt=0, le=50)] | None = None
    size: Annotated[Real, Field(ge=LEAST_SIZE, le=LARGEST_SIZE)] | None = None
    place: Place = "bottom"
    background: Background = "outline"
    font: Word = CaptionStyle().font
    colour: Annotated[str, Field(pattern="^#[0-9a-fA-F]{6}$")] = CaptionStyle().colour

    @property
    def style(self) -> CaptionStyle:
        """The look of the lines."""
        size = self.size or self.usual_size
        if self.distance_m and self.height_m:
            size = min(LARGEST_SIZE, size_from_distance(self.distance_m, self.height_m))
        return CaptionStyle(self.font, size, self.place, self.background, self.colour.lower())

    def unreadable(self, block: str) -> Iterator[YamlFault]:
        """Return what keeps the words from being read; ``block`` is its key in the layout."""
        if (self.distance_m is None) != (self.height_m is None):
            text = "distance_m and height_m go together: from how far, on how high a picture"
            yield YamlFault((block,), text)
        elif self.distance_m and self.height_m:
            needed = size_from_distance(self.distance_m, self.height_m)
            if self.size is not None:
                yield YamlFault((block, "size"), "follows from distance_m and height_m here")
            if needed > LARGEST_SIZE:
                text = (
                    f"to be read from {self.distance_m:g} m a line would be {needed:.0%} of the "
                    f"picture's height, and at most {LARGEST_SIZE:.0%} leaves room for two lines"
                )
                yield YamlFault((block, "distance_m"), text)
        if (found := self.style.contrast) < CONTRAST:
            text = f"has a contrast of {found:.1f}:1 with what is behind it; take a lighter one"
            yield YamlFault((block, "colour"), f"{text}, {CONTRAST}:1 at least")
