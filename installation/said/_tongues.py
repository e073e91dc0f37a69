"""Says in the reader's language what the show has said; one table serves panel and phone page.

``languages/de.json`` has the English sentence and what it is in German. Where a number decides
about the form it is one text for each form of the language, chosen by the part ``count``.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from installation.said._said import Said, filled

LANGUAGES_FOLDER = Path(__file__).parent / "languages"
Table = Mapping[str, str | Mapping[str, str]]


def in_language(said: str, language: str) -> str:
    """Return what is said in a language; English where it has none of it, own words as they are."""
    if not isinstance(said, Said) or not said.says:
        return str(said)
    table = table_of(language)
    wanted = table.get(said.says, said.says)
    if not isinstance(wanted, str):
        count = said.parts["count"]
        wanted = wanted[form_for(language, int(count))]
    point = "," if table else "."
    return filled(wanted, said.parts, lambda part: in_language(part, language), point)


@cache
def table_of(language: str) -> Table:
    """Return a language's sentences; none for English, which is what they are made from."""
    file = LANGUAGES_FOLDER / f"{language}.json"
    if not file.exists():
        return {}
    table: Table = json.loads(file.read_text(encoding="utf-8"))
    return table


def form_for(language: str, count: int) -> str:
    """Return which form of a language goes with a number, as Unicode calls them (CLDR)."""
    if language != "ru":
        return "one" if count == 1 else "other"
    if count % 10 == 1 and count % 100 != 11:
        return "one"
    return "few" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "many"
