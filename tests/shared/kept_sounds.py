"""Sounds as an intake keeps them, made up."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from installation.timeline import EntrySound

RATE = 48_000
KeepSound = Callable[..., EntrySound]


def kept_sound(file: Path, wave: ArrayLike, name: str = "film", gain: float = 1.0) -> EntrySound:
    """Write a wave (n,) or (n, channels), -1 to 1, and return it as a line-up has it."""
    made = np.asarray(wave, np.float64)
    made = made[:, None] if made.ndim == 1 else made
    (np.round(made * 32767)).astype(np.int16).tofile(file)
    return EntrySound(name, str(file), made.shape[1], gain)


def sine(hz: float, seconds: float, amplitude: float = 0.5) -> np.ndarray[tuple[int], np.dtype]:
    """A tone that begins at nothing."""
    at = np.arange(round(seconds * RATE))
    return amplitude * np.sin(2 * np.pi * hz * at / RATE)
