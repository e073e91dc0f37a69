"""Identifies a picture of the film from the picture itself, never by counting.

libvlc hands over no presentation time, repeats a picture when none is due and may begin some
pictures early after a seek. A fingerprint compared with those around the expected picture is right
in every such case; where neighbours look the same (a held shot, black) the clock settles it.
"""

from dataclasses import dataclass

import numpy as np

from installation.model import FilmIndex, Luma

REACH = 24
"""How far from the expected picture a match is looked for, in pictures: a second of film."""
STRANGE = 10.0
"""A mean luma difference above this is no match. Another decoder's rounding gives up to 2."""


@dataclass(frozen=True)
class Match:
    """A picture's place in the film; ``certain`` is False when only the clock vouches for it."""

    frame: int
    certain: bool


def identify(index: FilmIndex, seen: Luma, expected: int) -> Match:
    """Match a fingerprint, (144,) uint8, near the picture that the clock expects."""
    last = len(index.pts_ns) - 1
    expected = min(max(expected, 0), last)
    if seen.tobytes() == index.prints[expected].tobytes():
        return Match(expected, certain=True)  # as nearly always; the search would find no other
    low, high = max(0, expected - REACH), min(last, expected + REACH) + 1
    distance = np.abs(index.prints[low:high].astype(np.int16) - seen).mean(axis=1)
    best = float(distance.min())
    if best > STRANGE:
        return Match(expected, certain=False)
    # the same picture decoded twice is equal to the bit, or off by rounding that grows with it
    alike = np.flatnonzero(distance <= best * 1.25 + 0.01)
    nearest = alike[np.argmin(np.abs(alike + low - expected))]
    return Match(int(nearest) + low, certain=True)
