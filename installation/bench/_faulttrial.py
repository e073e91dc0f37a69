"""Makes one fault, watches what comes of it, and judges that by the glass."""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from installation.bench import _orders as orders
from installation.bench._faultcase import FaultCase
from installation.bench._faultworld import FaultWorld
from installation.errors import KissError
from installation.rig import SampleStream, analysis
from installation.units import SECOND, ns

BEFORE_NS = SECOND // 5
STEADY_S = 0.7
PATIENCE_S = 20.0
"""How much longer than it may take a recovery is waited for, to know what it took."""
MENDED_S = 60.0
"""How long a show may take to be as it was once the fault is undone: a film may be vetted again."""
LOOK_S = 0.1
AFTER_S = 1.2
"""How long it is watched once all is well: a recovery counts when it lasts for half a second."""
SETTLE_S = 0.6
"""From an answer to the first look at the glass after it: samples come a quarter of a second late,
and a head may stand for a moment before its player is found to be away."""


@dataclass(frozen=True)
class FaultTrial:
    """One fault and what was seen of it. Times in seconds; None: it never came.

    ``seen_s``: the show answered as it should. ``back_s``: all heads in step again. ``others``:
    what the heads that have no part in it lacked, in quiet samples. ``black``: black or unreadable
    samples on heads that should not be dark. ``well_s``: from the undoing until the show was as
    before. ``complaint`` is what the show says if one of them never came. ``measured`` is what else
    there is to say. ``trouble`` is what kept it from being made.
    """

    name: str
    within_s: float
    seen_s: float | None = None
    back_s: float | None = None
    others: int = 0
    black: int = 0
    well_s: float | None = None
    trouble: str = ""
    complaint: str = ""
    measured: str = ""

    @property
    def recovered_s(self) -> float | None:
        """Return when all was well, for the glass and for whoever gives orders."""
        if self.seen_s is None or self.back_s is None:
            return None
        return max(self.seen_s, self.back_s)

    @property
    def faults(self) -> list[str]:
        """Return the things that were wrong, in words."""
        found = [self.trouble] if self.trouble else []
        if self.trouble:
            return found
        if self.seen_s is None:
            found.append(f"the show did not answer as it should ({self.complaint})")
        if self.back_s is None:
            found.append("the heads did not come back into step")
        if self.recovered_s is not None and self.recovered_s > self.within_s:
            found.append(f"too late ({self.within_s:g} s)")
        if self.others:
            found.append(f"{self.others} pictures wrong on other heads")
        if self.black:
            found.append(f"{self.black} samples black or torn")
        if self.well_s is None:
            found.append(f"not as before afterwards ({self.complaint})")
        return found


def made(case: FaultCase, world: FaultWorld) -> FaultTrial:
    """Make a fault, watch it, undo it, and wait until the show is as it was."""
    world.begin()
    began_ns = world.made_ns
    try:
        case.make(world)
    except (KissError, OSError, subprocess.SubprocessError) as fault:
        world.undo()
        return FaultTrial(case.name, case.within_s, trouble=f"it could not be made: {fault}")
    patience_s = case.within_s + PATIENCE_S
    seen_ns = _until(lambda: _seen(case, world), world.made_ns, patience_s)
    left_s = case.lasts_s - (time.monotonic_ns() - world.made_ns) / SECOND
    time.sleep(max(SETTLE_S, left_s))
    if case.off and not case.by_hand:
        _until(lambda: in_step(world), world.made_ns, patience_s)
    complaint = world.saw or world.complaint() if seen_ns is None else ""
    undone_ns = time.monotonic_ns()
    world.undo()
    well_ns = _until(lambda: not world.complaint() and in_step(world), undone_ns, MENDED_S)
    if well_ns is None:
        complaint = world.complaint() or "the heads are not in step"
    time.sleep(AFTER_S)
    stream = world.stream(began_ns - BEFORE_NS)
    since_ns = undone_ns if case.by_hand else world.made_ns
    seen_s = None if seen_ns is None else (seen_ns - world.made_ns) / SECOND
    if case.by_hand and seen_s is not None:
        seen_s = 0.0  # it was said meanwhile; the recovery counts from the undoing
    well_s = None if well_ns is None else (well_ns - undone_ns) / SECOND
    trial = judged(case, stream, since_ns, seen_s, well_s)
    return replace(trial, complaint=complaint, measured=world.measured)


def judged(
    case: FaultCase,
    stream: SampleStream,
    since_ns: int,
    seen_s: float | None,
    well_s: float | None,
) -> FaultTrial:
    """Judge the glass from just before a fault until all was well; ``since_ns``: it began. Pure."""
    heads = range(stream.frames.shape[1])
    others = [head for head in heads if head not in case.off]
    lit = [head for head in heads if head not in case.dark]
    back = orders.back_in_step(stream, since_ns) if case.off else orders.Back(0.0, False)
    missed = analysis.faults(stream, quiet=True, heads=others)
    seen = analysis.faults(stream, quiet=False, heads=lit)
    return FaultTrial(
        case.name,
        case.within_s,
        seen_s,
        back.latency_ms / 1000 if back else None,
        missed.skipped + missed.held + missed.backward,
        seen.black + seen.unreadable,
        well_s,
    )


def _seen(case: FaultCase, world: FaultWorld) -> bool:
    """Tell whether the show has answered as it should; one that refuses or is silent has not."""
    try:
        return case.seen(world)
    except KissError as fault:
        world.saw = str(fault)
        return False


def _until(reached: Callable[[], bool], since_ns: int, patience_s: float) -> int | None:
    """Return the instant at which something held first; None when it did not in time."""
    deadline_ns = since_ns + ns(patience_s)
    while True:
        if reached():
            return time.monotonic_ns()
        if time.monotonic_ns() > deadline_ns:
            return None
        time.sleep(LOOK_S)


def in_step(world: FaultWorld) -> bool:
    """Tell whether all heads have moved on together for the last moment."""
    now_ns = time.monotonic_ns()
    return steady(world.stream(now_ns - ns(STEADY_S + 0.3)))


def steady(stream: SampleStream) -> bool:
    """Tell whether all heads move on together in all samples. Pure."""
    frames = stream.frames
    if len(frames) < 10 or (frames < 0).any():
        return False
    return bool((frames == frames[:, :1]).all()) and len(set(frames[:, 0].tolist())) > 5


def right(trials: Sequence[FaultTrial]) -> int:
    """Count those in which nothing was wrong."""
    return sum(not trial.faults for trial in trials)
