"""Reads the sounds that an intake has kept: from any sample on, at once.

The files lie in the state folder and are mapped: what is read again and again stays in memory.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE, CHANNELS = 48_000, 2
Sound = NDArray[np.float32]
"""(samples, channels), -1 to 1."""


def first_sample(instant_ns: int) -> int:
    """Return the first sample that is due at an instant or after it; 0 is at the clock's zero."""
    return -(-instant_ns * 6 // 125_000)


def instant_of(sample: int) -> int:
    """Return the instant of a sample."""
    return sample * 125_000 // 6


class SoundFile:
    """One sound; silence before its beginning, after its end, and all of it when it is lost."""

    def __init__(self, file: Path, channels: int) -> None:
        self.channels = channels
        samples: NDArray[np.int16]
        try:
            samples = np.memmap(file, np.int16, "r")
        except (OSError, ValueError):  # it is gone, or empty: an intake makes it again
            samples = np.zeros(0, np.int16)
        whole = len(samples) // channels * channels
        self._samples = samples[:whole].reshape(-1, channels)

    def __len__(self) -> int:
        return len(self._samples)

    def read(self, first: int, count: int) -> Sound:
        """Return samples from one on, (count, channels)."""
        found = np.zeros((count, self.channels), np.float32)
        low, high = max(first, 0), min(first + count, len(self))
        if low < high:
            found[low - first : high - first] = self._samples[low:high]
        return found / np.float32(32768)
