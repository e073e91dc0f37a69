"""`bench first`: how soon a wall that shows nothing shows the first of films that nobody has seen.

By default the films stand still in the folder when the show begins, as they do where somebody has
copied them and then starts it.
"""

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from installation.bench._report import Bar, table
from installation.errors import LinkError
from installation.model import VersionState
from installation.rig import (
    GlassReader,
    PreparedShow,
    Recipe,
    Show,
    VirtualHeads,
    Workshop,
    barcode,
    barcode_points,
    barcoded_film,
    film_cache,
)

SECONDS = 20.0
WITHIN_S = 4.0
POLICIES = ("first", "newest-1", "newest")
"""Which film each screen shows, as the triptych's layout has it: three films, three screens."""
_PATIENCE_S = 60.0
_LAYOUT = """\
title: Bench
voice: none
screens:
{screens}
"""


@dataclass(frozen=True)
class FirstStart:
    """Seconds from `kiss play` on.

    ``picture_s`` to the first picture of a film on any head, ``all_s`` to one on every head,
    ``own_s`` until each shows a film of its own, ``vetted_s`` until the last film is admitted.
    """

    picture_s: float
    all_s: float
    own_s: float
    vetted_s: float


def measure(
    heads: VirtualHeads, shop: Workshop, count: int, say: Callable[[str], None]
) -> list[FirstStart]:
    """Begin so many shows, each with an empty state folder."""
    films = [
        barcoded_film(Recipe(number + 1, SECONDS, sound=True), film_cache())
        for number in range(len(POLICIES))
    ]
    found = []
    for number in range(count):
        base = shop.folder / f"first-{number}"
        found.append(_begun(heads, prepared(base, films)))
        say(f"start {number + 1} of {count}: {found[-1].picture_s:.2f} s")
        shutil.rmtree(base)
    return found


def _begun(heads: VirtualHeads, stage: PreparedShow) -> FirstStart:
    rects = [(head.x, head.y, head.width, head.height) for head in heads.heads]
    vetted_ns = 0
    with (
        GlassReader(heads.display, barcode_points(rects)) as glass,
        Show(stage, heads.environment) as show,
    ):

        def vetted() -> bool:
            nonlocal vetted_ns
            if vetted_ns == 0 and _admitted(show) == len(rects):
                vetted_ns = time.monotonic_ns()
            return vetted_ns > 0

        show.wait("film admitted", vetted, _PATIENCE_S)
        show.wait("film on each head", lambda: _each_its_own(glass, show.started_ns), _PATIENCE_S)
        samples = glass.samples(show.started_ns)
        codes = samples.codes()
        started_ns = show.started_ns
    films, frames = barcode.films(codes), barcode.frames(codes, barcode.FILM_BITS)
    on = frames >= 0
    some, every = np.asarray(on.any(axis=1), np.bool_), np.asarray(on.all(axis=1), np.bool_)
    own = every & np.array([len({*row}) == len(row) for row in films.tolist()], np.bool_)

    def first_s(when: NDArray[np.bool_]) -> float:
        return float(samples.at_ns[int(when.argmax())] - started_ns) / 1e9

    return FirstStart(
        first_s(some),
        first_s(every),
        first_s(own),
        (vetted_ns - started_ns) / 1e9,
    )


def _each_its_own(glass: GlassReader, since_ns: int) -> bool:
    codes = glass.samples(since_ns).codes()
    return (
        len(codes) > 0
        and (codes[-1] >= 0).all()
        and len({*barcode.films(codes[-1])}) == len(codes[-1])
    )


def _admitted(show: Show) -> int:
    try:
        return sum(version.state is VersionState.READY for version in show.status().versions)
    except LinkError:
        return 0


def prepared(base: Path, films: Sequence[Path]) -> PreparedShow:
    """Copy films into a new versions folder, and write the layout of a show that has no state."""
    versions, layout, state = base / "versions", base / "bench.yaml", base / "state"
    for folder in (versions, state):
        folder.mkdir(parents=True)
    for number, film in enumerate(films, 1):
        shutil.copyfile(film, versions / f"new-{number}{film.suffix}")
    screens = "\n".join(
        f"  - {{name: screen{n}, display: {{position: {n}}}, show: {policy}}}"
        for n, policy in enumerate(POLICIES, 1)
    )
    layout.write_text(_LAYOUT.format(screens=screens))
    return PreparedShow(versions, layout, state)


def summary(found: Sequence[FirstStart]) -> str:
    """A line for each start."""
    rows = [("first picture, s", "on all heads", "a film on each", "all admitted")]
    rows += [
        (f"{one.picture_s:.2f}", f"{one.all_s:.2f}", f"{one.own_s:.2f}", f"{one.vetted_s:.2f}")
        for one in found
    ]
    return table(rows)


def bars(found: Sequence[FirstStart]) -> list[Bar]:
    """Each start soon."""
    worst_s = max(one.picture_s for one in found)
    return [
        Bar("first picture", f"<= {WITHIN_S:.0f} s", f"{worst_s:.2f} s", worst_s <= WITHIN_S),
    ]
