"""A glass in theory: players that behave, and players that do not."""

from collections.abc import Iterable, Sequence

import numpy as np

from installation.rig import SampleStream

LENGTH = 48
FRAME_NS = 1e9 / 24
HZ = 96.0
Schedule = list[tuple[float, int]]
"""(instant in pictures' periods, picture) in order of time, for one head."""


def steady(count: int, start: int = 0) -> Schedule:
    """A head that does it right."""
    return [(float(n), (start + n) % LENGTH) for n in range(count)]


def sampled(
    heads: Sequence[Iterable[tuple[float, int]]],
    seconds: float,
    stalls: Sequence[tuple[float, float]] = (),
    orders: Sequence[tuple[int, int]] = (),
    phase: float = 0.3,
) -> SampleStream:
    """Look at the heads at 96 Hz; within ``stalls`` (from, until in periods) samples are noisy."""
    at_ns = ((np.arange(int(seconds * HZ)) + phase) * 1e9 / HZ).astype(np.int64)
    frames = np.full((len(at_ns), len(heads)), -1, np.int32)
    for column, schedule in enumerate(heads):
        for at, frame in schedule:
            frames[at_ns >= at * FRAME_NS, column] = frame
    quiet = np.ones(len(at_ns), np.bool_)
    for begin, end in stalls:
        quiet[(at_ns >= begin * FRAME_NS) & (at_ns < end * FRAME_NS)] = False
    return SampleStream(at_ns, frames, quiet, LENGTH, FRAME_NS, orders)
