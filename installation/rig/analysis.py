"""Judges a player by samples of the glass. Pure.

A *sight* is the time that one head shows one picture without a break. Samples in which the
machine stalled are noisy; most figures exist twice, over all samples and over the quiet ones.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from installation.rig.barcode import BLACK, UNREADABLE

HELD_PERIODS = 1.5
"""A picture seen for longer than this many of its periods was shown twice."""


@dataclass(frozen=True)
class SampleStream:
    """Samples of all heads of one show.

    ``at_ns``: (n,) rising. ``frames``: (n, heads) picture numbers, BLACK or UNREADABLE.
    ``quiet``: (n,). Every film has ``length`` pictures of ``frame_ns`` each. Within ``orders``
    (from, until) the story is told to jump or stand, so there nothing counts as skipped or held.
    """

    at_ns: NDArray[np.int64]
    frames: NDArray[np.int32]
    quiet: NDArray[np.bool_]
    length: int
    frame_ns: float
    orders: Sequence[tuple[int, int]] = field(default=())

    def between(self, from_ns: int, until_ns: int) -> "SampleStream":
        """The part of it within two instants."""
        part = slice(*np.searchsorted(self.at_ns, (from_ns, until_ns)))
        return SampleStream(
            *(self.at_ns[part], self.frames[part], self.quiet[part]),
            *(self.length, self.frame_ns, self.orders),
        )

    def ordered(self, from_ns: int, until_ns: int) -> bool:
        """Tell whether an order was at work at some time between two instants."""
        return any(begin < until_ns and from_ns < end for begin, end in self.orders)


@dataclass(frozen=True)
class Sight:
    """One picture on one head: its first and last sample, and the first of the next picture."""

    frame: int
    first: int
    last: int
    until: int
    count: int


def sights(frames: NDArray[np.int32]) -> list[Sight]:
    """All sights of one head, (n,), in order; black and unreadable samples are passed over.

    The first and the last one are cut off by the sampling itself and left out.
    """
    readable = np.flatnonzero(frames >= 0)
    if not len(readable):
        return []
    seen = frames[readable]
    begins = np.flatnonzero(np.diff(seen, prepend=seen[0] - 1))
    ends = np.append(begins[1:], len(seen))
    found = [
        Sight(
            *(int(seen[begin]), int(readable[begin]), int(readable[end - 1])),
            *(int(readable[end]) if end < len(seen) else len(frames), int(end - begin)),
        )
        for begin, end in zip(begins, ends, strict=True)
    ]
    return found[1:-1]


@dataclass(frozen=True)
class Faults:
    """The counts of what went wrong, over all heads."""

    skipped: int = 0
    held: int = 0
    backward: int = 0
    black: int = 0
    unreadable: int = 0

    def __add__(self, other: "Faults") -> "Faults":
        return Faults(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def faults(stream: SampleStream, quiet: bool, heads: Sequence[int] | None = None) -> Faults:
    """Pictures never seen, seen for too long, seen again later; black and unreadable samples.

    ``quiet``: only where no stall disturbs. A picture that a gap between two samples can hide
    does not count as skipped.
    """
    chosen = range(stream.frames.shape[1]) if heads is None else heads
    return sum((_faults_of_head(stream, head, quiet) for head in chosen), Faults())


def _faults_of_head(stream: SampleStream, head: int, quiet: bool) -> Faults:
    at_ns, frames = stream.at_ns, stream.frames[:, head]
    counted = stream.quiet if quiet else np.ones_like(stream.quiet)
    skipped = held = backward = 0
    all_sights = sights(frames)
    for sight in all_sights:
        around = slice(max(sight.first - 1, 0), sight.until + 1)
        if not counted[around].all() or stream.ordered(at_ns[sight.first], at_ns[sight.last]):
            continue
        held += int(at_ns[sight.last] - at_ns[sight.first] > HELD_PERIODS * stream.frame_ns)
    for before, after in pairwise(all_sights):
        step = (after.frame - before.frame) % stream.length
        gap_ns = at_ns[after.first] - at_ns[before.last]
        if not counted[before.last : after.first + 1].all():
            continue
        if stream.ordered(at_ns[before.last], at_ns[after.first]):
            continue
        if step > stream.length // 2:
            backward += 1
        else:
            skipped += max(0, step - 1 - int(gap_ns // stream.frame_ns))
    black, unreadable = (int((frames[counted] == code).sum()) for code in (BLACK, UNREADABLE))
    return Faults(skipped, held, backward, black, unreadable)


@dataclass(frozen=True)
class Together:
    """The agreement of the heads, over the samples that all heads can be read in."""

    samples: int
    readable: int
    same: int
    skew_p50: float
    skew_p99: float
    skew_max: int

    @property
    def share(self) -> float:
        """The share of readable samples with the same picture on all heads."""
        return self.same / self.readable if self.readable else 0.0


def together(stream: SampleStream, quiet: bool) -> Together:
    """Compare the heads. Skew is in pictures, the short way round the loop."""
    counted = stream.frames[stream.quiet] if quiet else stream.frames
    readable = counted[(counted >= 0).all(axis=1)]
    if not len(readable):
        return Together(len(counted), 0, 0, 0.0, 0.0, 0)
    apart = (readable[:, :, None] - readable[:, None, :]) % stream.length
    skew = np.minimum(apart, stream.length - apart).max(axis=(1, 2))
    p50, p99 = np.percentile(skew, (50, 99))
    same = int((skew == 0).sum())
    return Together(len(counted), len(readable), same, float(p50), float(p99), int(skew.max()))


@dataclass(frozen=True)
class Seams:
    """For how many quiet samples the last picture of a cycle was on, beside all other pictures.

    ``together``: at each seam all heads showed the first picture in the same sample.
    """

    seams: int
    last_max: int
    last_median: float
    other_max: int
    other_median: float
    together: bool


def seams(stream: SampleStream, head: int) -> Seams:
    """Look at one head's seams."""
    last: list[int] = []
    other: list[int] = []
    joint = True
    for sight in sights(stream.frames[:, head]):
        around = slice(sight.first - 1, sight.until + 1)
        at_ns = stream.at_ns
        if stream.ordered(at_ns[sight.first], at_ns[sight.last]) or not stream.quiet[around].all():
            continue
        (last if sight.frame == stream.length - 1 else other).append(sight.count)
        if sight.frame == stream.length - 1:
            joint &= len(set(stream.frames[sight.until].tolist())) == 1
    return Seams(
        len(last),
        max(last, default=0),
        float(np.median(last)) if last else 0.0,
        max(other, default=0),
        float(np.median(other)) if other else 0.0,
        joint,
    )


@dataclass(frozen=True)
class First:
    """The first picture: when each head had one, and whether all in the same sample."""

    latency_ms: float
    together: bool


def first(stream: SampleStream, since_ns: int) -> First | None:
    """Return when all heads showed a picture for the first time; None when they never did."""
    there = stream.frames >= 0
    full = np.flatnonzero(there.all(axis=1) & (stream.at_ns >= since_ns))
    if not len(full):
        return None
    earliest = np.flatnonzero(there.any(axis=1))[0]
    return First((int(stream.at_ns[full[0]]) - since_ns) / 1e6, bool(earliest == full[0]))
