"""`bench odd`: what of odd films is on the glass and heard: pictures, colours, beeps.

Each is played from its house copy, in a real show; what is seen is read from barcodes and patches
of colour, what is heard recorded on null sinks.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from installation.bench import _oddpatches as patches
from installation.bench._oddfilms import SECONDS, OddFilm, write
from installation.bench._oddsound import heard
from installation.bench._report import Bar, table
from installation.errors import LinkError
from installation.library import film_digest
from installation.model import ON_THE_WAY
from installation.rig import (
    RATE,
    GlassReader,
    PreparedShow,
    Recording,
    Show,
    Sinks,
    VirtualHeads,
    Workshop,
    analysis,
    barcode,
    barcode_points,
    noisy,
    tone,
)
from installation.store import ContentStore
from installation.units import SECOND

CYCLES = 3
OFF_COLOUR, OFF_SOUND_MS = 3, 40.0
_PATIENCE_S = 120.0
_SHORTEST_NS = SECOND // 60
_LAYOUT = """\
title: Bench
voice: all
versions: {{settle_s: 0.2, patience_s: 1, house_copy: always}}
screens:
{screens}
"""


@dataclass(frozen=True)
class OddSeen:
    """A kind of film on the glass: its pictures, and what of them was seen in quiet samples.

    ``never`` counts pictures that were not seen at all, ``missing`` those that were passed over,
    ``twice`` steps back, ``strange`` pictures that are not to be seen; ``why`` says what kept it
    from the wall. ``colour`` is how far a flat patch is from FFmpeg's own conversion, in 255ths,
    ``beeps_ms`` how long after their pictures beeps were heard, ``unheard`` how many were not.
    """

    kind: str
    pictures: int
    steps: int = 0
    never: int = 0
    missing: int = 0
    twice: int = 0
    strange: int = 0
    black: int = 0
    ssim: float = 0.0
    off_ms: float = 0.0
    colour: int = 0
    beeps_ms: tuple[float, ...] = ()
    unheard: int = 0
    why: str = ""

    @property
    def verdict(self) -> str:
        """Return in words whether it was whole, or why not."""
        wrong = {
            "NOT WHOLE": not self.whole,
            "OTHER COLOURS": self.colour > OFF_COLOUR,
            "SOUND OFF": self.off_sound_ms > OFF_SOUND_MS,
            "NOT HEARD": self.unheard > 0,
        }
        return self.why or ", ".join(what for what, holds in wrong.items() if holds) or "whole"

    @property
    def off_sound_ms(self) -> float:
        """Return how far a beep was from its picture, at the most."""
        return max((abs(off) for off in self.beeps_ms), default=0.0)

    @property
    def whole(self) -> bool:
        """Tell whether every picture was there, in its order, and nothing else."""
        return not (
            self.why or self.never or self.missing or self.twice or self.strange or self.black
        )


def judged(
    kind: OddFilm, at_ns: NDArray[np.int64], frames: NDArray[np.int32], quiet: NDArray[np.bool_]
) -> OddSeen:
    """Judge what one head has shown: (n,) instants, picture numbers, and whether nothing stalled.

    A picture that a gap between two samples can hide does not count as missing.
    """
    shown = kind.shown
    place = {number: k for k, number in enumerate(shown)}
    steps = missing = twice = strange = 0
    for before, after in pairwise(analysis.sights(frames)):
        if not quiet[before.last : after.first + 1].all():
            continue
        steps += 1
        if after.frame not in place or before.frame not in place:
            strange += 1
            continue
        step = (place[after.frame] - place[before.frame]) % len(shown)
        if step > max(1, len(shown) // 2):
            twice += 1
        else:
            hidden = int((at_ns[after.first] - at_ns[before.last]) // _SHORTEST_NS)
            missing += max(0, step - 1 - hidden)
    never = len(set(shown) - set(frames.tolist()))
    black = int((frames[quiet] == barcode.BLACK).sum())
    return OddSeen(kind.name, len(shown), steps, never, missing, twice, strange, black)


def measure(
    heads: VirtualHeads, shop: Workshop, kinds: Sequence[OddFilm], say: Callable[[str], None]
) -> list[OddSeen]:
    """Show the films, one on each head, in one show after the other."""
    found: list[OddSeen] = []
    count = len(heads.heads)
    for first in range(0, len(kinds), count):
        group = kinds[first : first + count]
        say(f"{first + 1} of {len(kinds)}: {', '.join(kind.name for kind in group)}")
        seen = _shown(heads, shop.folder / f"odd-{first}", group)
        for each in seen:
            say(f"{each.kind}: {each.verdict}")
        found += seen
    return found


def _shown(heads: VirtualHeads, base: Path, group: Sequence[OddFilm]) -> list[OddSeen]:
    stage = _prepared(base, group)
    rects = [(head.x, head.y, head.width, head.height) for head in heads.heads]
    names = [f"screen{number}" for number in range(1, len(group) + 1)]
    with (
        Sinks(names) as sinks,
        GlassReader(heads.display, barcode_points(rects)) as glass,
        Show(stage, heads.environment | sinks.environment) as show,
    ):
        show.wait("verdict on each film", lambda: _settled(show, len(group)), _PATIENCE_S)
        faults = {version.id: version.state for version in show.status().versions}
        time.sleep(2 * SECONDS)  # the last of them joins at a boundary
        recordings = [sinks.record(name) for name in names]
        try:
            from_ns = time.monotonic_ns()
            time.sleep(CYCLES * SECONDS + 0.5)
            samples = glass.samples(from_ns)
            colours = patches.seen(heads.display, rects)
        finally:
            beeps_ns = [_beeps_ns(recording) for recording in recordings]
    frames = barcode.frames(samples.codes(), barcode.FILM_BITS)
    quiet = ~noisy(samples.at_ns, samples.stalls, _SHORTEST_NS)
    found = []
    for head, kind in enumerate(group):
        version = f"odd-{head + 1}"
        state = faults.get(version, "is not there")
        if state != "ready":
            found.append(OddSeen(kind.name, len(kind.shown), why=str(state)))
            continue
        seen = _with_proof(judged(kind, samples.at_ns, frames[:, head], quiet), stage, version)
        ear = heard(kind.beeps, samples.at_ns, frames[:, head], quiet, beeps_ns[head])
        (film,) = stage.versions.glob(f"{version}*")
        off = int(np.abs(colours[head] - patches.converted(kind, film)).max())
        found.append(replace(seen, colour=off, beeps_ms=ear.off_ms, unheard=ear.unheard))
    shutil.rmtree(base)
    return found


def _beeps_ns(recording: Recording) -> NDArray[np.int64]:
    """End a recording, and return when beeps began in it, on CLOCK_MONOTONIC."""
    wave, begins_ns = recording.stop()
    return begins_ns + tone.beeps(wave) * SECOND // RATE


def _with_proof(seen: OddSeen, stage: PreparedShow, version: str) -> OddSeen:
    """Add what the house copy's proof says, by the verdict in the show's state."""
    (film,) = stage.versions.glob(f"{version}*")
    verdict = ContentStore(stage.state).verdicts.get(film_digest(film))
    if verdict is None or verdict.house is None:
        return replace(seen, why="it has no house copy")
    return replace(seen, ssim=verdict.house.ssim, off_ms=verdict.house.off_ns / 1e6)


def _settled(show: Show, count: int) -> bool:
    try:
        states = [version.state for version in show.status().versions]
    except LinkError:
        return False
    return len(states) >= count and not any(state in ON_THE_WAY for state in states)


def _prepared(base: Path, group: Sequence[OddFilm]) -> PreparedShow:
    versions, layout, state = base / "versions", base / "bench.yaml", base / "state"
    for folder in (versions, state):
        folder.mkdir(parents=True)
    lines = []
    with tempfile.TemporaryDirectory(dir=base) as made:
        for number, kind in enumerate(group, 1):
            film = write(kind, number, Path(made))
            film.rename(versions / film.name)
            lines.append(
                f"  - {{name: screen{number}, display: {{position: {number}}}, show: odd-{number},"
                f" sound: {{device: screen{number}}}}}"
            )
    layout.write_text(_LAYOUT.format(screens="\n".join(lines)))
    return PreparedShow(versions, layout, state)


def summary(found: Sequence[OddSeen]) -> str:
    """A line for each kind."""
    rows = [
        (
            *("kind", "pictures", "steps", "never", "missing", "twice", "SSIM", "off, ms"),
            *("colour", "beeps", "off, ms", ""),
        )
    ]
    rows += [
        (
            *(each.kind, str(each.pictures), str(each.steps), str(each.never)),
            *(str(each.missing), str(each.twice + each.strange), f"{each.ssim:.4f}"),
            *(f"{each.off_ms:.1f}", str(each.colour), str(len(each.beeps_ms))),
            *(f"{each.off_sound_ms:.1f}", each.verdict),
        )
        for each in found
    ]
    return table(rows)


def bars(found: Sequence[OddSeen]) -> list[Bar]:
    """Every kind whole; its copy alike, and in time; its colours and its sound as they are."""
    whole = sum(each.whole for each in found)
    ssim = min((each.ssim for each in found), default=0.0)
    off_ms = max((each.off_ms for each in found), default=0.0)
    colour = max((each.colour for each in found), default=0)
    sound_ms = max((each.off_sound_ms for each in found), default=0.0)
    unheard = sum(each.unheard for each in found)
    return [
        Bar("every picture, in order", f"{len(found)} films", str(whole), whole == len(found)),
        Bar("least mean SSIM", ">= 0.99", f"{ssim:.4f}", ssim >= 0.99),
        Bar("off its time", "<= 16.7 ms", f"{off_ms:.1f} ms", off_ms <= 1000 / 60),
        Bar("off its colour, of 255", f"<= {OFF_COLOUR}", str(colour), colour <= OFF_COLOUR),
        Bar("beep off its picture", "<= 40 ms", f"{sound_ms:.1f} ms", sound_ms <= OFF_SOUND_MS),
        Bar("pictures without their beep", "0", str(unheard), unheard == 0),
    ]
