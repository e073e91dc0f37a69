"""Makes the words of `bench sound`, and judges its bars."""

from statistics import median

from installation.bench._report import Bar, table
from installation.bench._soundjudge import SoundFigures
from installation.rig import Fading

OFF_MS = 40.0
BEEP_MS = 20.0
"""The same in a steady stretch, where no order disturbs."""
GAP_MS = 50.0
DIP_DB = -1.0
FADE_MS = (150.0, 250.0)
STEP = 0.08
EDGE = 0.02
"""The most that a wave may jump at a seam or in a fade: -34 dB of full scale."""
SILENT = 0.001
BACK_S = 4.0


def summary(found: SoundFigures) -> str:
    """Return how long after its picture each beep is heard; seams and fades."""
    rows = [("beep after its picture, ms", *(f"screen {n}" for n in (1, 2, 3)))]
    for phase in found.offsets:
        cells = [
            f"{median(off):+.1f} ({min(off):+.1f} {max(off):+.1f})" if off else "-"
            for off in phase.offsets_ms
        ]
        rows.append((f"  {phase.phase}", *cells))
    fades = [("change", "screen", "ms", "wrong way", "step in 5 ms", "sharpest corner")]
    for change in found.changes:
        fading = change.fading or Fading(0, 0, 0)
        fades.append(
            (
                *(change.order, str(change.screen), f"{fading.length_ms:.0f}"),
                *(f"{100 * fading.back:.1f} %", f"{100 * fading.step:.1f} %"),
                f"{change.edge:.4f}",
            )
        )
    gaps = ", ".join(f"{join.gap_ms:.0f}" for join in found.joins)
    edges = max((join.edge for join in found.joins), default=0)
    dips = ", ".join(f"{join.dip_db:.2f}" for join in found.joins)
    seams = f"seams: dips of {dips} dB, gaps of {gaps or 'no'} ms, sharpest corner {edges:.4f}"
    return "\n\n".join(
        (table(rows), table(fades), f"{seams}; CPU seconds a second: {found.cpu:.3f}")
    )


def bars(found: SoundFigures) -> list[Bar]:
    """Return what has to be reached."""
    held = []
    for phase in found.offsets:
        off = [abs(one) for screen in phase.offsets_ms for one in screen]
        most = max(off, default=0.0)
        bar = BEEP_MS if phase.phase == "steady" else OFF_MS
        good = all(phase.offsets_ms) and most <= bar
        what = f"beep off its picture, {phase.phase}, ms"
        held.append(Bar(what, f"<= {bar:.0f}", f"{most:.1f}" if off else "-", good))
    gap = max((join.gap_ms for join in found.joins), default=0.0)
    loud = max((join.loudest for join in found.joins), default=0.0)
    edges = max((one.edge for one in [*found.joins]), default=0.0)
    edges = max([edges, *(change.edge for change in found.changes)])
    dip = min((join.dip_db for join in found.joins), default=-99.0)
    held += [
        Bar("dip of a tone at a seam, dB", f">= {DIP_DB:.0f}", f"{dip:.2f}", dip >= DIP_DB),
        Bar("gap at a seam, ms", f"<= {GAP_MS:.0f}", f"{gap:.1f}", bool(found.joins) and gap <= 50),
        Bar("overlap at a seam", "<= 1.1 x", f"{loud:.2f} x", loud <= 1.1),
        Bar("corner at a seam or in a fade", f"<= {EDGE}", f"{edges:.4f}", edges <= EDGE),
    ]
    fades = [change.fading for change in found.changes]
    lengths = [fading.length_ms for fading in fades if fading]
    within = bool(lengths) and FADE_MS[0] <= min(lengths) and max(lengths) <= FADE_MS[1]
    spread = f"{min(lengths, default=0):.0f} - {max(lengths, default=0):.0f}"
    step = max((fading.step for fading in fades if fading), default=1.0)
    back = max((fading.back for fading in fades if fading), default=1.0)
    held += [
        Bar("fades", str(len(fades)), str(len(lengths)), len(lengths) == len(fades)),
        Bar("a fade, ms", f"{FADE_MS[0]:.0f} - {FADE_MS[1]:.0f}", spread, within),
        Bar("step in 5 ms of a fade", f"<= {STEP:.0%}", f"{step:.1%}", step <= STEP),
        Bar("a fade the wrong way", "<= 2%", f"{back:.1%}", back <= 0.02),
        Bar("a silent screen", f"<= {SILENT}", f"{found.silence:.5f}", found.silence <= SILENT),
    ]
    back_s = found.server_back_s
    there = f"{back_s:.1f}" if back_s is not None else "never"
    held.append(
        Bar("sound back after its system, s", f"<= {BACK_S:.0f}", there, (back_s or 99) <= BACK_S)
    )
    f = found.faults
    missed = f.skipped + f.held + f.backward + f.black + f.unreadable
    held.append(Bar("pictures missed while it was away", "0", str(missed), missed == 0))
    return held
