"""Judges the sound of `bench story`: each beep beside its flash, and changes of pace. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.bench._report import Bar
from installation.bench._soundbars import EDGE, OFF_MS
from installation.rig import RATE, Wave, tone
from installation.units import SECOND

NEAR_NS = SECOND // 4
"""A beep further from its flash than this belongs to another."""
CHANGE_NS = SECOND // 25
"""So near to a change of pace a corner in the tone is put down to it."""
OFF_PITCH = 0.01
"""The most that a tone's pitch may be off: a sixth of a semitone."""


@dataclass(frozen=True)
class ScreenSound:
    """One screen's sound: its tone, of ``hz``, and its beeps, (n,) each, from an instant on."""

    tone: Wave
    beeps: Wave
    begins_ns: int
    hz: float

    def part(self, wave: Wave, from_ns: int, until_ns: int) -> Wave:
        """Return what is heard between two instants."""
        low, high = (max(0, (at - self.begins_ns) * RATE // SECOND) for at in (from_ns, until_ns))
        return wave[low:high]


@dataclass(frozen=True)
class HeardScreen:
    """One screen: how long after its flash each beep was heard, and what is wrong with its tone.

    ``unheard`` flashes had no beep, ``edge`` is the sharpest corner in the tone at a change of pace
    and ``breaks`` how often it has one elsewhere (a machine too busy to keep a quarter second
    filled); ``off_pitch`` is the most that a second of it was off, as a share.
    """

    offsets_ms: tuple[float, ...]
    unheard: int
    edge: float
    breaks: int
    off_pitch: float


def judged(
    ear: ScreenSound,
    flashes_ns: NDArray[np.int64],
    changes_ns: NDArray[np.int64],
    since_ns: int,
    until_ns: int,
) -> HeardScreen:
    """Judge one screen between two instants.

    ``flashes_ns``: when each flash came on; ``changes_ns``: when its film changes its pace.
    """
    offsets = [_offset_ms(ear, int(flash)) for flash in flashes_ns]
    wave = ear.part(ear.tone, since_ns, until_ns)
    found = [hz for second in _seconds(wave) if (hz := tone.pitch_hz(second)) is not None]
    return HeardScreen(
        tuple(off for off in offsets if off is not None),
        sum(off is None for off in offsets),
        max((tone.edge(ear.part(ear.tone, *_around(at))) for at in changes_ns), default=0.0),
        _breaks(wave, (changes_ns - since_ns) * RATE // SECOND),
        max((abs(hz / ear.hz - 1) for hz in found), default=1.0),
    )


def _around(change_ns: int) -> tuple[int, int]:
    return int(change_ns) - CHANGE_NS, int(change_ns) + CHANGE_NS


def _breaks(wave: Wave, changes: NDArray[np.int64]) -> int:
    corners = np.flatnonzero(np.abs(np.diff(wave.astype(np.float64), 2)) > EDGE)
    for change in changes:
        corners = corners[np.abs(corners - change) > CHANGE_NS * RATE // SECOND]
    return int((np.diff(corners, prepend=-RATE) > RATE // 20).sum())


def _seconds(wave: Wave) -> Iterator[Wave]:
    for begin in range(0, len(wave) - RATE, RATE):
        yield wave[begin : begin + RATE]


def _offset_ms(ear: ScreenSound, flash_ns: int) -> float | None:
    part = ear.part(ear.beeps, flash_ns - NEAR_NS, flash_ns + NEAR_NS)
    if len(part) < 2 * NEAR_NS * RATE // SECOND - 1:
        return None
    off = tone.beeps(part) * 1000 / RATE - NEAR_NS / 1e6
    return float(off[np.abs(off).argmin()]) if len(off) else None


def bars(found: Sequence[HeardScreen]) -> list[Bar]:
    """Return what has to be reached."""
    offsets = [abs(off) for each in found for off in each.offsets_ms]
    most, unheard = max(offsets, default=0.0), sum(each.unheard for each in found)
    edge = max((each.edge for each in found), default=1.0)
    pitch = max((each.off_pitch for each in found), default=1.0)
    return [
        Bar(
            *("beep off its flash, ms", f"<= {OFF_MS:.0f}", f"{most:.1f}"),
            all(each.offsets_ms for each in found) and most <= OFF_MS,
        ),
        Bar("flashes without a beep", "0", str(unheard), unheard == 0),
        Bar("corner at a change of pace", f"<= {EDGE}", f"{edge:.4f}", edge <= EDGE),
        Bar("pitch off by", f"<= {OFF_PITCH:.0%}", f"{pitch:.2%}", pitch <= OFF_PITCH),
    ]
