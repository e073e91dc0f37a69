"""The sound of the bench's films, and what a recording of it says. Pure.

Each film has a soft tone of its own without a break, a whole number of waves long, so that film
after film joins smoothly: a gap, a click, an overlap or a change of level is seen in it. In the
middle of every second a short beep, high above the tone, begins with its picture. A film whose
pace changes has its beeps at chosen pictures and on the other channel, so that the tone alone tells
what a change of pace does to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Wave = NDArray[np.float32]
TONE, BEEP = 0.25, 0.5
"""Amplitudes."""
BEEP_HZ, BEEP_S = 4000.0, 0.06
BEEP_AT_S = 0.5
"""After each whole second of the film."""
_WINDOW = RATE // 500
"""2 ms: eight waves of the beep; whole waves of it, and none of the tones, add up in it."""
_FEWEST_WAVES = 50


def tone_hz(film: int, seconds: float) -> float:
    """A film's tone: 300, 400, 500 Hz ..., by no more than makes its waves whole."""
    return round((200 + 100 * film) * seconds) / seconds


def wave(film: int, seconds: float) -> Wave:
    """A film's sound, one channel."""
    begins = [second + BEEP_AT_S for second in range(int(seconds))]
    return _tone(film, seconds) + _beeping(seconds, begins)


def apart(film: int, seconds: float, begins_s: Iterable[float]) -> Wave:
    """Two channels, (2, n): the tone alone, and beeps that begin at these seconds."""
    return np.stack([_tone(film, seconds), _beeping(seconds, begins_s)])


def _tone(film: int, seconds: float) -> Wave:
    at = np.arange(round(seconds * RATE)) / RATE
    made: Wave = (TONE * np.sin(2 * np.pi * tone_hz(film, seconds) * at)).astype(np.float32)
    return made


def _beeping(seconds: float, begins_s: Iterable[float]) -> Wave:
    made = np.zeros(round(seconds * RATE), np.float32)
    beep = np.arange(round(BEEP_S * RATE))
    soft = np.minimum(1, np.minimum(beep, beep[::-1]) / (RATE / 1000))
    sound = BEEP * np.sin(2 * np.pi * BEEP_HZ * beep / RATE) * soft
    for second in begins_s:
        begin = round(second * RATE)
        part = slice(begin, min(begin + len(beep), len(made)))
        made[part] += sound[: part.stop - part.start].astype(np.float32)
    return made


def envelope(recorded: Wave, hz: float, window: int) -> Wave:
    """Return how loud a frequency is around each sample, (n,): its amplitude over a window."""
    turn = np.exp(-2j * np.pi * hz * np.arange(len(recorded)) / RATE)
    total = np.cumsum(np.concatenate([np.zeros(1), recorded * turn]))
    half = window // 2
    at = np.arange(len(recorded))
    low, high = np.maximum(at - half, 0), np.minimum(at + half, len(recorded))
    found: Wave = (2 * np.abs(total[high] - total[low]) / window).astype(np.float32)
    return found


def beeps(recorded: Wave) -> NDArray[np.int64]:
    """The samples at which beeps begin, by their half loudness."""
    loud = envelope(recorded, BEEP_HZ, _WINDOW)
    there = loud > max(0.02, float(loud.max(initial=0)) / 2)
    begins = np.flatnonzero(there[1:] & ~there[:-1]) + 1
    kept = [b for n, b in enumerate(begins) if n == 0 or b - begins[n - 1] > RATE // 4]
    return np.array(kept, np.int64)


def pitch_hz(recorded: Wave) -> float | None:
    """The pitch of a tone: of the middle one of its waves. None for what is no tone."""
    up = np.flatnonzero((recorded[:-1] < 0) & (recorded[1:] >= 0))
    if len(up) < _FEWEST_WAVES:
        return None
    rising = recorded[up + 1] - recorded[up]
    return RATE / float(np.median(np.diff(up - recorded[up] / rising)))


@dataclass(frozen=True)
class Fading:
    """A change of level: its length from 1 to 99 % of the way, ms; what stands out on the way.

    ``back`` is by how much the loudness ever goes the wrong way, ``step`` the most that it changes
    within 5 ms, as shares of the way. Half a cosine of 200 ms has 181 ms, 0 and 0.04.
    """

    length_ms: float
    back: float
    step: float


def fading(loud: Wave) -> Fading | None:
    """Judge a change of level in an envelope, (n,), from one steady part to another."""
    first, last = float(np.median(loud[: RATE // 20])), float(np.median(loud[-RATE // 20 :]))
    if abs(first - last) < 0.01:
        return None
    way = (loud - first) / (last - first)
    inside = np.flatnonzero((way > 0.01) & (way < 0.99))
    if not len(inside):
        return None
    apart = RATE // 200
    steps = way[apart:] - way[:-apart]
    highest = np.maximum.accumulate(way)
    return Fading(
        (int(inside[-1]) - int(inside[0])) * 1000 / RATE,
        float((highest - way).max()),
        float(np.abs(steps).max()),
    )


def longest_gap(loud: Wave, usual: float) -> float:
    """For how long a tone stays below half its usual loudness, at most, ms."""
    low = np.concatenate([[False], loud < usual / 2, [False]])
    edges = np.flatnonzero(low[1:] != low[:-1]).reshape(-1, 2)
    lengths = [int(end - begin) for begin, end in edges]
    return max(lengths, default=0) * 1000 / RATE


def dip_db(recorded: Wave) -> float:
    """Return how far a steady tone falls in the quietest 5 ms, in dB: 0 or a little less.

    In 5 ms there are whole half waves of tones of 300, 400 and 500 Hz.
    """
    window = RATE // 200
    power = np.convolve(recorded.astype(np.float64) ** 2, np.ones(window) / window, "valid")
    return float(10 * np.log10(max(power.min(), 1e-12) / np.median(power)))


def edge(recorded: Wave) -> float:
    """The sharpest corner in a wave without beeps, as a share of full scale.

    The largest second difference of neighbouring samples: a step (a click) has its own height, a
    tone of 500 Hz at TONE 0.001.
    """
    return float(np.abs(np.diff(recorded.astype(np.float64), 2)).max(initial=0))
