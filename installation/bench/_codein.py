"""`bench timecode`, the half in which the show is led: the glass beside a master's code."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from installation.bench import _codemaster as codemaster
from installation.bench._codemaster import BenchMaster
from installation.bench._sync import Rig, wait_for_films
from installation.rig import (
    Faults,
    GlassReader,
    JackServer,
    PreparedShow,
    SampleStream,
    Show,
    analysis,
    barcode_points,
)
from installation.timeline import Rate
from installation.units import MILLISECOND, SECOND, ns

BLOCK = f'timecode: {{in: {{port: "bench:{codemaster.PORT}"}}}}\n'
"""The layout's lines for a show that is led."""
LOCKED_NS = SECOND
"""From the first whole label of a master's code to where the show has to be with him."""
STEADY_NS = round(1.5 * SECOND)
"""From there on nothing may be seen of the chase."""
_SETTLE_S = 2.0


@dataclass(frozen=True)
class Led:
    """The show behind its master. Pictures off at most, over all samples but just after jumps.

    ``late`` jumps had not been followed in time.
    """

    jumps: int
    late: int
    samples: int
    off: int
    off_ms: float
    faults: Faults
    black: int
    moves: int


def measure(
    rig: Rig,
    jack: JackServer,
    stage: PreparedShow,
    rate: Rate,
    steady_s: float,
    say: Callable[[str], None],
    keep: Path | None = None,
) -> Led:
    """Be its master: starts, jumps and stops, then a long steady stretch on a clock that is off."""
    length_ns = ns(rig.recipe.seconds)
    master = BenchMaster(rate, length_ns, 100.0)
    try:
        with (
            GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass,
            Show(stage, rig.heads.environment | jack.environment) as show,
        ):
            wait_for_films(show, glass, rig)
            show.wait("remote", lambda: _listens(show))
            time.sleep(_SETTLE_S)
            began_ns = time.monotonic_ns()
            for share in (0.0, 0.55, 0.2, 0.83, 0.4, 0.0, 0.7, 0.1, 0.35, 0.95):
                say(f"master runs from {share * rig.recipe.seconds:.1f} s")
                master.run(ns(share * rig.recipe.seconds) + 13 * MILLISECOND)
                time.sleep(4.0)
                if share in (0.2, 0.0):
                    master.stop()
                    time.sleep(2.0)
            say(f"a steady stretch of {steady_s:.0f} s, 100 ppm off")
            revision = show.status().revision
            master.run(0)
            time.sleep(steady_s)
            moves = show.status().revision - revision
            ends_ns = time.monotonic_ns()
            master.stop()
            time.sleep(0.3)
            samples = glass.samples(began_ns)
    finally:
        master.close()
    if keep:
        samples.keep(keep)
    stream = samples.stream(rig.recipe.frames, rig.recipe.frame_ns)
    return judge(stream, master, ends_ns, moves)


def _listens(show: Show) -> bool:
    remote = show.status().remote
    return remote is not None and bool(remote.ports)


def judge(stream: SampleStream, master: BenchMaster, ends_ns: int, moves: int) -> Led:
    """Compare every quiet sample from a second of lock on with the master."""
    late = total = worst = 0
    worst_ms = 0.0
    faults, black = Faults(), 0
    takes = master.programme.takes
    for serial, locked_ns in master.locks:
        after = [master.clock.ours(take.at_ns) for take in takes[serial:]]
        until_ns = min([ends_ns, *after])
        part = stream.between(locked_ns + LOCKED_NS, until_ns)
        seen = [_off(part, row, master) for row in range(len(part.at_ns)) if part.quiet[row]]
        runs = [one for one in seen if one is not None]
        total += len(runs)
        worst = max([worst, *(off for off, _ in runs)])
        worst_ms = max([worst_ms, *(ms for _, ms in runs)])
        late += any(off > 1 for off, _ in runs[:20])
        held_ns = master.clock.ours(takes[serial - 1].hold_ns or 1 << 60)
        steady = stream.between(locked_ns + STEADY_NS, min(until_ns, held_ns))
        if len(steady.at_ns) > 2:
            faults += analysis.faults(steady, quiet=True)
    whole = analysis.faults(stream.between(int(stream.at_ns[0]), ends_ns), quiet=False)
    black = whole.black + whole.unreadable
    return Led(len(master.locks), late, total, worst, worst_ms, faults, black, moves)


def _off(part: SampleStream, row: int, master: BenchMaster) -> tuple[int, float] | None:
    """Return how far the worst head is from the master in a sample, in pictures and ms.

    None when the master does not run.
    """
    there = master.story(int(part.at_ns[row]))
    if there is None or not there[1]:
        return None
    frames = part.frames[row].astype(np.int64)
    if (frames < 0).any():
        return part.length, 1e9
    half = part.length // 2
    wanted = int(there[0] / part.frame_ns)
    off = int(np.abs((frames - wanted + half) % part.length - half).max())
    # how long ago the picture that is on should have gone, or how early it is
    length_ns = part.length * part.frame_ns
    ahead_ns = (frames * part.frame_ns - there[0] + length_ns / 2) % length_ns - length_ns / 2
    late_ns = np.maximum(-ahead_ns - part.frame_ns, 0)
    return off, float(np.maximum(late_ns, np.maximum(ahead_ns, 0)).max() / 1e6)
