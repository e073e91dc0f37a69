"""`bench story`: three cuts of different lengths meet at every beat, on the glass."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from installation.bench import barcode
from installation.bench.analysis import sights
from installation.bench.films import default_cache
from installation.bench.glass import GlassReader, Samples, barcodes
from installation.bench.report import Bar, table
from installation.bench.show import Show, Stage
from installation.bench.storyfilms import TELLINGS, prepare
from installation.kiosk.virtual import VirtualHeads
from installation.link.codec import decode_programme
from installation.link.places import programme_path
from installation.timeline.programme import Plan
from installation.timeline.storymap import Points, media_at
from installation.units import SECOND, seconds

NEAR_NS = SECOND // 2
"""Around a beat no picture is off by more than one."""
NARROW = 2
"""The most pictures that a step may go on by, but where the map itself leaps."""


@dataclass(frozen=True)
class Head:
    """What one head has to show: the grid of its film and its map to the story."""

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

    ``errors`` are in pictures, the worst of each head within half a second around it.
    """

    beat: str
    apart: int
    errors: tuple[int, ...]
    quiet: bool


@dataclass(frozen=True)
class Figures:
    """What the glass said."""

    cycles: int
    meetings: list[Meeting]
    backward: int
    wide: int
    widest: int
    black: int
    unreadable: int
    samples: int
    quiet_share: float


def measure(heads: VirtualHeads, folder: Path, cycles: int, keep: Path | None = None) -> Figures:
    """Play so many cycles and look."""
    stage = prepare(folder, default_cache())
    rects = [(head.x, head.y, head.width, head.height) for head in heads.heads]
    with GlassReader(heads.display, barcodes(rects)) as glass:
        with Show(stage, heads.environment) as show:
            show.wait("first picture", lambda: show.cycle() is not None)
            plan = _plan(stage)
            since_ns = time.monotonic_ns()
            time.sleep(seconds(plan.cycle_ns) * (cycles + 0.3) + 1)
            samples = glass.samples(since_ns)
        if keep:
            samples.keep(keep)
    return judged(samples, plan, cycles)


def _plan(stage: Stage) -> Plan:
    """What the show itself plays by."""
    return decode_programme(programme_path(stage.state).read_bytes()).plans[-1]


def judged(samples: Samples, plan: Plan, cycles: int) -> Figures:
    """Judge samples of a show of the three cuts by its plan."""
    shown = barcode.frames(samples.codes())
    heads = [
        Head(float(each.recipe.fps), each.recipe.frames, plan.entries[f"screen{n}"].points)
        for n, each in enumerate(TELLINGS, 1)
    ]
    at_ns = samples.at_ns
    quiet = ~_noisy(samples, 50_000_000)
    meetings = []
    for beat in plan.beats:
        own = [head.frame_at(beat.story_ns) for head in heads]
        come = [_arrivals(shown[:, n], frame) for n, frame in enumerate(own)]
        for first in come[0]:
            # the others' arrival nearest to this head's
            firsts = [int(c[np.argmin(abs(c - first))]) if len(c) else -1 for c in come]
            begin, end = np.searchsorted(
                at_ns, (at_ns[first] - NEAR_NS, at_ns[first] + NEAR_NS)
            ).tolist()
            if begin == 0 or end == len(at_ns):
                continue
            errors = tuple(
                _worst(shown[begin:end, n], at_ns[begin:end] - at_ns[first] + beat.story_ns, head)
                for n, head in enumerate(heads)
            )
            apart = max(firsts) - min(firsts)
            meetings.append(Meeting(beat.name, apart, errors, bool(quiet[begin:end].all())))
    steps = [_steps(shown[:, n], head) for n, head in enumerate(heads)]
    return Figures(
        cycles=cycles,
        meetings=meetings,
        backward=sum(each[0] for each in steps),
        wide=sum(each[1] for each in steps),
        widest=max(each[2] for each in steps),
        black=int((shown == barcode.BLACK).sum()),
        unreadable=int((shown == barcode.UNREADABLE).sum()),
        samples=len(at_ns),
        quiet_share=float(quiet.mean()),
    )


def _noisy(samples: Samples, after_ns: int) -> NDArray[np.bool_]:
    from installation.bench.stalls import noisy

    return noisy(samples.at_ns, samples.stalls, after_ns)


def _arrivals(shown: NDArray[np.int32], frame: int) -> NDArray[np.intp]:
    """The samples in which a head comes to a picture."""
    return np.flatnonzero((shown[1:] == frame) & (shown[:-1] != frame)) + 1


def _worst(shown: NDArray[np.int32], story_ns: NDArray[np.int64], head: Head) -> int:
    """The most pictures that a head was off; a picture may come on up to a sample late or early."""
    worst = 0
    for frame, story in zip(shown.tolist(), story_ns.tolist(), strict=True):
        around = [head.frame_at(story + off) for off in (-12_000_000, 0, 12_000_000)]
        off = min(abs(frame - expected) for expected in around)
        worst = max(worst, off)
    return worst


def _steps(shown: NDArray[np.int32], head: Head) -> tuple[int, int, int]:
    """Steps back, steps that are too wide, and the widest step that was not the map's own."""
    own = _leaps(head)
    back = wide = widest = 0
    for before, after in pairwise(sights(shown)):
        step = after.frame - before.frame
        if after.frame < 30 and step < -head.frames // 2:
            continue  # the story begins anew
        back += step < 0
        if any(a - 2 <= before.frame and after.frame <= b + 2 for a, b in own):
            continue
        wide += step > NARROW
        widest = max(widest, step)
    return back, wide, widest


def _leaps(head: Head) -> list[tuple[int, int]]:
    """From and to which picture the map leaps."""
    grid = head.fps / SECOND
    return [
        (int(a * grid), int(b * grid) + 1) for (s, a), (t, b) in pairwise(head.points) if s == t
    ]


def bars(found: Figures) -> list[Bar]:
    """All that has to hold."""
    met = found.meetings
    expected = found.cycles * 6
    apart = max((m.apart for m in met), default=-1)
    near = max((max(m.errors) for m in met if m.quiet), default=-1)
    return [
        Bar("beats seen on all heads", f">= {expected}", str(len(met)), len(met) >= expected),
        Bar("own beat's picture in the same sample", "0 apart", str(apart), apart == 0),
        Bar("off within 0.5 s of a beat, pictures (quiet)", "<= 1", str(near), 0 <= near <= 1),
        Bar("steps back", "0", str(found.backward), found.backward == 0),
        Bar("widest step", f"<= {NARROW}", str(found.widest), found.widest <= NARROW),
        Bar("black samples", "0", str(found.black), found.black == 0),
    ]


def summary(found: Figures, names: Sequence[str]) -> str:
    """The beats as a table."""
    rows = [("beat", "seen", "samples apart, at most", "off by, at most, by head")]
    for name in names:
        met = [m for m in found.meetings if m.beat == name]
        if met:
            off = " ".join(str(max(m.errors[n] for m in met)) for n in range(len(met[0].errors)))
            rows.append((name, str(len(met)), str(max(m.apart for m in met)), off))
    told = f"{found.samples} samples, {100 * found.quiet_share:.1f} % quiet"
    return f"{table(rows)}\n\n{told}, {found.unreadable} unreadable"
