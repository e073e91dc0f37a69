"""Reads names: which files are films, their natural order, a title and an iteration."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

from installation.said import NOTHING, Said

Name = TypeVar("Name", bound=str)

FILM_ENDINGS = (
    *(".mp4", ".mkv", ".mov", ".webm", ".m4v"),
    *(".avi", ".mpg", ".mpeg", ".ts", ".m2ts", ".mts", ".mxf", ".gif", ".webp"),
    *(".wmv", ".asf", ".flv"),  # these and the line above by a house copy
)
"""A bare file with one of these endings, in either case, is a version."""

_DATE = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?:[-_.]?[0-9]{2}){0,2}(?![0-9])")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NUMBERED = re.compile(r"([a-z]+)([0-9]+(?:\.[0-9]+)?)", re.IGNORECASE)
_CODECS = {"h", "x", "av", "vp", "mp", "mpeg", "bt", "yuv", "prores"}
"""``kiss-h264`` is not the 264th iteration."""


_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""They turn the order of letters around: a name can show as another one."""


def has_controls(text: str) -> bool:
    """Tell whether a text would do something to a terminal, or to the line that it stands in."""
    return any(c in _BIDI or unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in text)


def without_controls(text: str) -> str:
    """Return a text with a space for each letter that is none, and would do something."""
    return "".join(" " if has_controls(c) else c for c in text)


def is_film(name: str) -> bool:
    """Tell whether a file of that name can be a version of its own. Hidden files cannot."""
    return is_shown(name) and name.lower().endswith(FILM_ENDINGS)


def is_shown(name: str) -> bool:
    """Tell whether a name in the versions folder counts; ``.name`` and ``_name`` are set aside."""
    return bool(name) and name[0] not in "._"


def stem(name: str) -> str:
    """A film's name without its ending; any other name as it is."""
    for ending in FILM_ENDINGS:
        if name.lower().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name


def natural_key(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Sorts as people count: ``kiss-2`` before ``kiss-10``. Total: equal only for equal names."""
    parts = re.split(r"([0-9]+)", name.casefold())
    key = tuple((1, int(p), "") if i % 2 else (2, 0, p) for i, p in enumerate(parts) if p)
    return key, name


def title_from(name: str) -> str:
    """A title made of a folder's or film's name: ``kiss-2-gen3`` gives ``Kiss 2 Gen3``.

    A name with spaces is a person's own words, and keeps their letters: ``Kuß für Anna``.
    """
    plain = stem(name).strip("-_ ")
    if " " in plain:
        return plain[:1].upper() + plain[1:]
    words = re.split(r"[-_\s]+", plain)
    return " ".join(word[:1].upper() + word[1:] for word in words) or name


def iteration_from(name: str) -> float | None:
    """The iteration that a name speaks of, None when it speaks of none.

    The first number that stands alone (``kiss-2-gen3`` is 2), else the first at the end of a word
    (``kiss3``, ``take4``). Dates, sizes (``1080p``) and codecs (``h264``) are not iterations.
    """
    words = re.split(r"[-_\s]+", _DATE.sub("", stem(name)))
    for word in words:
        if _NUMBER.fullmatch(word):
            return float(word)
    for word in words:
        found = _NUMBERED.fullmatch(word)
        if found and found[1].lower() not in _CODECS:
            return float(found[2])
    return None


def composed(name: str) -> str:
    """Return a name in composed letters (NFC), as keyboards type it.

    A Mac writes names of files apart: й as и and a breve. People see one name, and so do we; a path
    keeps the letters that its file has.
    """
    return unicodedata.normalize("NFC", name)


def meant(word: str, known: Iterable[Name]) -> Name | None:
    """Return the one of the known names that a person means, as it is known; None if there is none.

    It is that with the same bytes, else that with the same letters, else that with the same letters
    in another case: a file system may ignore case. Never one of several that fit equally well.
    """
    names = list(dict.fromkeys(known))
    if word in names:
        return next(name for name in names if name == word)
    for alike in (composed, _caseless):
        fitting = [name for name in names if alike(name) == alike(word)]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _caseless(name: str) -> str:
    """Return what canonically equal names have in common in any case (Unicode 3.13, D145)."""
    return composed(unicodedata.normalize("NFD", name).casefold())


def did_you_mean(word: str, known: Iterable[str]) -> Said:
    """``; did you mean 'x'?`` for the nearest known word, or nothing when none is near."""
    plain = {k.casefold(): k for k in known}
    near = difflib.get_close_matches(word[:64].casefold(), plain, n=1, cutoff=0.6)
    return Said("; did you mean '{word}'?", word=plain[near[0]]) if near else NOTHING


def folded(name: str) -> str:
    """A name without case, accents and punctuation: for comparing beats, and what people type."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return " ".join(
        re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
    )
