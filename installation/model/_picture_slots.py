"""Lays a film's pictures on an even grid, so that each is on at its own time. Pure.

A player needs a constant rate, and none at which a picture is on for so long that libvlc hands it
over twice. What the grid shows is every picture of the film, in its order; one that is on for long
stands in several slots. Only what is faster than the wall can be shown loses pictures.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from installation.model._cadence import FAMILY
from installation.units import SECOND

FASTEST = 61
"""The most pictures a second; a ring has room for 60 and a bit."""
SLOWEST = Fraction(14_900, 1000)
"""The fewest: a picture that is on for 80 ms is handed over twice by libvlc, and films with 12
pictures a second fail their rehearsal by it; those with 15 (and 14.985) do not."""
SMOOTH = 24
"""What slower films are multiplied to, at least."""
ALIKE = Fraction(101, 100)
"""Of two rates that are so near to each other, as 24 and 23.976, the one that fits better is meant.
"""
NEAR_NS = SECOND // 120
"""How far a picture may be from its own time on the grid of a variable rate: half a refresh."""
REFRESH_NS = SECOND // 60
"""How long a picture has to be on to have a slot of its own behind the end of all others."""
ROUNDED_NS = 2
"""How far a time may be from what it stands for, since it is whole nanoseconds."""


def even_rate(rate: Fraction) -> Fraction:
    """Return the rate at which a film of a constant rate is played: a multiple, a part, or it."""
    if rate > FASTEST:
        return rate / -(-rate // 60)
    if rate < SLOWEST:
        return rate * -(-SMOOTH // rate)
    return rate


def rate_for(times_ns: Sequence[int] | NDArray[np.int64]) -> Fraction:
    """Return the slowest usual rate that has a slot for each picture near its own time, else 60."""
    times = np.asarray(times_ns, np.int64)
    found: dict[Fraction, int] = {}
    for rate in (usual for usual in FAMILY if SMOOTH - 1 < usual < FASTEST):
        if found and rate > ALIKE * min(found):
            break
        places = _places(times, rate)
        far = int(np.abs(_begins(places, rate) - times).max())
        if far <= NEAR_NS and (len(places) < 2 or np.diff(places).min() > 0):
            found[rate] = far
    return min(found, key=found.__getitem__) if found else Fraction(60)


def slots_of(
    times_ns: Sequence[int] | NDArray[np.int64], duration_ns: int, rate: Fraction
) -> NDArray[np.int64]:
    """Return which picture is on in each slot of a grid, counted from 0.

    ``times_ns`` begin at 0 and never fall. Where several pictures want one slot the one nearest to
    its beginning has it (the earlier of two), so that of a rate that is divided every second, third
    or fourth picture stays, at its own time; what the film holds afterwards is the last of them.
    """
    times = np.asarray(times_ns, np.int64)
    places = _places(times, rate)
    end = max(1, int(_places(np.array([duration_ns], np.int64), rate)[0]), int(places[-1]))
    shown: NDArray[np.int64] = np.searchsorted(places, np.arange(end + 1), side="right") - 1
    by_distance = np.lexsort((np.abs(_begins(places, rate) - times), places))
    wanted, nearest = np.unique(places[by_distance], return_index=True)
    shown[wanted] = by_distance[nearest]
    late = places[-1] == end and times[-1] - times[shown[end - 1]] >= REFRESH_NS
    return shown if late else shown[:end]


def off_ns(times_ns: Sequence[int] | NDArray[np.int64], rate: Fraction) -> int:
    """Return how far the picture that is farthest from its own time is from it on the grid."""
    times = np.asarray(times_ns, np.int64)
    return int(np.abs(_begins(_places(times, rate), rate) - times).max())


def half_picture_times(times_ns: NDArray[np.int64], duration_ns: int) -> NDArray[np.int64]:
    """Return when each half picture of interlaced ones is on: its own time, and the middle."""
    ends = np.append(times_ns[1:], max(duration_ns, int(times_ns[-1])))
    return np.stack([times_ns, (times_ns + ends) // 2], axis=1).reshape(-1)


def _places(times: NDArray[np.int64], rate: Fraction) -> NDArray[np.int64]:
    """Return the slot nearest to each time. A film of 4 hours leaves room in 64 bits.

    Of two that are as near it is the earlier one, however the time was rounded to nanoseconds: of a
    rate that is halved every second picture is in the middle.
    """
    half = rate.denominator * SECOND
    nearest: NDArray[np.int64] = (2 * (times - ROUNDED_NS) * rate.numerator + half) // (2 * half)
    return nearest


def _begins(places: NDArray[np.int64], rate: Fraction) -> NDArray[np.int64]:
    return places * SECOND * rate.denominator // rate.numerator
