"""The layout's ``subtitles``: which languages, on which screens, and how they look. Pure."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from installation.model._lettering_block import LetteringBlock
from installation.model._manifest import Word
from installation.model._naming import did_you_mean
from installation.model._yamltext import YamlFault

OFF = "off"


def _languages(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _off(value: Any) -> Any:
    """YAML reads a bare ``off`` as a truth value."""
    return OFF if value is False else value


LanguageOrOff = Annotated[Word, BeforeValidator(_off)]


class SubtitlesBlock(LetteringBlock):
    """The layout's subtitles.

    ``language`` lists those that visitors are offered, the first is shown; ``screens`` has another
    language, or ``off``, for single screens.
    """

    language: Annotated[tuple[Word, ...], BeforeValidator(_languages), Field(min_length=1)]
    screens: dict[Word, LanguageOrOff] = Field(default_factory=dict)

    def language_on(self, screen: str) -> str:
        """The language that a screen shows at first; empty for none."""
        chosen = self.screens.get(screen, self.language[0])
        return "" if chosen == OFF else chosen

    def misfits(self, screens: tuple[str, ...]) -> Iterator[YamlFault]:
        """Return what is wrong between the keys, and for these screens."""
        yield from strange_screens("subtitles", self.screens, screens)
        yield from self.unreadable("subtitles")


def strange_screens(
    block: str, named: Mapping[str, str], screens: tuple[str, ...]
) -> Iterator[YamlFault]:
    """Return the screens that a block names and the layout does not have."""
    for name in named:
        if name not in screens:
            text = f"there is no screen {name!r}{did_you_mean(name, screens)}"
            yield YamlFault((block, "screens", name), text)
