"""A film's facts in the words that a conservator files, and its small pictures."""

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

from installation.ledger import PictureRow, TextRow
from installation.model import POSTER, Ready, plan_in_words, proof_in_words

MOST_PICTURES = 12
MOST_BYTES = 200_000
"""Of one picture; what is larger is no thumbnail of ours."""


def film_facts_in_words(ready: Ready) -> dict[str, str]:
    """Return what the film is, as (what, value) in words; of one with a house copy the original."""
    facts = ready.facts
    traits = ready.house.traits if ready.house else None
    pictures = traits.pictures if traits else facts.frames
    rate = Fraction(*traits.rate) if traits else facts.rate
    often = f"{_number(rate)} pictures a second" if rate else "pictures at a variable rate"
    film = traits or facts
    minutes, rest_ms = divmod(film.duration_ns // 1_000_000, 60_000)
    found = {
        "length": f"{minutes}:{rest_ms / 1000:06.3f}, {pictures} pictures",
        "picture": f"{film.width} x {film.height}, {often}",
        "codec": f"{film.codec}, {film.pixel_format}",
        "colour": f"{film.matrix}, {'full' if film.full_range else 'limited'} range",
        "sound": "yes" if facts.audio else "none",
    }
    if ready.house is not None:
        found["house copy"] = plan_in_words(ready.house)
        found["proof"] = proof_in_words(ready.house)
        found["hashes"] = f"original {ready.hash}, house copy {ready.house.hash}"
    if ready.loudness_lufs is not None:
        found["sound"] = f"{ready.loudness_lufs:.1f} LUFS (EBU R128)"
    return found


def _number(rate: Fraction) -> str:
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def pictures_of(ready: Ready) -> tuple[PictureRow, ...]:
    """The thumbnails that are there."""
    found = []
    places = dict(ready.beats)
    for label, path in ready.thumbnails[:MOST_PICTURES]:
        with suppress(OSError):  # a moment after a new manifest they may not be there yet
            data = path.read_bytes()
            if 0 < len(data) <= MOST_BYTES:
                found.append(
                    PictureRow("" if label == POSTER else label, places.get(label, 0), data)
                )
    return tuple(found)


def texts_of(ready: Ready, at_ms: int) -> Iterator[TextRow]:
    """The files of subtitles that a version has, and what is in them."""
    hashes = {check.file: check.hash for check in ready.version.subtitle_checks}
    for language, path in ready.subtitles:
        own = dict(ready.version.subtitles).get(language) == path
        name = path.name if own else "the film's own track"
        yield TextRow(at_ms, ready.version.id, language, name, hashes.get(path, ""))
