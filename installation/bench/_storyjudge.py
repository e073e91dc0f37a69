"""The judge of `bench story`: what the glass says of cuts that should meet at every beat. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from installation.bench import _storysound as storysound
from installation.bench._storyfilms import TELLINGS
from installation.bench._storysound import HeardScreen, ScreenSound
from installation.rig import Samples, analysis, barcode, noisy
from installation.timeline import Plan, Points, media_at, spans
from installation.units import MILLISECOND, SECOND

NEAR_NS = SECOND // 2
"""Around a beat no picture is off by more than one."""
NARROW = 2
"""The most pictures that a step may go on by, but where the map itself leaps."""
AFTER_STALL_NS = 50 * MILLISECOND
GAP_NS = 20 * MILLISECOND
"""Samples further apart than this, twice as far as they should be, are not quiet, either."""


@dataclass(frozen=True)
class ExpectedHead:
    """The pictures that one head has to show: the grid of its film and its map to the story."""

    fps: float
    frames: int
    points: Points

    def frame_at(self, story_ns: int) -> int:
        """The picture that belongs on it at a story time."""
        frame = int(media_at(self.points, story_ns) * self.fps / SECOND + 1e-6)
        return min(max(frame, 0), self.frames - 1)


@dataclass(frozen=True)
class Meeting:
    """A beat in a cycle: by how many samples the heads came to it apart, and how far off they were.

    ``errors`` are in pictures, the worst of each head within half a second around it by the show's
    own clock; ``late_ms`` is how late they came to it, to a sample.
    """

    beat: str
    late_ms: float
    apart: int
    errors: tuple[int, ...]
    quiet: bool


@dataclass(frozen=True)
class Steps:
    """From picture to picture on all heads: steps back, steps too wide, and the widest one.

    Steps that the map itself takes do not count.
    """

    back: int
    wide: int
    widest: int


@dataclass(frozen=True)
class StoryFigures:
    """The figures that the glass gave."""

    cycles: int
    meetings: list[Meeting]
    steps: Steps
    quiet_steps: Steps
    black: int
    unreadable: int
    samples: int
    quiet_share: float
    heard: list[HeardScreen]


def judged(
    samples: Samples, plan: Plan, begins_ns: int, cycles: int, ears: Sequence[ScreenSound] = ()
) -> StoryFigures:
    """Judge samples of a show of the three cuts by its plan, and what was heard meanwhile.

    ``begins_ns`` is an instant at which a cycle begins.
    """
    shown, at_ns, quiet = seen(samples)
    heads = [
        ExpectedHead(float(each.recipe.fps), each.recipe.frames, plan.entries[f"screen{n}"].points)
        for n, each in enumerate(TELLINGS, 1)
    ]
    return StoryFigures(
        cycles=cycles,
        meetings=list(_meetings(shown, at_ns, quiet, plan, begins_ns, heads)),
        steps=_steps(shown, np.ones_like(quiet), heads),
        quiet_steps=_steps(shown, quiet, heads),
        black=int((shown == barcode.BLACK).sum()),
        unreadable=int((shown == barcode.UNREADABLE).sum()),
        samples=len(at_ns),
        quiet_share=float(quiet.mean()),
        heard=[
            storysound.judged(
                ear,
                flashes(shown[:, n], at_ns, quiet, n),
                changes(plan, begins_ns, n, *at_ns[[0, -1]].tolist()),
                *at_ns[[0, -1]].tolist(),
            )
            for n, ear in enumerate(ears)
        ],
    )


def seen(
    samples: Samples,
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.bool_]]:
    """Return which picture each head showed in each sample, when, and whether nothing stalled."""
    at_ns = samples.at_ns
    quiet = ~noisy(at_ns, samples.stalls, AFTER_STALL_NS)
    quiet &= np.diff(at_ns, prepend=at_ns[:1]) < GAP_NS
    return barcode.frames(samples.codes()), at_ns, quiet


def _meetings(
    shown: NDArray[np.int32],
    at_ns: NDArray[np.int64],
    quiet: NDArray[np.bool_],
    plan: Plan,
    begins_ns: int,
    heads: Sequence[ExpectedHead],
) -> Iterator[Meeting]:
    """Every beat in every cycle, but for those that the sampling cuts off."""
    for beat in plan.beats:
        own = [head.frame_at(beat.story_ns) for head in heads]
        come = [arrivals(shown[:, n], frame) for n, frame in enumerate(own)]
        for first in come[0]:
            # the others' arrival nearest to this head's
            firsts = [int(c[np.argmin(abs(c - first))]) if len(c) else -1 for c in come]
            late_ns = int(at_ns[first]) - begins_ns - beat.story_ns
            late_ns -= round(late_ns / plan.cycle_ns) * plan.cycle_ns
            due_ns = int(at_ns[first]) - late_ns
            begin, end = np.searchsorted(at_ns, (due_ns - NEAR_NS, due_ns + NEAR_NS)).tolist()
            if begin == 0 or end == len(at_ns):
                continue
            errors = tuple(
                _worst(shown[begin:end, n], at_ns[begin:end] - due_ns + beat.story_ns, head)
                for n, head in enumerate(heads)
            )
            apart = max(firsts) - min(firsts)
            calm = bool(quiet[begin:end].all())
            yield Meeting(beat.name, late_ns / 1e6, apart, errors, calm)


def flashes(
    shown: NDArray[np.int32], at_ns: NDArray[np.int64], quiet: NDArray[np.bool_], head: int
) -> NDArray[np.int64]:
    """Return when a head's flashes came on: between two samples, in quiet ones."""
    come = [arrivals(shown, frame) for frame in TELLINGS[head].beats]
    first = np.sort(np.concatenate(come))
    first = first[quiet[first] & quiet[first - 1]]
    inside = (at_ns[first] > at_ns[0] + SECOND) & (at_ns[first] < at_ns[-1] - SECOND)
    first = first[inside]
    found: NDArray[np.int64] = (at_ns[first] + at_ns[first - 1]) // 2
    return found


