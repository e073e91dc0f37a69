"""The layout's ``labels``: when screens say what they show, in which language, and how. Pure."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from installation.model._caption_style import LEAST_SIZE, Background, Place
from installation.model._label_text import wall_label
from installation.model._label_words import USUAL, LabelWords
from installation.model._lettering_block import LetteringBlock
from installation.model._manifest import Word
from installation.model._naming import did_you_mean
from installation.model._subtitle_block import OFF, LanguageOrOff, strange_screens
from installation.model._version import Version
from installation.model._wall_label import WallLabel
from installation.model._yamlfile import Real
from installation.model._yamltext import YamlFault
from installation.units import ns

Address = Annotated[str, StringConstraints(max_length=500, pattern=r"^https?://[!-~]+$")]
"""A web address as it is printed and coded: ASCII, without spaces."""


class LabelsBlock(LetteringBlock):
    """The layout's labels.

    With ``opening`` each screen says what it shows at the beginning of a cycle, for ``seconds``;
    on an order it always does. ``screens`` has another language, or ``off``, for single screens.
    ``words`` are a language's own, or others than the usual ones; ``ai``: it says what AI made.
    ``address`` is where a visitor reads more, printed as a QR code.
    """

    usual_size: ClassVar[float] = LEAST_SIZE

    language: Word = "en"
    screens: dict[Word, LanguageOrOff] = Field(default_factory=dict)
    opening: bool = True
    seconds: Annotated[Real, Field(ge=2, le=600)] = 8.0
    ai: bool = True
    words: dict[Word, LabelWords] = Field(default_factory=dict)
    address: Address | None = None
    place: Place = "top"
    background: Background = "box"

    @property
    def for_ns(self) -> int:
        """Return how long a label is on."""
        return ns(self.seconds)

    def language_on(self, screen: str) -> str:
        """The language of a screen's labels; empty where there are none."""
        chosen = self.screens.get(screen, self.language)
        return "" if chosen == OFF else chosen

    def label(self, version: Version, language: str) -> WallLabel:
        """The label of a version in a language that there are words for."""
        words = self._words(language)
        if not self.ai:
            words = words.model_copy(update={"ai": None})
        return wall_label(version, language, words)

    def misfits(self, screens: tuple[str, ...]) -> Iterator[YamlFault]:
        """Return what is wrong between the keys, and for these screens."""
        yield from strange_screens("labels", self.screens, screens)
        yield from self.unreadable("labels")
        yield from self._wordless(("labels", "language"), self.language)
        for screen, language in self.screens.items():
            if language != OFF:
                yield from self._wordless(("labels", "screens", screen), language)

    def _wordless(self, path: tuple[str, ...], language: str) -> Iterator[YamlFault]:
        words = self._words(language)
        lacking = [key for key in ("iteration", "ai") if getattr(words, key) is None]
        if lacking and language in self.words:
            yield YamlFault(("labels", "words", language), f"needs {' and '.join(lacking)}")
        elif lacking:
            known = (*USUAL, *self.words)
            text = f"there are words in {', '.join(known)}{did_you_mean(language, known)}"
            yield YamlFault(path, f"{text}; give those of {language!r} in labels.words")

    def _words(self, language: str) -> LabelWords:
        """A language's words: the layout's, then the usual ones, of its country's parent too."""
        usual = USUAL.get(language.partition("-")[0], LabelWords())
        return self.words.get(language, LabelWords()).over(usual)
