"""`bench sound`: what a visitor hears, beside what a visitor sees, on one clock.

Null sinks take the place of loudspeakers, virtual displays that of projectors. Each film beeps with
certain pictures; when a beep was heard is compared with when its picture came on the glass.
"""

import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.bench import analysis, tone
from installation.bench.analysis import Faults, Stream
from installation.bench.glass import GlassReader, barcodes
from installation.bench.report import Bar, table
from installation.bench.show import Show, Stage
from installation.bench.sinks import Recording, Sinks
from installation.bench.sync import Rig, shows
from installation.bench.tone import RATE, Fading, Wave
from installation.units import SECOND, ns

OFF_MS = 40.0
GAP_MS = 50.0
FADE_MS = (150.0, 250.0)
STEP = 0.08
EDGE = 0.02
"""The most that a wave may jump at a seam or in a fade: -34 dB of full scale."""
SILENT = 0.001
BACK_S = 4.0
_NEAR_NS = ns(0.25)
"""A beep further from its picture than this belongs to another."""
_WINDOW = RATE // 100
_FADE_PART_S = (-0.08, 0.6)


@dataclass(frozen=True)
class Heard:
    """One sink's recording; ``begins_ns`` is when its first sample was heard."""

    wave: Wave
    begins_ns: int

    def between(self, from_ns: int, until_ns: int) -> Wave:
        """The part within two instants."""
        low, high = (max(0, (at - self.begins_ns) * RATE // SECOND) for at in (from_ns, until_ns))
        return self.wave[low:high]


@dataclass(frozen=True)
class Phase:
    """A stretch of the show, by what was asked of it."""

    name: str
    from_ns: int
    until_ns: int


@dataclass(frozen=True)
class Offsets:
    """How long after its picture each beep was heard in a phase, by screen, ms; stalls left out."""

    phase: str
    offsets_ms: list[list[float]]


@dataclass(frozen=True)
class Join:
    """A loop's seam on one screen: its longest gap, ms, its loudest part, its sharpest corner."""

    gap_ms: float
    loudest: float
    edge: float


@dataclass(frozen=True)
class Change:
    """A voice or level that was changed, on a screen concerned."""

    order: str
    screen: int
    fading: Fading | None
    edge: float


@dataclass(frozen=True)
class Figures:
    """All that was found. ``silence`` is the loudest sample of a screen that does not speak."""

    offsets: list[Offsets]
    joins: list[Join]
    changes: list[Change]
    silence: float
    server_back_s: float | None
    faults: Faults
    cpu: float


class _Session:
    """The show under way, and what is noted of it."""

    def __init__(self, rig: Rig, sinks: Sinks, glass: GlassReader, show: Show) -> None:
        self.rig, self.sinks, self.glass, self.show = rig, sinks, glass, show
        self.phases: list[Phase] = []
        self.given: list[tuple[int, str, str]] = []
        self._recordings: list[Recording] = []

    def record(self) -> None:
        self._recordings = [self.sinks.record(name) for name in self.sinks.names]

    def heard(self) -> list[Heard]:
        found = [Heard(*recording.stop()) for recording in self._recordings]
        self._recordings = []
        return found

    def close(self) -> None:
        for recording in self._recordings:
            recording.abandon()

    def phase(self, name: str, seconds: float) -> None:
        """Let it play on for a while."""
        begins_ns = time.monotonic_ns()
        time.sleep(seconds)
        self.phases.append(Phase(name, begins_ns, time.monotonic_ns()))

    def order(self, what: str, to: str = "") -> None:
        self.given.append((self.show.order(what, to), what, to))

    def between_beeps(self) -> None:
        """Wait for a moment just after a beep and far from the seam."""
        length = self.rig.recipe.seconds

        def there() -> bool:
            story_s = self.show.status().story_s
            return 0.6 < story_s < length - 1.2 and 0.66 <= story_s % 1 < 0.75

        while not there():
            time.sleep(0.01)


def measure(
    rig: Rig, stage: Stage, sinks: Sinks, say: Callable[[str], None], keep: Path | None = None
) -> Figures:
    """Play, order, change voices, kill a player and the sound system.

    ``keep`` is a file for the recordings.
    """
    environment = rig.heads.environment | sinks.environment
    with (
        GlassReader(rig.heads.display, barcodes(rig.rects)) as glass,
        Show(stage, environment) as show,
    ):
        show.wait("picture on all heads", lambda: shows(glass, rig, show.started_ns))
        time.sleep(1)
        session = _Session(rig, sinks, glass, show)
        try:
            return _play(session, say, keep)
        finally:
            session.close()


def _play(session: _Session, say: Callable[[str], None], keep: Path | None) -> Figures:
    rig, show = session.rig, session.show
    session.record()
    say("steady, through seams")
    session.phase("steady", 3 * rig.recipe.seconds)
    steady = session.phases[0]
    say("orders")
    for order, to, wait_s in (
        *(("pause", "", 1.0), ("resume", "", 3.0), ("restart", "", 3.0)),
        *(("go", "2.2", 3.0), ("sync", "", 3.5)),
    ):
        session.order(order, to)
        session.phase(order, wait_s)
    say("voices and levels")
    for what, to in (
        *(("voice", "screen1"), ("voice", "all"), ("level", "screen2 50")),
        *(("level", "screen2 100"), ("voice", "none"), ("voice", "all")),
    ):
        session.between_beeps()
        session.order(what, to)
        time.sleep(0.8)
    say("a player is killed")
    pid = show.pid("player", 2)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    time.sleep(BACK_S)
    session.phase("player killed", 3.0)
    heard = session.heard()
    if keep:
        keep.parent.mkdir(parents=True, exist_ok=True)
        given = [f"{at_ns} {what} {to}" for at_ns, what, to in session.given]
        waves: dict[str, Any] = {f"wave{n + 1}": one.wave for n, one in enumerate(heard)}
        np.savez_compressed(keep, given=given, begins_ns=[one.begins_ns for one in heard], **waves)
    say("the sound system is killed")
    session.sinks.stop()
    time.sleep(1.0)
    session.sinks.start()
    again_ns = time.monotonic_ns()
    session.record()
    session.phase("sound killed", BACK_S)
    session.phase("sound back", 3.0)
    late = session.heard()
    cpu, _ = show.tree.cpu_per_second(steady.from_ns, steady.until_ns)
    samples = session.glass.samples()
    orders = [(at_ns, at_ns + SECOND) for at_ns, what, _ in session.given if what in _JUMPS]
    stream = samples.stream(rig.recipe.frames, rig.recipe.frame_ns, orders)
    part = stream.between(session.phases[-2].from_ns - SECOND, session.phases[-1].until_ns)
    tones = [tone.tone_hz(n + 1, rig.recipe.seconds) for n in range(len(rig.films))]
    return Figures(
        [
            _offsets(stream, rig, late if p.name == "sound back" else heard, p)
            for p in _heard_in(session.phases)
        ],
        _joins(stream, heard, steady, tones),
        _changes(session, heard, tones),
        _silence(session, heard),
        _back_s(late, again_ns, tones),
        analysis.faults(part, quiet=True),
        cpu,
    )


_JUMPS = ("pause", "resume", "restart", "go")


def _heard_in(phases: Sequence[Phase]) -> list[Phase]:
    """The phases in which every screen beeps."""
    return [phase for phase in phases if phase.name not in ("pause", "sound killed")]


def _flashes(stream: Stream, head: int, fps: float) -> NDArray[np.int64]:
    """When pictures with a beep came on, where no stall disturbs: between two samples."""
    frames = stream.frames[:, head]
    came = np.flatnonzero((frames[1:] != frames[:-1]) & (frames[1:] >= 0)) + 1
    beeping = frames[came] % round(fps) == round(tone.BEEP_AT_S * fps)
    calm = stream.quiet[came] & stream.quiet[came - 1]
    came = came[beeping & calm]
    found: NDArray[np.int64] = (stream.at_ns[came] + stream.at_ns[came - 1]) // 2
    return found


def _offsets(stream: Stream, rig: Rig, heard: Sequence[Heard], phase: Phase) -> Offsets:
    found = []
    for head, one in enumerate(heard):
        flashes = _flashes(stream, head, float(rig.recipe.fps))
        flashes = flashes[(flashes >= phase.from_ns) & (flashes < phase.until_ns - _NEAR_NS)]
        beeps = one.begins_ns + tone.beeps(one.wave) * SECOND // RATE
        off = [int(beeps[np.abs(beeps - at).argmin()] - at) for at in flashes if len(beeps)]
        found.append([ns_off / 1e6 for ns_off in off if abs(ns_off) < _NEAR_NS])
    return Offsets(phase.name, found)


def _joins(
    stream: Stream, heard: Sequence[Heard], steady: Phase, tones: Sequence[float]
) -> list[Join]:
    found = []
    for head, one in enumerate(heard):
        frames, at_ns = stream.frames[:, head], stream.at_ns
        seams = np.flatnonzero((frames[1:] < frames[:-1]) & (frames[1:] >= 0)) + 1
        loud = tone.envelope(one.wave, tones[head], _WINDOW)
        usual = float(np.median(loud))
        for seam in at_ns[seams]:
            if steady.from_ns + SECOND < seam < steady.until_ns - SECOND:
                low, high = seam - ns(0.3), seam + ns(0.3)
                part = Heard(loud, one.begins_ns).between(low, high)
                gap, loudest = tone.longest_gap(part, usual), float(part.max()) / usual
                found.append(Join(gap, loudest, tone.edge(one.between(low, high))))
    return found


def _changes(session: _Session, heard: Sequence[Heard], tones: Sequence[float]) -> list[Change]:
    found = []
    concerned = {"screen1": (1, 2), "all": (1, 2), "screen2 50": (1,), "screen2 100": (1,)}
    for at_ns, what, to in session.given:
        if what not in ("voice", "level"):
            continue
        for screen in concerned.get(to, ()):
            low, high = (at_ns + ns(s) for s in _FADE_PART_S)
            one = heard[screen]
            loud = Heard(tone.envelope(one.wave, tones[screen], _WINDOW), one.begins_ns)
            fading = tone.fading(loud.between(low, high))
            found.append(
                Change(f"{what} {to}", screen + 1, fading, tone.edge(one.between(low, high)))
            )
    return found


def _silence(session: _Session, heard: Sequence[Heard]) -> float:
    loudest = 0.0
    for at_ns, what, to in session.given:
        if (what, to) in (("voice", "screen1"), ("voice", "none")):
            for one in heard[1:]:
                part = one.between(at_ns + ns(0.45), at_ns + ns(0.75))
                loudest = max(loudest, float(np.abs(part).max()))
    return loudest


def _back_s(late: Sequence[Heard], again_ns: int, tones: Sequence[float]) -> float | None:
    """How long after the sound system came back the last screen was heard again."""
    latest = 0.0
    for one, hz in zip(late, tones, strict=True):
        there = np.flatnonzero(tone.envelope(one.wave, hz, _WINDOW) > tone.TONE / 2)
        if not len(there):
            return None
        latest = max(latest, (one.begins_ns - again_ns) / SECOND + int(there[0]) / RATE)
    return latest


def summary(found: Figures) -> str:
    """How long after its picture each beep is heard; seams and fades."""
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
    seams = f"seams: gaps of {gaps or 'no'} ms, sharpest corner {edges:.4f}"
    return "\n\n".join(
        (table(rows), table(fades), f"{seams}; CPU seconds a second: {found.cpu:.3f}")
    )


def bars(found: Figures) -> list[Bar]:
    """What has to be reached."""
    held = []
    for phase in found.offsets:
        off = [abs(one) for screen in phase.offsets_ms for one in screen]
        most = max(off, default=0.0)
        good = all(phase.offsets_ms) and most <= OFF_MS
        what = f"beep off its picture, {phase.phase}, ms"
        held.append(Bar(what, f"<= {OFF_MS:.0f}", f"{most:.1f}" if off else "-", good))
    gap = max((join.gap_ms for join in found.joins), default=0.0)
    loud = max((join.loudest for join in found.joins), default=0.0)
    edges = max((one.edge for one in [*found.joins]), default=0.0)
    edges = max([edges, *(change.edge for change in found.changes)])
    held += [
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
