"""Sentences of the show as values that cross the seams: in English, and what stands in them.

A sentence stands in the code in English, once, where it is said: ``Said("{screen} is dark",
screen=name)``. That text is its key in ``languages/``, by which an edge says it in the reader's
language. For everybody else (terminal, ledger, journal) it is its English text already.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

Part = int | float | str
"""What stands in a sentence; another :class:`Said` is a ``str``, too."""
PLACE = re.compile(r"\{(\w+)(?::\.(\d)f)?\}")
"""A part's place in a sentence: its name, and for a number how many decimals it has."""


def filled(says: str, parts: Mapping[str, Part], say: Callable[[str], str], point: str) -> str:
    """Return a sentence with its parts in it; ``say`` says those that are text themselves."""

    def part(found: re.Match[str]) -> str:
        value, decimals = parts[found[1]], found[2]
        if isinstance(value, str):
            return say(value)
        return f"{value:.{decimals}f}".replace(".", point) if decimals else str(value)

    return PLACE.sub(part, says)


class Said(str):
    """A sentence or a piece of one, as its English text; it remembers itself and its parts.

    Anybody's own words (a file's name, what a library said, a reason that a person wrote) are
    :func:`verbatim`. An f-string around it makes a plain ``str`` of it, which no field for what is
    said takes.
    """

    says: str
    parts: Mapping[str, Part]

    def __new__(cls, says: str = "", /, **parts: Part) -> "Said":
        """Say a sentence; without one nothing is said."""
        self = super().__new__(cls, filled(says, parts, str, "."))
        self.says, self.parts = says, parts
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return unpacked, (Said, packed(self) if self.says else str(self))


NOTHING = Said()
"""What stands where nothing is to be said."""


def said_of(says: str, found: Mapping[str, object]) -> Said:
    """Say a sentence of a table with those of the found things that it has a place for."""
    wanted = {place[1]: found[place[1]] for place in PLACE.finditer(says)}
    parts = {n: p if isinstance(p, Part) else str(p) for n, p in wanted.items()}
    return Said(says, **parts)


def verbatim(text: str) -> Said:
    """Return somebody's own words, which are the same in every language."""
    if isinstance(text, Said):
        return text
    one: Said = str.__new__(Said, text)
    one.says, one.parts = "", {}
    return one


def joined(separator: str, several: Iterable[str]) -> Said:
    """Return several things that are said in one row; the separator has no words in it."""
    parts = {f"part{number}": part for number, part in enumerate(several)}
    if not any(isinstance(part, Said) and part.says for part in parts.values()):
        return verbatim(separator.join(parts.values()))
    return Said(separator.join(f"{{{name}}}" for name in parts), **parts)


def lines_of(said: Said) -> tuple[Said, ...]:
    """Return somebody's own words line by line; a sentence is one."""
    return (said,) if said.says else tuple(map(verbatim, said.splitlines()))


def on_one_line(said: Said) -> Said:
    """Return what is said without line breaks."""
    if not said.says:
        return verbatim(" ".join(said.split()))
    parts = {n: on_one_line(p) if isinstance(p, Said) else p for n, p in said.parts.items()}
    return Said(" ".join(said.says.split()), **parts)


def packed(value: object) -> object:
    """Return what is said as JSON has it: its text, or sentence and parts beside that.

    A hook for msgspec, which calls it for what it does not know.
    """
    if not isinstance(value, Said):
        raise NotImplementedError(type(value))
    if not value.says:
        return str(value)
    parts = {name: packed(p) if isinstance(p, Said) else p for name, p in value.parts.items()}
    return {"text": str(value), "says": value.says, "parts": parts}


def unpacked(kind: type, data: Any) -> Any:
    """Return what :func:`packed` was given; a hook for msgspec. Plain text is verbatim."""
    if not issubclass(kind, Said):
        raise NotImplementedError(kind)
    if isinstance(data, str):
        return verbatim(data)
    says, parts = (data.get("says"), data.get("parts")) if isinstance(data, dict) else (None, None)
    if not isinstance(says, str) or not isinstance(parts, dict):
        raise ValueError("neither a text nor a sentence with its parts")
    if any(place[1] not in parts for place in PLACE.finditer(says)):
        raise ValueError(f"parts are missing of {says!r}")
    return Said(says, **{name: _part(part) for name, part in parts.items()})


def _part(data: Any) -> Part:
    return data if isinstance(data, int | float) else cast(Said, unpacked(Said, data))


def said_schema(kind: type) -> dict[str, Any]:
    """Return the JSON schema of what is said; a hook for msgspec."""
    if not issubclass(kind, Said):
        raise NotImplementedError(kind)
    sentence = {
        "type": "object",
        "properties": {
            "text": {"type": "string", "description": "in English"},
            "says": {"type": "string", "description": "the sentence, with places for its parts"},
            "parts": {"type": "object"},
        },
        "required": ["text", "says", "parts"],
    }
    words = {"type": "string", "description": "somebody's own words, or nothing"}
    return {"anyOf": [words, sentence]}
