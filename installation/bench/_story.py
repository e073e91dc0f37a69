"""`bench story`: three cuts of different lengths meet at every beat, on the glass."""

from pathlib import Path

from installation.bench._cutsplayed import play_cuts
from installation.bench._storyfilms import TELLINGS, prepare
from installation.bench._storyjudge import StoryFigures, judged
from installation.bench._storysound import ScreenSound
from installation.rig import Sinks, VirtualHeads, film_cache, tone


def measure(
    heads: VirtualHeads, folder: Path, cycles: int, sinks: Sinks, keep: Path | None = None
) -> StoryFigures:
    """Play so many cycles, look and listen. ``keep`` is a folder for what was seen and heard."""
    stage = prepare(folder, film_cache())
    played = play_cuts(stage, heads, sinks, cycles, keep / "story.npz" if keep else None)
    ears = [
        ScreenSound(
            wave[:, 0], wave[:, 1], begins_ns, tone.tone_hz(each.recipe.film, each.recipe.seconds)
        )
        for (wave, begins_ns), each in zip(played.heard.values(), TELLINGS, strict=True)
    ]
    return judged(played.samples, played.plan, played.begins_ns, cycles, ears)
