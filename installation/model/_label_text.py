"""Makes a label of a manifest, in words of one language. Pure."""

from datetime import date

from installation.model._label_words import NUMBER, LabelWords
from installation.model._version import Version
from installation.model._wall_label import WallLabel


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
