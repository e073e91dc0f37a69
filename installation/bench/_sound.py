"""`bench sound`: what a visitor hears, beside what a visitor sees, on one clock.

Null sinks take the place of loudspeakers, virtual displays that of projectors. Each film beeps with
certain pictures; when a beep was heard is compared with when its picture came on the glass.
"""

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from installation.bench import _soundjudge as soundjudge
from installation.bench._soundbars import BACK_S
from installation.bench._soundjudge import Given, Phase, SinkRecording, SoundFigures
from installation.bench._sync import Rig, wait_for_films
from installation.model import Go, Level, Order, Pause, Restart, Resume, Sync, Voice
from installation.rig import (
    GlassReader,
    PreparedShow,
    Recording,
    Show,
    Sinks,
    analysis,
    barcode_points,
    tone,
)
from installation.units import SECOND

_JUMPS = (Pause, Resume, Restart, Go)


class _Session:
    """The show under way, and what is noted of it."""

    def __init__(self, rig: Rig, sinks: Sinks, glass: GlassReader, show: Show) -> None:
        self.rig, self.sinks, self.glass, self.show = rig, sinks, glass, show
        self.phases: list[Phase] = []
        self.given: list[Given] = []
        self._recordings: list[Recording] = []

    def record(self) -> None:
        self._recordings = [self.sinks.record(name) for name in self.sinks.names]

    def heard(self) -> list[SinkRecording]:
        found = [SinkRecording(*recording.stop()) for recording in self._recordings]
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

    def order(self, order: Order) -> None:
        self.given.append((self.show.order(order), order))

    def between_beeps(self) -> None:
        """Wait for a moment just after a beep and far from the seam."""
        length = self.rig.recipe.seconds

        def there() -> bool:
            story_s = self.show.status().story_s
            return 0.6 < story_s < length - 1.2 and 0.66 <= story_s % 1 < 0.75

        while not there():
            time.sleep(0.01)


def measure(
    rig: Rig,
    stage: PreparedShow,
    sinks: Sinks,
    say: Callable[[str], None],
    keep: Path | None = None,
) -> SoundFigures:
    """Play, order, change voices, kill a player and the sound system.

    ``keep`` is a file for the recordings.
    """
    environment = rig.heads.environment | sinks.environment
    with (
        GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass,
        Show(stage, environment) as show,
    ):
        wait_for_films(show, glass, rig)
        time.sleep(1)
        session = _Session(rig, sinks, glass, show)
        try:
            return _play(session, say, keep)
        finally:
            session.close()


def _play(session: _Session, say: Callable[[str], None], keep: Path | None) -> SoundFigures:
    rig, show = session.rig, session.show
    session.record()
    say("steady, through seams")
    session.phase("steady", 3 * rig.recipe.seconds)
    steady = session.phases[0]
    say("orders")
    for order, wait_s in (
        *((Pause(), 1.0), (Resume(), 3.0), (Restart(), 3.0)),
        *((Go("2.2"), 3.0), (Sync(), 3.5)),
    ):
        session.order(order)
        session.phase(str(order).partition(" ")[0], wait_s)
    say("voices and levels")
    for change in (
        *(Voice("screen1"), Voice("all"), Level("screen2", 50)),
        *(Level("screen2", 100), Voice("none"), Voice("all")),
    ):
        session.between_beeps()
        session.order(change)
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
        given = [f"{at_ns} {order}" for at_ns, order in session.given]
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
    orders = [
        (at_ns, at_ns + SECOND) for at_ns, order in session.given if isinstance(order, _JUMPS)
    ]
    stream = samples.stream(rig.recipe.frames, rig.recipe.frame_ns, orders)
    part = stream.between(session.phases[-2].from_ns - SECOND, session.phases[-1].until_ns)
    fps = float(rig.recipe.fps)
    tones = [tone.tone_hz(n + 1, rig.recipe.seconds) for n in range(len(rig.films))]
    return SoundFigures(
        [
            soundjudge.offsets(stream, fps, late if p.name == "sound back" else heard, p)
            for p in _heard_in(session.phases)
        ],
        soundjudge.joins(stream, heard, steady, tones),
        soundjudge.changes(session.given, heard, tones),
        soundjudge.silence(session.given, heard),
        soundjudge.back_s(late, again_ns, tones),
        analysis.faults(part, quiet=True),
        cpu,
    )


def _heard_in(phases: Sequence[Phase]) -> list[Phase]:
    """The phases in which every screen beeps."""
    return [phase for phase in phases if phase.name not in ("pause", "sound killed")]
