"""Three cuts of one story for `bench story`: films, manifests and the layout that locks them."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from installation.rig import PreparedShow, Recipe, barcoded_film

BEATS = ("arrival", "ball", "wrong door", "dark room", "kiss", "march")


@dataclass(frozen=True)
class BenchCut:
    """One cut: its film, and the pictures with which its beats begin."""

    recipe: Recipe
    beats: tuple[int, ...]

    @property
    def seconds(self) -> tuple[float, ...]:
        """Return when its beats begin."""
        return tuple(float(beat / self.recipe.fps) for beat in self.beats)


def _cut(film_id: int, seconds: float, fps: int, *at: float) -> BenchCut:
    beats = tuple(round(second * fps) for second in at)
    return BenchCut(Recipe(film_id, seconds, fps=Fraction(fps), sound=True, flashes=beats), beats)


TELLINGS = (
    _cut(1, 17, 24, 1.0, 4.0, 6.5, 9.0, 12.0, 15.0),
    _cut(2, 20, 25, 1.0, 4.52, 8.0, 10.52, 14.0, 17.0),
    _cut(3, 26, 30, 2.0, 6.0, 9.0, 13.0, 18.0, 22.0),
)
"""Stretches within the bounds and out of them both ways, so that cuts wait and leap."""


def prepare(folder: Path, cache: Path, voice: str = "all") -> PreparedShow:
    """A show of the three in a folder, each on the screen of its number, with a layout's voice."""
    versions, layout, state = folder / "versions", folder / "story.yaml", folder / "state"
    for made in (versions, state):
        made.mkdir(parents=True)
    lines = ["title: Bench", f"voice: {voice}", f"story: {{beats: [{', '.join(BEATS)}]}}"]
    lines += ["screens:"]
    for number, each in enumerate(TELLINGS, 1):
        lay(barcoded_film(each.recipe, cache), each.seconds, BEATS, versions / f"cut-{number}")
        lines += [f"  - name: screen{number}", f"    display: {{position: {number}}}"]
        lines += [f"    show: cut-{number}", f"    sound: {{device: screen{number}}}"]
    layout.write_text("\n".join(lines) + "\n")
    return PreparedShow(versions, layout, state)


def lay(film: Path, seconds: Sequence[float], beats: Sequence[str], version: Path) -> None:
    """Make a version's folder: a cut's film, and when its beats begin."""
    version.mkdir(parents=True)
    shutil.copy2(film, version / "film.mp4")
    said = (f"  {name}: {at:.3f}" for name, at in zip(beats, seconds, strict=True))
    lines = ["film: film.mp4", "beats:", *said]
    (version / "version.yaml").write_text("\n".join(lines) + "\n")