def changes(
    plan: Plan, begins_ns: int, head: int, since_ns: int, until_ns: int
) -> NDArray[np.int64]:
    """Return when a head's film changes its pace, waits or leaps, between two instants."""
    played = spans(plan.entries[f"screen{head + 1}"].points)
    starts = [each.story_ns for each in played]
    stops = [each.stops_ns for each in played[:-1]]
    first, last = ((at - begins_ns) // plan.cycle_ns for at in (since_ns, until_ns))
    found = [
        begins_ns + cycle * plan.cycle_ns + story_ns
        for cycle in range(first, last + 1)
        for story_ns in {*starts, *stops}
    ]
    return np.array(sorted(at for at in found if since_ns < at < until_ns), np.int64)


def arrivals(shown: NDArray[np.int32], frame: int) -> NDArray[np.intp]:
    """The samples in which a head comes to a picture."""
    return np.flatnonzero((shown[1:] == frame) & (shown[:-1] != frame)) + 1


def _worst(shown: NDArray[np.int32], story_ns: NDArray[np.int64], head: ExpectedHead) -> int:
    """The most pictures that a head was off; a picture may come on up to a sample late or early."""
    worst = 0
    for frame, story in zip(shown.tolist(), story_ns.tolist(), strict=True):
        around = [head.frame_at(story + off) for off in (-12_000_000, 0, 12_000_000)]
        off = min(abs(frame - expected) for expected in around)
        worst = max(worst, off)
    return worst


def _steps(
    shown: NDArray[np.int32], counted: NDArray[np.bool_], heads: Sequence[ExpectedHead]
) -> Steps:
    """All heads' steps within samples that count."""
    back = wide = widest = 0
    for n, head in enumerate(heads):
        own = _leaps(head)
        for before, after in pairwise(analysis.sights(shown[:, n])):
            step = after.frame - before.frame
            if not counted[before.last : after.first + 1].all():
                continue
            if after.frame < 30 and step < -head.frames // 2:
                continue  # the story begins again
            back += step < 0
            if any(a - 2 <= before.frame and after.frame <= b + 2 for a, b in own):
                continue
            wide += step > NARROW
            widest = max(widest, step)
    return Steps(back, wide, widest)


def _leaps(head: ExpectedHead) -> list[tuple[int, int]]:
    """From and to which picture the map leaps."""
    grid = head.fps / SECOND
    return [
        (int(a * grid), int(b * grid) + 1) for (s, a), (t, b) in pairwise(head.points) if s == t
    ]
