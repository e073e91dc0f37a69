"""A film's facts in the words that a conservator files, and its small pictures."""

from contextlib import suppress

from installation.ledger import PictureRow
from installation.model import POSTER, Ready

MOST_PICTURES = 12
MOST_BYTES = 200_000
"""Of one picture; what is larger is no thumbnail of ours."""


def film_facts_in_words(ready: Ready) -> dict[str, str]:
    """Return what the film is, as (what, value) in words."""
    facts = ready.facts
    rate = f"{float(facts.rate):.3f}".rstrip("0").rstrip(".")
    minutes, rest_ms = divmod(facts.duration_ns // 1_000_000, 60_000)
    found = {
        "length": f"{minutes}:{rest_ms / 1000:06.3f}, {facts.frames} pictures",
        "picture": f"{facts.width} x {facts.height}, {rate} pictures a second",
        "codec": f"{facts.codec}, {facts.pixel_format}",
        "colour": f"{facts.matrix}, {'full' if facts.full_range else 'limited'} range",
        "sound": "yes" if facts.audio else "none",
    }
    if ready.loudness_lufs is not None:
        found["sound"] = f"{ready.loudness_lufs:.1f} LUFS (EBU R128)"
    return found


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
