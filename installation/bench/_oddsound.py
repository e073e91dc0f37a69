"""Judges the sound of odd films: each beep beside the picture that it begins with. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.units import SECOND

NEAR_NS = SECOND // 4
"""A beep further from its picture than this belongs to another."""


@dataclass(frozen=True)
class BeepsHeard:
    """The delays of beeps after their pictures, in ms, and the number of those not heard."""

    off_ms: tuple[float, ...] = ()
    unheard: int = 0


def heard(
    beeping: tuple[int, ...],
    at_ns: NDArray[np.int64],
    frames: NDArray[np.int32],
    quiet: NDArray[np.bool_],
    beeps_ns: NDArray[np.int64],
) -> BeepsHeard:
    """Compare when pictures with a beep came on one head with when beeps were heard.

    ``at_ns``, ``frames``, ``quiet`` (n,): samples of the glass, and whether nothing stalled;
    a picture came between two of them. ``beeps_ns`` (m,): when beeps began.
    """
    came = np.flatnonzero((frames[1:] != frames[:-1]) & np.isin(frames[1:], beeping)) + 1
    came = came[quiet[came] & quiet[came - 1]]
    flashes = (at_ns[came] + at_ns[came - 1]) // 2
    flashes = flashes[flashes < at_ns[-1] - NEAR_NS] if len(at_ns) else flashes
    off = [_nearest(beeps_ns, int(flash)) for flash in flashes]
    near = [each for each in off if abs(each) < NEAR_NS]
    return BeepsHeard(tuple(each / 1e6 for each in near), len(off) - len(near))


def _nearest(beeps_ns: NDArray[np.int64], flash_ns: int) -> int:
    if not len(beeps_ns):
        return NEAR_NS
    return int(beeps_ns[np.abs(beeps_ns - flash_ns).argmin()]) - flash_ns
