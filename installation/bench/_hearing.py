"""`bench hearing`: a description, a hearing loop, a voice that is handed over, beside the glass.

The cuts of `bench story` on virtual displays, with null sinks for loudspeakers, phones and loop.
"""

import wave
from collections.abc import Callable
from pathlib import Path

from installation.bench._cutsplayed import play_cuts
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
from installation.rig import RATE, PreparedShow, Recipe, Sinks, VirtualHeads, film_cache, tone

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
    with Sinks(SINKS) as sinks:
        say(f"{cycles} cycles")
        played = play_cuts(stage, heads, sinks, cycles, keep / "hearing.npz" if keep else None)
    return judged(played.samples, played.plan, played.begins_ns, cycles, played.heard)


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
