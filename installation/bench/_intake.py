"""`bench intake`: how fast an arriving film is vetted while the show plays; what of it shows."""

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from installation.bench._report import Bar, table
from installation.bench._sync import SETTLE_S, Rig, shows
from installation.errors import KissError, LinkError
from installation.rig import (
    Faults,
    GlassReader,
    PreparedShow,
    Recipe,
    Show,
    Together,
    analysis,
    barcode_points,
)
from installation.store import ContentStore, digest

FASTER = 4.0
"""How many times faster than real time the hash, the full decode, index and loudness have to be."""
COPIED = 1.5
"""And a house copy of a 1920 x 1080 film, made while the show plays."""
REHEARSAL_S = 30.0
_TALL = 720
"""The speed is asked of films of this height; of others it is only told."""
_PATIENCE_S = 300.0


@dataclass(frozen=True)
class Arrived:
    """One film's arrival.

    ``vetted_s``: hash, decode, index, loudness; ``copied_s``: its house copy, made and proved, 0
    for a film that needs none; ``whole_s``: from its arrival to its admission. The faults are
    those of all heads in that time, in quiet samples.
    """

    film: str
    height: int
    seconds: float
    verdict: str
    vetted_s: float
    copied_s: float
    ssim: float
    rehearsed_s: float
    whole_s: float
    speed: float | None
    loudness_lufs: float | None
    samples: int
    quiet_share: float
    together_quiet: Together
    together: Together
    faults_quiet: Faults
    faults: Faults

    @property
    def faster(self) -> float:
        """Return how many times faster than real time it was vetted."""
        return self.seconds / self.vetted_s if self.vetted_s else 0.0

    @property
    def copied(self) -> float:
        """Return how many times faster than real time its house copy was made; 0 without one."""
        return self.seconds / self.copied_s if self.copied_s else 0.0


def measure(
    rig: Rig,
    stage: PreparedShow,
    films: Sequence[tuple[Recipe, Path]],
    say: Callable[[str], None],
    keep: Path | None = None,
) -> list[Arrived]:
    """Lay one film after the other into the versions folder of a show that plays others."""
    say("a first start, so that the films' indexes are there")
    with Show(stage, rig.heads.environment) as show:
        show.wait("all films", show.knows_all)
    found = []
    with (
        GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass,
        Show(stage, rig.heads.environment) as show,
    ):
        show.wait("picture on all heads", lambda: shows(glass, rig, show.started_ns))
        time.sleep(SETTLE_S)
        for recipe, film in films:
            say(f"a film arrives: {film.name}")
            found.append(_arrive(rig, show, glass, recipe, film))
        if keep:
            glass.samples().keep(keep / "intake.npz")
    return found


def _arrive(rig: Rig, show: Show, glass: GlassReader, recipe: Recipe, film: Path) -> Arrived:
    stage = show.stage
    target = stage.versions / f"arrival-{recipe.film}{film.suffix}"
    from_ns = time.monotonic_ns()
    shutil.copyfile(film, target.with_suffix(".part"))
    target.with_suffix(".part").replace(target)
    said = ""

    def over() -> bool:
        nonlocal said
        said = _state(show, target)
        return said in ("ready", "broken")

    show.wait(f"verdict on {film.name}", over, _PATIENCE_S)
    until_ns = time.monotonic_ns()
    time.sleep(0.5)
    verdict = ContentStore(stage.state).verdicts.get(digest(target))
    if verdict is None:
        raise KissError(f"there is no verdict on {film.name}", show.output())
    whole = glass.samples(from_ns).stream(rig.recipe.frames, rig.recipe.frame_ns)
    stream = whole.between(from_ns, until_ns)
    took_s = verdict.took_s
    return Arrived(
        film=film.name,
        height=recipe.height,
        seconds=recipe.seconds,
        verdict=f"{said} {verdict.fault.reason if verdict.fault else ''}".strip(),
        vetted_s=took_s.get("hashing", 0.0) + took_s.get("decoding", 0.0),
        copied_s=took_s.get("copying", 0.0),
        ssim=verdict.house.ssim if verdict.house else 0.0,
        rehearsed_s=took_s.get("rehearsing", 0.0),
        whole_s=(until_ns - from_ns) / 1e9,
        speed=verdict.speed,
        loudness_lufs=verdict.loudness_lufs,
        samples=len(stream.at_ns),
        quiet_share=float(stream.quiet.mean()),
        together_quiet=analysis.together(stream, quiet=True),
        together=analysis.together(stream, quiet=False),
        faults_quiet=analysis.faults(stream, quiet=True),
        faults=analysis.faults(stream, quiet=False),
    )


