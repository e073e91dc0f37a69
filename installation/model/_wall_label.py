"""A label: what a museum tells of a work, from its manifest, in words of one language. Pure."""

import unicodedata
from datetime import date

from msgspec import Struct

from installation.model._label_words import NUMBER, LabelWords
from installation.model._version import Version

_WAYS = ("L", "R", "AL")
"""Of letters: from left to right, Hebrew's from right to left, and Arabic's."""


class WallLabel(Struct, frozen=True):
    """The words of a label, as they are drawn on a wall and printed beside it.

    ``facts`` are the iteration and the date on one line, ``tools`` are (step, tool), ``notice``
    says what AI made. Empty is what the manifest, or the layout, does not say.
    """

    title: str
    facts: str = ""
    tools: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    language: str = ""

    @property
    def leftwards(self) -> bool:
        """Tell whether it is written from right to left, by the first letter of its words."""
        text = self.notice or self.facts or self.title
        ways = (unicodedata.bidirectional(letter) for letter in text)
        return next((way for way in ways if way in _WAYS), "L") != "L"


def wall_label(version: Version, language: str, words: LabelWords) -> WallLabel:
    """The label of a version."""
    facts = []
    if version.iteration is not None and words.iteration:
        facts.append(words.iteration.replace(NUMBER, f"{version.iteration:g}"))
    if version.made is not None:
        facts.append(day_in_words(version.made, language))
    tools = tuple(
        (words.steps.get(step.casefold(), step[:1].upper() + step[1:]), tool)
        for step, tool in version.tools
    )
    return WallLabel(version.title, " · ".join(facts), tools, words.ai or "", language)


def day_in_words(day: date, language: str) -> str:
    """A day as people of a language write it; year first where nobody knows how they do."""
    from babel import UnknownLocaleError
    from babel.dates import format_date  # its tables are read where labels are wanted only

    locale = "en_001" if language == "en" else language.replace("-", "_")  # English, not American
    try:
        return format_date(day, "long", locale=locale)
    except (UnknownLocaleError, ValueError):  # a language that has no tables, or no such code
        return day.isoformat()
