"""Plays a sound slower or faster, at its own pitch: waveform similarity overlap-add (WSOLA).

From W. Verhelst and M. Roelands, ICASSP 1993. The sound is laid out in grains that overlap by half.
Each is taken from where the pace has it, or up to SEARCH samples beside that, so that it goes on as
the one before it would have gone on: pitch and timbre stay, and nothing is off by more than 10 ms.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from installation.player._sound_file import RATE, Sound, SoundFile
from installation.timeline import NATURAL

HOP = RATE // 50
"""A grain is two hops long, 40 ms: two waves of the lowest voice."""
SEARCH = RATE // 100
STEP = 4
"""Waves are compared at every fourth sample, and the best place then to the sample."""
_RISE = (np.sin(np.linspace(0, np.pi / 2, HOP, endpoint=False, dtype=np.float32)) ** 2)[:, None]
KEPT = 512
"""Grains whose places are remembered: ten seconds, far more than is ever rendered again."""


class PacedSound:
    """A sound from a sample on, each thousandth of it lasting ``pace`` thousandths. One thread."""

    def __init__(self, file: SoundFile, begin: int, pace: int) -> None:
        self._file, self._begin, self._pace = file, begin, pace
        self._places: dict[int, int] = {}

    @property
    def channels(self) -> int:
        """Return how many channels it has."""
        return self._file.channels

    @property
    def span(self) -> tuple[int, int]:
        """Return the first sample that it has, counted from its beginning, and that after it."""
        ends = (self._begin, len(self._file) - self._begin)
        return -(ends[0] * self._pace // NATURAL), ends[1] * self._pace // NATURAL

    def read(self, first: int, count: int) -> Sound:
        """Return samples from one on, counted from its beginning, (count, channels)."""
        low, high = first // HOP, (first + count - 1) // HOP
        hops: Sound = np.concatenate([self._hop(number) for number in range(low, high + 1)])
        return hops[first - low * HOP :][:count]

    def _hop(self, number: int) -> Sound:
        """Return one hop: a grain goes out as the next comes in."""
        going, coming = self._place(number - 1) + HOP, self._place(number)
        out, into = self._file.read(going, HOP), self._file.read(coming, HOP)
        found: Sound = out * (1 - _RISE) + into * _RISE
        return found

    def _place(self, number: int) -> int:
        """Return the sample of the file at which a grain begins."""
        if number not in self._places:
            if len(self._places) >= KEPT:
                del self._places[min(self._places)]
            wanted = self._begin + number * HOP * NATURAL // self._pace
            before = self._places.get(number - 1)
            found = wanted if before is None else self._nearest_alike(wanted, before + HOP)
            self._places[number] = found
        return self._places[number]

    def _nearest_alike(self, wanted: int, going_on: int) -> int:
        """Return the place near the wanted one where the sound is most like what would go on."""
        model = self._mono(going_on, HOP)
        around = self._mono(wanted - SEARCH, HOP + 2 * SEARCH)
        coarse = _likeness(around[::STEP], model[::STEP])
        best = int(coarse.argmax()) * STEP
        low = max(0, best - STEP)
        fine = _likeness(around[low : best + STEP + HOP], model)
        return wanted - SEARCH + low + int(fine.argmax())

    def _mono(self, first: int, count: int) -> NDArray[np.float32]:
        mono: NDArray[np.float32] = self._file.read(first, count).sum(1)
        return mono


def _likeness(around: NDArray[np.float32], model: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the correlation of a model with each place of a wave, by the wave's own strength."""
    places = sliding_window_view(around, len(model))
    strength = np.sqrt(np.einsum("ij,ij->i", places, places)) + np.float32(1e-6)
    found: NDArray[np.float32] = places @ model / strength
    return found
