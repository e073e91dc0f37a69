"""The layout's ``subtitles``: which languages, on which screens, and how they look. Pure."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

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
from installation.model._naming import did_you_mean
from installation.model._yamlfile import Form, Real
from installation.model._yamltext import YamlFault

OFF = "off"


def _languages(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _off(value: Any) -> Any:
    """YAML reads a bare ``off`` as a truth value."""
    return OFF if value is False else value


class SubtitlesBlock(Form):
    """The layout's subtitles.

    ``language`` lists those that visitors are offered, the first is shown; ``screens`` has another
    language, or ``off``, for single screens. Lines are as high as can be read from ``distance_m``
    on a picture of ``height_m``, or ``size`` of the picture's height.
    """

    language: Annotated[tuple[Word, ...], BeforeValidator(_languages), Field(min_length=1)]
    screens: dict[Word, Annotated[Word, BeforeValidator(_off)]] = Field(default_factory=dict)
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
        size = self.size or USUAL_SIZE
        if self.distance_m and self.height_m:
            size = min(LARGEST_SIZE, size_from_distance(self.distance_m, self.height_m))
        return CaptionStyle(self.font, size, self.place, self.background, self.colour.lower())

    def language_on(self, screen: str) -> str:
        """The language that a screen shows at first; empty for none."""
        chosen = self.screens.get(screen, self.language[0])
        return "" if chosen == OFF else chosen

    def misfits(self, screens: tuple[str, ...]) -> Iterator[YamlFault]:
        """Return what is wrong between the keys, and for these screens."""
        for name in self.screens:
            if name not in screens:
                text = f"there is no screen {name!r}{did_you_mean(name, screens)}"
                yield YamlFault(("subtitles", "screens", name), text)
        if (self.distance_m is None) != (self.height_m is None):
            text = "distance_m and height_m go together: from how far, on how high a picture"
            yield YamlFault(("subtitles",), text)
        elif self.distance_m and self.height_m:
            needed = size_from_distance(self.distance_m, self.height_m)
            if self.size is not None:
                yield YamlFault(("subtitles", "size"), "follows from distance_m and height_m here")
            if needed > LARGEST_SIZE:
                text = (
                    f"to be read from {self.distance_m:g} m a line would be {needed:.0%} of the "
                    f"picture's height, and at most {LARGEST_SIZE:.0%} leaves room for two lines"
                )
                yield YamlFault(("subtitles", "distance_m"), text)
        if (found := self.style.contrast) < CONTRAST:
            text = f"has a contrast of {found:.1f}:1 with what is behind it; take a lighter one"
            yield YamlFault(("subtitles", "colour"), f"{text}, {CONTRAST}:1 at least")
