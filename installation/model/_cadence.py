"""Works out when a film's pictures are on, from the stamps that its container carries. Pure.

Containers round: Matroska and WebM keep whole milliseconds, so a film at 24 has stamps 0, 42, 83.
Where all stamps lie within one tick of an even grid, the grid is what the maker meant, and two
containers of one film then agree to the nanosecond. Other films are of variable rate, and refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import median_low

import numpy as np
from numpy.typing import NDArray

from installation.errors import LibraryError
from installation.model._refusals import Refusal
from installation.units import SECOND

FAMILY = tuple(
    sorted(
        [Fraction(n) for n in (8, 10, 12, 15, 16, 18, 20, 24, 25, 30, 48, 50, 60, 90, 100, 120)]
        + [Fraction(n * 1000, 1001) for n in (12, 15, 24, 30, 48, 60, 120)]
    )
)
"""The rates that films are made at."""


@dataclass(frozen=True)
class Cadence:
    """``pts_ns`` (n,) int64 from 0, rising; the nominal rate; the end of the last picture."""

    pts_ns: NDArray[np.int64]
    fps: Fraction
    duration_ns: int


def clock_text(at_ns: int) -> str:
    """A position in a film for people: ``01:12.480``."""
    thousandths = at_ns // 1_000_000
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def ticks_to_ns(stamp: int, tick: Fraction) -> int:
    """A stamp in ticks of so many seconds, as whole nanoseconds, to the nearest."""
    return (2 * stamp * tick.numerator * SECOND + tick.denominator) // (2 * tick.denominator)


def cadence_of(stamps: Sequence[int], tick: Fraction, hints: Sequence[Fraction | None]) -> Cadence:
    """The times of pictures stamped so, in the order of presentation.

    ``tick`` is the unit of the stamps in seconds, ``hints`` the rates that the container claims.
    Raises LibraryError when two pictures carry the same stamp, or there is no even grid.
    """
    ticks = [stamp - stamps[0] for stamp in stamps]
    for before, after in pairwise(ticks):
        if after <= before:
            raise Refusal.SAME_TIME.error(at=clock_text(ticks_to_ns(after, tick)))
    for rate in _candidates(ticks, tick, hints):
        if _is_grid(ticks, tick, rate):
            times = [ticks_to_ns(k, 1 / rate) for k in range(len(ticks) + 1)]
            return Cadence(np.array(times[:-1], np.int64), rate, times[-1])
    raise _varies(ticks, tick)


def _varies(ticks: Sequence[int], tick: Fraction) -> LibraryError:
    """The fault of a film without a grid: where it first leaves its usual step."""
    steps = [after - before for before, after in pairwise(ticks)]
    usual = median_low(steps)
    odd = next((k for k, step in enumerate(steps) if abs(step - usual) * 10 > usual), 0)
    rate = min(FAMILY, key=lambda known: abs(known * usual * tick - 1))
    shown = f"{float(rate):.3f}".rstrip("0").rstrip(".")
    at = clock_text(ticks_to_ns(ticks[odd], tick))
    return Refusal.RATE_VARIES.error(rate=shown, at=at)


def _candidates(
    ticks: Sequence[int], tick: Fraction, hints: Sequence[Fraction | None]
) -> Iterator[Fraction]:
    """Rates to try, the likeliest first: the container's, the usual ones, the measured one."""
    yield from (rate for rate in hints if rate and 1 <= rate <= 240)
    if len(ticks) < 2:
        yield Fraction(25)  # a single picture of no known rate: any grid holds it
        return
    mean = (len(ticks) - 1) / (ticks[-1] * tick)
    yield from sorted(FAMILY, key=lambda known: abs(known - mean))[:3]
    if mean.limit_denominator(1001) > 0:
        yield mean.limit_denominator(1001)


def _is_grid(ticks: Sequence[int], tick: Fraction, rate: Fraction) -> bool:
    """True when every stamp is within one tick (and a tenth of a picture) of ``k / rate``."""
    slack = min(tick, 1 / (10 * rate))
    unit = tick * rate  # pictures per tick
    most = slack * rate  # in pictures
    scale = unit.denominator * most.denominator
    per_tick, limit = int(unit * scale), int(most * scale)
    return all(abs(at * per_tick - k * scale) <= limit for k, at in enumerate(ticks))
