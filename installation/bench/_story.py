"""`bench story`: three cuts of different lengths meet at every beat, on the glass."""

import time
from pathlib import Path

import numpy as np

from installation.bench._storyfilms import TELLINGS, prepare
from installation.bench._storyjudge import StoryFigures, judged
from installation.bench._storysound import ScreenSound
from installation.errors import KissError
from installation.link import decode_programme, programme_path
from installation.rig import (
    GlassReader,
    PreparedShow,
    Recording,
    Show,
    Sinks,
    VirtualHeads,
    barcode_points,
    film_cache,
    tone,
)
from installation.timeline import Programme, run_at
from installation.units import seconds


def measure(
    heads: VirtualHeads, folder: Path, cycles: int, sinks: Sinks, keep: Path | None = None
) -> StoryFigures:
    """Play so many cycles, look and listen. ``keep`` is a folder for what was seen and heard."""
    stage = prepare(folder, film_cache())
    rects = [(head.x, head.y, head.width, head.height) for head in heads.heads]
    recordings: list[Recording] = []
    with GlassReader(heads.display, barcode_points(rects)) as glass:
        with Show(stage, heads.environment | sinks.environment) as show:
            show.wait("first picture", lambda: show.cycle() is not None)
            plan = _programme(stage).plans[-1]
            try:
                recordings += [sinks.record(name, channels=2) for name in sinks.names]
                since_ns = time.monotonic_ns()
                time.sleep(seconds(plan.cycle_ns) * (cycles + 0.3) + 1)
                samples = glass.samples(since_ns)
                run = run_at(_programme(stage), time.monotonic_ns())
            finally:
                heard = [recording.stop() for recording in recordings]
        if keep:
            samples.keep(keep / "story.npz")
            for name, (wave, begins_ns) in zip(sinks.names, heard, strict=True):
                np.savez_compressed(keep / f"{name}.npz", wave=wave, begins_ns=begins_ns)
    ears = [
        ScreenSound(
            wave[:, 0], wave[:, 1], begins_ns, tone.tone_hz(each.recipe.film, each.recipe.seconds)
        )
        for (wave, begins_ns), each in zip(heard, TELLINGS, strict=True)
    ]
    if run is None:
        raise KissError("the show does not play any more")
    return judged(samples, plan, run.instant(0), cycles, ears)


def _programme(stage: PreparedShow) -> Programme:
    """Return what the show itself plays by."""
    return decode_programme(programme_path(stage.state).read_bytes())