def _state(show: Show, target: Path) -> str:
    try:
        states = {version.id: version.state for version in show.status().versions}
    except LinkError:
        return ""
    return states.get(target.stem) or states.get(target.name) or ""


def summary(found: Sequence[Arrived]) -> str:
    """A column for each film."""
    columns = [
        ("", *(each.film.split("-", 2)[-1] for each in found)),
        ("verdict", *(each.verdict for each in found)),
        ("film, s", *(f"{each.seconds:.0f}" for each in found)),
        ("hash, decode, index, loudness, s", *(f"{each.vetted_s:.1f}" for each in found)),
        ("  times faster than real time", *(f"{each.faster:.1f}" for each in found)),
        ("house copy, s", *(f"{each.copied_s:.1f}" for each in found)),
        ("  times faster than real time", *(f"{each.copied:.2f}" for each in found)),
        ("  mean SSIM", *(f"{each.ssim:.4f}" for each in found)),
        ("rehearsal, s", *(f"{each.rehearsed_s:.1f}" for each in found)),
        ("from arrival to admission, s", *(f"{each.whole_s:.1f}" for each in found)),
        ("a deck decodes it at, x real time", *(f"{each.speed or 0:.1f}" for each in found)),
        ("loudness, LUFS", *(f"{each.loudness_lufs}" for each in found)),
        ("same picture on all heads, %", *(f"{100 * e.together.share:.2f}" for e in found)),
        ("  in quiet samples, %", *(f"{100 * e.together_quiet.share:.2f}" for e in found)),
        ("skipped, held", *(f"{e.faults.skipped}, {e.faults.held}" for e in found)),
        ("  quiet", *(f"{e.faults_quiet.skipped}, {e.faults_quiet.held}" for e in found)),
        ("black samples", *(str(each.faults.black) for each in found)),
        ("samples", *(str(each.samples) for each in found)),
        ("  quiet, %", *(f"{100 * each.quiet_share:.1f}" for each in found)),
    ]
    return table(columns)


def bars(found: Sequence[Arrived]) -> list[Bar]:
    """Fast, and nothing of it to be seen."""
    bars = []
    for each in found:
        name = f"{each.height} lines"
        bars.append(Bar(f"{name}: admitted", "ready", each.verdict, each.verdict == "ready"))
        if each.height == _TALL:
            wanted, fast = f">= {FASTER:.0f} x real time", each.faster >= FASTER
            bars.append(Bar(f"{name}: hash to loudness", wanted, f"{each.faster:.1f} x", fast))
        if each.copied_s:
            wanted, fast = f">= {COPIED} x real time", each.copied >= COPIED
            bars.append(Bar(f"{name}: house copy", wanted, f"{each.copied:.2f} x", fast))
        within = each.rehearsed_s <= REHEARSAL_S
        took = f"{each.rehearsed_s:.1f} s"
        bars.append(Bar(f"{name}: rehearsal", f"<= {REHEARSAL_S:.0f} s", took, within))
        share = each.together_quiet.share
        bars.append(
            Bar(f"{name}: same picture, quiet", "100 %", f"{100 * share:.2f} %", share == 1)
        )
        lost = each.faults_quiet.skipped + each.faults_quiet.held
        bars.append(Bar(f"{name}: skipped or held, quiet", "0", str(lost), lost == 0))
        black = each.faults.black + each.faults.unreadable
        bars.append(Bar(f"{name}: black or unreadable", "0", str(black), black == 0))
    return bars
