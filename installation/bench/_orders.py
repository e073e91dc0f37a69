"""Judges an order by samples: when it was taken, on all heads at once, cleanly? Pure."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from installation.rig import SampleStream


@dataclass(frozen=True)
class Taken:
    """The taking of an order. ``latency_ms`` is that of the slowest head.

    ``together``: in the same sample on all heads, with the same picture. ``clean``: no head showed
    black, something unreadable, or a picture that belongs neither before nor after.
    """

    latency_ms: float
    together: bool
    clean: bool
    frame: int


@dataclass(frozen=True)
class OrderTaken:
    """An order that the bench gave, and how it was taken; None when it never was."""

    order: str
    taken: Taken | None


def order_taken(
    stream: SampleStream, order: str, sent_ns: int, until_ns: int, target: int = 0
) -> OrderTaken:
    """Judge an order by its word: what is no pause or resume leads to picture ``target``."""
    if order == "pause":
        return OrderTaken(order, halt(stream, sent_ns, until_ns))
    if order == "resume":
        return OrderTaken(order, go_on(stream, sent_ns, until_ns))
    return OrderTaken(order, jump(stream, sent_ns, until_ns, target))


def jump(stream: SampleStream, sent_ns: int, until_ns: int, target: int) -> Taken | None:
    """A restart or go: the story leaves its course and goes on from picture ``target``.

    None when some head never did. Landing one picture past the target counts, because a sample
    can miss the first instants.
    """
    part = stream.between(sent_ns, until_ns)
    if len(part.at_ns) < 2:
        return None
    leaps = _leaps(part)
    arrivals = leaps & ((part.frames[1:] - target) % part.length <= 1)
    if not arrivals.any(axis=0).all():
        return None
    at = arrivals.argmax(axis=0) + 1
    leaps[at - 1, np.arange(len(at))] = False
    clean = not leaps[_quiet(part)].any() and bool((part.frames >= 0).all())
    return _taken(part, at, sent_ns, clean)


def halt(stream: SampleStream, sent_ns: int, until_ns: int) -> Taken | None:
    """A pause: from some picture on nothing moves until ``until_ns``.

    The picture that stands came up at most one period before the pause was taken, so the latency
    counts from the order to that period's end. None when a head still moved in the last second.
    """
    part = stream.between(sent_ns, until_ns)
    if len(part.at_ns) < 2:
        return None
    moves = _steps(part) != 0
    if moves[part.at_ns[1:] > until_ns - 1_000_000_000].any():
        return None
    # the sample of the last move; the first sample when it stood at once
    at = np.where(moves.any(axis=0), len(moves) - moves[::-1].argmax(axis=0), 0)
    taken = _taken(part, at, sent_ns, _unbroken(part))
    return replace(taken, latency_ms=taken.latency_ms + part.frame_ns / 1e6)


def go_on(stream: SampleStream, sent_ns: int, until_ns: int) -> Taken | None:
    """A resume: the next picture follows the one that stood. None when a head still stands."""
    part = stream.between(sent_ns, until_ns)
    if len(part.at_ns) < 2:
        return None
    moves = _steps(part) != 0
    if not moves.any(axis=0).all():
        return None
    return _taken(part, moves.argmax(axis=0) + 1, sent_ns, _unbroken(part))


@dataclass(frozen=True)
class Back:
    """The heads' way back into step after something broke. ``apart``: they ever were apart."""

    latency_ms: float
    apart: bool


def back_in_step(stream: SampleStream, since_ns: int, steady_ns: int = 500_000_000) -> Back | None:
    """Find when all heads showed one moving picture again, for ``steady_ns`` of quiet samples.

    None when they never did. A show that stayed in step has a latency of 0.
    """
    part = stream.between(since_ns, int(stream.at_ns[-1]) + 1)
    frames = part.frames
    good = (frames >= 0).all(axis=1) & (frames == frames[:, :1]).all(axis=1)
    good &= _moving(part)
    bad = np.flatnonzero(~good & part.quiet)
    if not len(bad):
        return Back(0.0, False)
    first_bad = int(np.flatnonzero(~good)[0])
    bad_at = part.at_ns[np.append(bad, len(good) - 1)]
    starts = np.flatnonzero(good)
    for start in starts[starts > first_bad]:
        begins = part.at_ns[start]
        following = bad_at[np.searchsorted(bad_at, begins)]
        if following - begins >= steady_ns:
            return Back((int(begins) - since_ns) / 1e6, True)
    return None


def _moving(part: SampleStream) -> NDArray[np.bool_]:
    """Tell whether each sample's picture on the first head began less than two periods ago."""
    changed = np.append(True, np.diff(part.frames[:, 0]) != 0)
    began = np.maximum.accumulate(np.where(changed, part.at_ns, 0))
    return np.asarray(part.at_ns - began < 2 * part.frame_ns)


def _steps(part: SampleStream) -> NDArray[np.int64]:
    """(n - 1, heads): how far each head went from sample to sample, forward round the loop.

    From or to a sample without a picture counts as standing; it is found by other means.
    """
    before, after = part.frames[:-1].astype(np.int64), part.frames[1:].astype(np.int64)
    steps = (after - before) % part.length
    return np.where((before < 0) | (after < 0), 0, steps)


def _leaps(part: SampleStream) -> NDArray[np.bool_]:
    """(n - 1, heads): steps further than the time between the two samples explains."""
    explained = 1 + np.diff(part.at_ns) // part.frame_ns
    return np.asarray(_steps(part) > explained[:, None])


def _quiet(part: SampleStream) -> NDArray[np.bool_]:
    """(n - 1,): pairs of neighbouring samples that no stall disturbs."""
    return part.quiet[:-1] & part.quiet[1:]


def _unbroken(part: SampleStream) -> bool:
    """Every sample has a picture, and no quiet pair of samples lacks one in between."""
    return bool((part.frames >= 0).all()) and not _leaps(part)[_quiet(part)].any()


def _taken(part: SampleStream, at: NDArray[np.intp], sent_ns: int, clean: bool) -> Taken:
    landed = part.frames[at, np.arange(len(at))].tolist()
    joint = len(set(at.tolist())) == 1 and len(set(landed)) == 1
    return Taken((int(part.at_ns[at].max()) - sent_ns) / 1e6, joint, clean, landed[0])
