"""Tells how a file's letters are stored, and checks that the words make sense so. Pure."""

import re
import unicodedata

from charset_normalizer import from_bytes

from installation.errors import WordsError
from installation.said import Said

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
OLD = {
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "cp866": "CP866",
    "latin_1": "Latin-1",
    "cp1252": "Windows-1252",
}
"""The encodings from before UTF-8 that are tried, the likeliest first, with their names."""
SENSE = 0.6
"""The least share of words that must make sense. Russian and French subtitles in the encoding that
they were made in have more than 0.9 of it, in any other of these less than 0.35."""
COMMON = frozenset("оеаинтсрвлкмдпуяыьгз")
"""The letters that nine in ten of a Russian text are."""
_WORD = re.compile(r"[^\W\d_]+")
ADVICE = Said("Save it as UTF-8; every editor of subtitles can.")


def decoded(data: bytes) -> tuple[str, str]:
    """Return a file's text, and the name of the encoding it is in.

    Raises WordsError when its letters make no sense in any that is known.
    """
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            return _strictly(data, codec, name), name
    even, odd = data[:4000:2].count(0), data[1:4000:2].count(0)
    if even + odd > len(data[:4000]) // 8:  # UTF-16 without its mark: a 0 beside each Latin letter
        codec = "utf-16-be" if even > odd else "utf-16-le"
        return _strictly(data, codec, "UTF-16"), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _guessed(data)


def _strictly(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as fault:
        at = data.count(b"\n", 0, fault.start) + 1
        raise WordsError(
            Said("line {line}: is not {name}, as the file says that it is", line=at, name=name),
            ADVICE,
        ) from None


def _guessed(data: bytes) -> tuple[str, str]:
    """Of the encodings that charset-normalizer holds possible, the one with the most sense."""
    possible = from_bytes(data, cp_isolation=list(OLD), threshold=1.0, enable_fallback=False)
    names = {match.encoding for match in possible} | {
        other for match in possible for other in match.could_be_from_charset
    }
    texts = {name: data.decode(name, "replace") for name in OLD if name in names}
    best = max(texts, key=lambda name: sense(texts[name]), default=None)
    if best is None or sense(texts[best]) < SENSE:
        at = data.count(b"\n", 0, _first_odd(data)) + 1
        known = ", ".join(("UTF-8", "UTF-16", *OLD.values()))
        raise WordsError(
            Said("line {line}: its letters make no sense in {names}", line=at, names=known), ADVICE
        )
    return texts[best], OLD[best]


def _first_odd(data: bytes) -> int:
    return next((i for i, byte in enumerate(data) if byte > 127), 0)


def sense(text: str) -> float:
    """The share, 0 to 1, of what is no ASCII in a text that stands as in a language."""
    odd = [letter for letter in text if ord(letter) > 127]
    if not odd:
        return 1.0
    good = 0.0
    for word in _WORD.findall(text):
        strange = sum(ord(letter) > 127 for letter in word)
        good += strange * _sense_of(word) if strange else 0
    for letter in odd:
        if letter in "«»„“”‘’…–—№¿¡§°·\xa0":
            good += 1
    return good / len(odd)


def _sense_of(word: str) -> float:
    """Tell how much a word with letters beyond ASCII is one: one script, and capitals in front."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return 0.0
    cyrillic = sum("CYRILLIC" in unicodedata.name(letter, "") for letter in word)
    if cyrillic == len(word):
        return 1.0 if sum(letter in COMMON for letter in word.lower()) >= len(word) / 2 else 0.2
    if cyrillic:
        return 0.0
    ascii_letters = sum(ord(letter) < 128 for letter in word)
    return 1.0 if 2 * ascii_letters >= len(word) else 0.0
