"""Plays the cuts of `bench story`, and keeps what was on the glass and heard on every sink."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from installation.errors import KissError
from installation.link import decode_programme, programme_path
from installation.rig import (
    GlassReader,
    PreparedShow,
    Recording,
    Samples,
    Show,
    Sinks,
    VirtualHeads,
    Wave,
    barcode_points,
)
from installation.timeline import Plan, Programme, run_at
from installation.units import seconds


@dataclass(frozen=True)
class CutsPlayed:
    """All that was seen and heard, and the show's own word on when which cycle began.

    ``heard`` has each sink's recording by the sink's name, (n, 2), and the instant of its first
    sample.
    """

    samples: Samples
    plan: Plan
    begins_ns: int
    heard: dict[str, tuple[Wave, int]]


def play_cuts(
    stage: PreparedShow, heads: VirtualHeads, sinks: Sinks, cycles: int, keep: Path | None
) -> CutsPlayed:
    """Play so many cycles, look and listen; ``keep`` is a file (.npz) for what was seen.

    What was heard is kept beside it. Raises KissError when the show ends.
    """
    rects = [(head.x, head.y, head.width, head.height) for head in heads.heads]
    recordings: dict[str, Recording] = {}
    with (
        GlassReader(heads.display, barcode_points(rects)) as glass,
        Show(stage, heads.environment | sinks.environment) as show,
    ):
        show.wait("all films", show.knows_all)
        plan = _programme(stage).plans[-1]
        try:
            for name in sinks.names:
                recordings[name] = sinks.record(name, channels=2)
            since_ns = time.monotonic_ns()
            time.sleep(seconds(plan.cycle_ns) * (cycles + 0.3) + 1)
            samples = glass.samples(since_ns)
            run = run_at(_programme(stage), time.monotonic_ns())
        finally:
            heard = {name: recording.stop() for name, recording in recordings.items()}
    if keep:
        samples.keep(keep)
        for name, (wave, begins_ns) in heard.items():
            np.savez_compressed(keep.with_name(f"{name}.npz"), wave=wave, begins_ns=begins_ns)
    if run is None:
        raise KissError("the show does not play any more")
    return CutsPlayed(samples, plan, run.instant(0), heard)


def _programme(stage: PreparedShow) -> Programme:
    """Return what the show itself plays by."""
    return decode_programme(programme_path(stage.state).read_bytes())
