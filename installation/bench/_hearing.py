"""`bench hearing`: a description, a hearing loop, a voice that is handed over, beside the glass.

The cuts of `bench story` on virtual displays, with null sinks for loudspeakers, phones and loop.
"""

import time
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np

from installation.bench._hearingjudge import (
    DESCRIBED,
    LOOP,
    PARTS,
    PHONES,
    SCREENS,
    TOLD,
    HearingFigures,
    judged,
)
from installation.bench._storyfilms import TELLINGS, prepare
from installation.errors import KissError
from installation.link import decode_programme, programme_path
from installation.rig import (
    RATE,
    GlassReader,
    PreparedShow,
    Recipe,
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

SINKS = (*SCREENS, PHONES, LOOP)


def measure(
    heads: VirtualHeads,
    folder: Path,
    cycles: int,
    say: Callable[[str], None],
    keep: Path | None = None,
) -> HearingFigures:
    """Play so many cycles, look and listen. ``keep`` is a folder for what was seen and heard."""
    stage = _prepared(folder)
    rects = [(head.x, head.y, head.width, head.height) for head in heads.heads]
    recordings: dict[str, Recording] = {}
    with (
        Sinks(SINKS) as sinks,
        GlassReader(heads.display, barcode_points(rects)) as glass,
        Show(stage, heads.environment | sinks.environment) as show,
    ):
        show.wait("first picture", lambda: show.cycle() is not None)
        plan = _programme(stage).plans[-1]
        try:
            recordings |= {name: sinks.record(name, channels=2) for name in SINKS}
            since_ns = time.monotonic_ns()
            say(f"{cycles} cycles")
            time.sleep(seconds(plan.cycle_ns) * (cycles + 0.3) + 1)
            samples = glass.samples(since_ns)
            run = run_at(_programme(stage), time.monotonic_ns())
        finally:
            heard = {name: recording.stop() for name, recording in recordings.items()}
    if keep:
        samples.keep(keep / "hearing.npz")
        for name, (sound, begins_ns) in heard.items():
            np.savez_compressed(keep / f"{name}.npz", wave=sound, begins_ns=begins_ns)
    if run is None:
        raise KissError("the show does not play any more")
    return judged(samples, plan, run.instant(0), cycles, heard)


def _programme(stage: PreparedShow) -> Programme:
    """Return what the show itself plays by."""
    return decode_programme(programme_path(stage.state).read_bytes())


def _prepared(folder: Path) -> PreparedShow:
    """The three cuts; one has a description, whose beeps are with its flashes, too."""
    voice = ", ".join(f"{beat}: {name}" for beat, name in PARTS.items())
    stage = prepare(folder, film_cache(), f"{{{voice}}}")
    version = stage.versions / f"cut-{DESCRIBED + 1}"
    _describe(version / "told.wav", TELLINGS[DESCRIBED].recipe)
    with (version / "version.yaml").open("a") as manifest:
        manifest.write("sounds: {description: told.wav}\n")
    described = f"play: description, screen: {SCREENS[DESCRIBED]}"
    with stage.layout.open("a") as layout:
        layout.write(f"hearing:\n  - {{name: {PHONES}, device: {PHONES}, {described}}}\n")
        layout.write(f"  - {{name: {LOOP}, device: {LOOP}}}\n")
    return stage


def _describe(path: Path, recipe: Recipe) -> None:
    """Write a tone of its own, with a beep at each flash of a film."""
    at_s = [float(picture / recipe.fps) for picture in recipe.flashes]
    both = tone.apart(TOLD, recipe.seconds, at_s)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((both.T * 32767).astype("<i2").tobytes())
