"""Judges recordings of a show's sound beside the pictures that were on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.model import Level, Order, Voice
from installation.rig import RATE, Fading, Faults, SampleStream, Wave, tone
from installation.units import SECOND, ns

Given = tuple[int, Order]
"""An order, and when it was given."""
_NEAR_NS = ns(0.25)
"""A beep further from its picture than this belongs to another."""
_WINDOW = RATE // 100
_FADE_PART_S = (-0.08, 0.6)


@dataclass(frozen=True)
class SinkRecording:
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
    """The delay of each beep after its picture in a phase, by screen, ms; stalls left out."""

    phase: str
    offsets_ms: list[list[float]]


@dataclass(frozen=True)
class Join:
    """A loop's seam on one screen: its longest gap, ms, its loudest part, its sharpest corner.

    ``dip_db`` is how far its tone falls in the quietest 5 ms.
    """

    dip_db: float
    gap_ms: float
    loudest: float
    edge: float


@dataclass(frozen=True)
class SoundChange:
    """A voice or level that was changed, on a screen concerned."""

    order: str
    screen: int
    fading: Fading | None
    edge: float


@dataclass(frozen=True)
class SoundFigures:
    """All that was found. ``silence`` is the loudest sample of a screen that does not speak."""

    offsets: list[Offsets]
    joins: list[Join]
    changes: list[SoundChange]
    silence: float
    server_back_s: float | None
    faults: Faults
    cpu: float


def _flashes(stream: SampleStream, head: int, fps: float) -> NDArray[np.int64]:
    """Return when pictures with a beep came on, where no stall disturbs: between two samples."""
    frames = stream.frames[:, head]
    came = np.flatnonzero((frames[1:] != frames[:-1]) & (frames[1:] >= 0)) + 1
    beeping = frames[came] % round(fps) == round(tone.BEEP_AT_S * fps)
    calm = stream.quiet[came] & stream.quiet[came - 1]
    came = came[beeping & calm]
    found: NDArray[np.int64] = (stream.at_ns[came] + stream.at_ns[came - 1]) // 2
    return found


def offsets(
    stream: SampleStream, fps: float, heard: Sequence[SinkRecording], phase: Phase
) -> Offsets:
    """Each flash of a phase with the beep that is nearest to it."""
    found = []
    for head, one in enumerate(heard):
        flashes = _flashes(stream, head, fps)
        flashes = flashes[(flashes >= phase.from_ns) & (flashes < phase.until_ns - _NEAR_NS)]
        beeps = one.begins_ns + tone.beeps(one.wave) * SECOND // RATE
        off = [int(beeps[np.abs(beeps - at).argmin()] - at) for at in flashes if len(beeps)]
        found.append([ns_off / 1e6 for ns_off in off if abs(ns_off) < _NEAR_NS])
    return Offsets(phase.name, found)


def joins(
    stream: SampleStream, heard: Sequence[SinkRecording], steady: Phase, tones: Sequence[float]
) -> list[Join]:
    """Every seam of a steady stretch, on every screen."""
    found = []
    for head, one in enumerate(heard):
        frames, at_ns = stream.frames[:, head], stream.at_ns
        seams = np.flatnonzero((frames[1:] < frames[:-1]) & (frames[1:] >= 0)) + 1
        loud = tone.envelope(one.wave, tones[head], _WINDOW)
        usual = float(np.median(loud))
        for seam in at_ns[seams]:
            if steady.from_ns + SECOND < seam < steady.until_ns - SECOND:
                low, high = seam - ns(0.3), seam + ns(0.3)
                part = SinkRecording(loud, one.begins_ns).between(low, high)
                gap, loudest = tone.longest_gap(part, usual), float(part.max()) / usual
                wave = one.between(low, high)
                found.append(Join(tone.dip_db(wave), gap, loudest, tone.edge(wave)))
    return found


def changes(
    given: Sequence[Given], heard: Sequence[SinkRecording], tones: Sequence[float]
) -> list[SoundChange]:
    """Every voice and level that was changed, on the screens that it changes for."""
    found = []
    concerned = {
        Voice("screen1"): (1, 2),
        Voice("all"): (1, 2),
        Level("screen2", 50): (1,),
        Level("screen2", 100): (1,),
    }
    for at_ns, order in given:
        for screen in concerned.get(order, ()):
            low, high = (at_ns + ns(s) for s in _FADE_PART_S)
            one = heard[screen]
            loud = SinkRecording(tone.envelope(one.wave, tones[screen], _WINDOW), one.begins_ns)
            fading = tone.fading(loud.between(low, high))
            found.append(
                SoundChange(str(order), screen + 1, fading, tone.edge(one.between(low, high)))
            )
    return found


def silence(given: Sequence[Given], heard: Sequence[SinkRecording]) -> float:
    """The loudest sample of screens that do not speak."""
    loudest = 0.0
    for at_ns, order in given:
        if order in (Voice("screen1"), Voice("none")):
            for one in heard[1:]:
                part = one.between(at_ns + ns(0.45), at_ns + ns(0.75))
                loudest = max(loudest, float(np.abs(part).max()))
    return loudest


def back_s(late: Sequence[SinkRecording], again_ns: int, tones: Sequence[float]) -> float | None:
    """Return how long after the sound system came back the last screen was heard again."""
    latest = 0.0
    for one, hz in zip(late, tones, strict=True):
        there = np.flatnonzero(tone.envelope(one.wave, hz, _WINDOW) > tone.TONE / 2)
        if not len(there):
            return None
        latest = max(latest, (one.begins_ns - again_ns) / SECOND + int(there[0]) / RATE)
    return latest
