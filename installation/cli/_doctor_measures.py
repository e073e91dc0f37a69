"""Measures the parts of a wall for the doctor, each in a process that may be cut off.

Films are those that the show knows already, and are decoded as its players would; without one a
sample is made. What is drawn lies on the displays for some seconds.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from installation.cli import _folders as folders
from installation.errors import KissError
from installation.kiosk import (
    Check,
    CheckResult,
    DecodingCost,
    DrawingCost,
    FilmKind,
    WallFit,
    WallParts,
    WallToDraw,
    connected_outputs,
    fit_in_words,
    judge_with_copies,
)
from installation.library import survey
from installation.model import FilmIndex, Layout, Optics, Output, load_calibration
from installation.rig import Recipe, barcoded_film, film_cache
from installation.show import Displays
from installation.store import ContentStore

HEIGHTS = (2160, 1440, 1080, 720, 540)
"""Of the house copies that are looked for where films do not fit."""
USUAL = (FilmKind((1920, 1080), 24), FilmKind((3840, 2160), 24))
"""What people ask for; judged whatever films there are."""
DRAWN = ((1280, 720), (1920, 1080), (3840, 2160))
KINDS = 3
"""The most kinds of films whose decoding is measured, the greatest ones first."""
DECODE_S, DECODE_LIMIT_S = 1.5, 4.5
"""How long a kind is played, and when its players are cut off: 9 s and what the sample takes."""
DRAW_S, DRAW_LIMIT_S = 0.8, 8.0
LAST_WORD_S = 0.2
"""What is left to each process to be read when the time is over: it may have ended long ago."""
SAMPLE = Recipe(1, seconds=4.0, fps=Fraction(24))


@dataclass
class Measured:
    """The verdicts, and what was cut off or could not be measured."""

    fits: list[WallFit] = field(default_factory=list)
    here: set[FilmKind] = field(default_factory=set)
    """The kinds of films that this show has."""
    renderer: str = ""
    seconds: float = 0.0
    gaps: list[str] = field(default_factory=list)

    def checks(self) -> Iterator[Check]:
        """Return a finding for each kind of films, and one on the measuring itself."""
        for fit in self.fits:
            odd = fit.kind in self.here and not fit.fits
            remedy = "docs/technician.md, What fits" if odd else ""
            verdict = CheckResult.WARN if odd else CheckResult.OK
            yield Check("What fits", verdict, fit_in_words(fit), remedy)
        if self.fits:
            with_what = f", drawn by {self.renderer}" if self.renderer else ""
            found = f"measured in {self.seconds:.0f} s{with_what}"
            yield Check("Measured", CheckResult.OK, found)
        for gap in self.gaps:
            yield Check("Measured", CheckResult.WARN, gap, "docs/technician.md, What fits")


@dataclass(frozen=True)
class _KnownFilm:
    film: Path
    index: Path
    kind: FilmKind


def measure(layout: Layout, state: Path) -> Measured:
    """Measure decoding, then drawing, and judge; within 20 s on a machine that manages at all."""
    began_s, found = time.monotonic(), Measured()
    screens = len(layout.screens)
    with TemporaryDirectory(prefix="kiss-doctor-") as folder:
        known = _known_films(state)
        found.here = {film.kind for film in known}
        films = _one_of_each_size(known) or [_sample(Path(folder))]
        decoding = tuple(_decoding(films, screens, layout.decode, found.gaps))
    kinds = sorted({*found.here, *USUAL}, key=lambda kind: (kind.pixels * kind.fps, kind.size))
    sizes = sorted({*(kind.size for kind in kinds), *DRAWN}, key=lambda size: size[0] * size[1])
    drawing = tuple(_drawing(layout, state, sizes, found))
    if decoding:
        parts = WallParts(len(os.sched_getaffinity(0)), decoding, drawing)
        found.fits = [judge_with_copies(parts, screens, kind, HEIGHTS) for kind in kinds]
    found.seconds = time.monotonic() - began_s
    return found


def _known_films(state: Path) -> list[_KnownFilm]:
    """Return the films that the show of a state folder has found good, as its players open them."""
    if not state.is_dir():
        return []
    store = ContentStore(state)
    return [
        _KnownFilm(
            ready.version.film,
            store.indexes.path(ready.plays),
            FilmKind((ready.facts.width, ready.facts.height), float(ready.facts.rate)),
        )
        for ready in store.films.offered((), (), away=True)
    ]


def _one_of_each_size(known: Sequence[_KnownFilm]) -> list[_KnownFilm]:
    """Return a film of each size, the one with most bytes, of the largest sizes."""
    found: dict[tuple[int, int], _KnownFilm] = {}
    for film in sorted(known, key=lambda film: film.film.stat().st_size):
        found[film.kind.size] = film
    return sorted(found.values(), key=lambda film: -film.kind.pixels)[:KINDS]


def _sample(folder: Path) -> _KnownFilm:
    film, index = barcoded_film(SAMPLE, film_cache()), folder / "sample.npz"
    index.write_bytes(FilmIndex.to_bytes(survey(film, any_kind=False).as_it_is()))
    return _KnownFilm(film, index, FilmKind((SAMPLE.width, SAMPLE.height), float(SAMPLE.fps)))


def _decoding(
    films: Sequence[_KnownFilm], screens: int, decode: str, gaps: list[str]
) -> Iterator[DecodingCost]:
    """Play each film as often at once as there are screens, and return what a picture costs."""
    for one in films:
        words = [sys.executable, "-m", "installation.apps.decoding_probe", str(one.film)]
        words += [str(one.index), "--seconds", str(DECODE_S), "--decode", decode]
        said = _cut_off([words] * screens, "", DECODE_LIMIT_S)
        costs = [msgspec.json.decode(out, type=DecodingCost) for out, _ in said if out]
        if costs:
            mean_s = sum(cost.cpu_s for cost in costs) / len(costs)
            yield DecodingCost(one.kind.size, mean_s, costs[0].one_thread)
        if len(costs) < screens:
            why = next((why for _, why in said if why), "")
            gaps.append(f"{one.film.name} was not decoded on each screen: {why}")


def _drawing(
    layout: Layout, state: Path, sizes: Sequence[tuple[int, int]], found: Measured
) -> Iterator[DrawingCost]:
    """Draw films of each size on the layout's screens, and return what a swap costs."""
    try:
        displays = Displays(layout, _calibrations(layout), state, _outputs)
    except KissError as fault:
        found.gaps.append(f"drawing was not measured, only decoding: {fault.message}")
        return
    arranged = displays.arrangement("", None)
    if arranged is None:
        found.gaps.append("drawing was not measured, only decoding: no screen has a display")
        return
    wall = WallToDraw(
        *(arranged.window, arranged.title, arranged.places, tuple(sizes)),
        *(layout.stage, str(state), DRAW_S),
    )
    words = [sys.executable, "-m", "installation.apps.drawing_probe"]
    ((out, why),) = _cut_off([words], msgspec.json.encode(wall).decode(), DRAW_LIMIT_S)
    name, *lines = out.splitlines() or ["null"]
    found.renderer = msgspec.json.decode(name, type=str | None) or ""
    yield from (msgspec.json.decode(line, type=DrawingCost) for line in lines)
    if len(lines) < len(sizes):
        left = ", ".join(f"{width}x{height}" for width, height in sizes[len(lines) :])
        found.gaps.append(f"drawing films of {left} was not measured: {why}")


def _outputs() -> Sequence[Output]:
    return connected_outputs(os.environ.get("DISPLAY", ""))


def _calibrations(layout: Layout) -> dict[str, Optics]:
    folder = folders.data("calibration")
    named = ((screen.name, screen.calibration) for screen in layout.screens)
    return {name: load_calibration(folder / file) for name, file in named if file}


def _cut_off(commands: Sequence[Sequence[str]], told: str, limit_s: float) -> list[tuple[str, str]]:
    """Run commands at once; returns what each printed, and why it printed no more."""
    pipe, ends_s = subprocess.PIPE, time.monotonic() + limit_s
    begun = [
        subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        for words in commands
    ]
    found = []
    for process in begun:
        why = f"cut off after {limit_s:g} s"
        try:
            out, err = process.communicate(told, max(LAST_WORD_S, ends_s - time.monotonic()))
            last = err.strip().splitlines()[-1:]
            why = (
                last[0] if process.returncode == 1 and last else f"it ended ({process.returncode})"
            )
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
        found.append((out, why))
    return found
