"""Tiles of noise, made once per process: clouds, leaves, paper and film grain are cut from them."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

TILE = 512
"""A tile's side in samples; every tile repeats without a seam."""


@lru_cache(maxsize=64)
def tile(seed: int, slope: float = 1.6) -> Plane:
    """A (TILE, TILE) tile of 1/f^slope noise, spread evenly over 0..1; steeper is softer."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft2(rng.standard_normal((TILE, TILE)))
    fy = np.fft.fftfreq(TILE)[:, None]
    fx = np.fft.rfftfreq(TILE)[None, :]
    distance = np.hypot(fx, fy)
    distance[0, 0] = np.inf
    field = np.fft.irfft2(spectrum / distance**slope, s=(TILE, TILE))
    ranks = np.empty(TILE * TILE, np.float32)
    ranks[np.argsort(field, axis=None)] = np.linspace(0, 1, TILE * TILE, dtype=np.float32)
    return ranks.reshape(TILE, TILE)


@lru_cache(maxsize=8)
def grain(size: float) -> Plane:
    """A (2 TILE, 2 TILE) tile of film grain about ``size`` pixels across, mean 0, deviation 1."""
    side = 2 * TILE
    rng = np.random.default_rng(36)
    spectrum = np.fft.rfft2(rng.standard_normal((side, side)))
    fy = np.fft.fftfreq(side)[:, None]
    fx = np.fft.rfftfreq(side)[None, :]
    spectrum *= np.exp(-((fx**2 + fy**2) * (size * 1.3) ** 2))
    field = np.fft.irfft2(spectrum, s=(side, side))
    return np.asarray((field - field.mean()) / field.std(), np.float32)


def wander(t: float, seed: float = 0.0) -> float:
    """A slow, smooth, never quite repeating drift in about -1..1: a hand, a flame, a thought."""
    return float(
        0.5 * np.sin(0.83 * t + 5.1 * seed)
        + 0.3 * np.sin(1.71 * t + 2.3 * seed + 1.0)
        + 0.2 * np.sin(3.07 * t + 7.7 * seed + 2.0)
    )


def smooth(low: float, high: float, value: float) -> float:
    """0 below ``low``, 1 above ``high``, and an even curve between."""
    part = min(max((value - low) / (high - low), 0.0), 1.0)
    return part * part * (3 - 2 * part)
