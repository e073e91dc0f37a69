"""The bars of `bench story`, and its figures in words."""

from collections.abc import Sequence
from statistics import median

from installation.bench import _storysound as storysound
from installation.bench._report import Bar, table
from installation.bench._storyjudge import NARROW, StoryFigures


def bars(found: StoryFigures) -> list[Bar]:
    """All that has to hold."""
    met = found.meetings
    expected = found.cycles * 6
    apart = max((m.apart for m in met), default=-1)
    near = max((max(m.errors) for m in met if m.quiet), default=-1)
    widest = found.quiet_steps.widest
    return [
        Bar("beats seen on all heads", f">= {expected}", str(len(met)), len(met) >= expected),
        Bar("own beat's picture in the same sample", "0 apart", str(apart), apart == 0),
        Bar("off within 0.5 s of a beat, pictures (quiet)", "<= 1", str(near), 0 <= near <= 1),
        Bar("steps back", "0", str(found.steps.back), found.steps.back == 0),
        Bar("widest step (quiet)", f"<= {NARROW}", str(widest), widest <= NARROW),
        Bar("black samples", "0", str(found.black), found.black == 0),
        *storysound.bars(found.heard),
    ]


def summary(found: StoryFigures, names: Sequence[str]) -> str:
    """The beats as a table, and each screen's sound."""
    rows = [("beat", "seen", "late, ms, at most", "samples apart", "off by, at most, by head")]
    for name in names:
        met = [m for m in found.meetings if m.beat == name]
        if met:
            off = " ".join(str(max(m.errors[n] for m in met)) for n in range(len(met[0].errors)))
            late = f"{max(m.late_ms for m in met):.0f}"
            rows.append((name, str(len(met)), late, str(max(m.apart for m in met)), off))
    every = max((max(m.errors) for m in found.meetings), default=-1)
    told = [
        f"{found.samples} samples, {100 * found.quiet_share:.1f} % quiet",
        f"{found.unreadable} unreadable",
        f"in all samples: off by at most {every}, widest step {found.steps.widest}",
    ]
    ears: list[tuple[str, ...]] = [
        (
            "beeps after their flashes, ms",
            "heard",
            "middle",
            "from",
            "to",
            "corner",
            "breaks",
            "pitch",
        )
    ]
    for number, heard in enumerate(found.heard, 1):
        beeps = heard.offsets_ms or (0.0,)
        figures = (f"{each:+.1f}" for each in (median(beeps), min(beeps), max(beeps)))
        tones = (f"{heard.edge:.4f}", str(heard.breaks), f"{heard.off_pitch:.2%}")
        ears.append((f"screen {number}", str(len(heard.offsets_ms)), *figures, *tones))
    return "\n\n".join((table(rows), ", ".join(told), table(ears)))
