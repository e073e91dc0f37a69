"""Finds changes of scene, hard cuts and dissolves, in a film's fingerprints."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from installation.model import FilmIndex

Floats = NDArray[np.float64]

REACH_S = 0.8
"""Half the time that is compared: before and after. A second of dissolve fits in it."""

APART_S = 0.7
"""Two changes nearer than this are one."""

STRONG = 14.0
"""Steps of luma, a cell in the mean, by which another scene differs: a whole change."""


class SceneChange(NamedTuple):
    """A change of scene: when (its middle, for a dissolve) and how much of one, 0..1."""

    at_ns: int
    strength: float


def scene_changes(index: FilmIndex) -> tuple[SceneChange, ...]:
    """The changes of scene in a film, early ones first."""
    change = _change(index)
    times = index.pts_ns
    apart = max(round(APART_S * float(index.facts.rate)), 1)
    found: list[SceneChange] = []
    taken: list[int] = []
    quiet = float(np.median(change)) if len(change) else 0.0
    for k in np.argsort(-change):
        strength = min((float(change[k]) - quiet) / STRONG, 1.0)
        if strength < 0.15:
            break
        if any(abs(int(k) - other) <= apart for other in taken):
            continue
        taken.append(int(k))
        found.append(SceneChange(int(times[k]), strength))
    return tuple(sorted(found))


def _change(index: FilmIndex) -> Floats:
    """(frames,) how unlike the picture's past and future are, by the mean of the cells.

    The means of longer and shorter stretches on both sides are compared: the longer one sees a
    dissolve and forgets a flash, the shorter one puts a hard cut on its frame.
    """
    prints = index.prints.astype(np.float64)
    frames = len(prints)
    total = np.concatenate([np.zeros((1, prints.shape[1])), np.cumsum(prints, axis=0)])
    at = np.arange(frames)
    steps = []
    for share in (1.0, 0.25):
        reach = max(round(REACH_S * share * float(index.facts.rate)), 1)
        low, high = np.maximum(at - reach, 0), np.minimum(at + reach, frames)
        before = (total[at] - total[low]) / np.maximum(at - low, 1)[:, None]
        after = (total[high] - total[at]) / np.maximum(high - at, 1)[:, None]
        step = np.abs(after - before).mean(axis=1)
        step[at - low < reach // 2] = 0
        step[high - at < reach // 2] = 0
        steps.append(step)
    return np.asarray((2 * steps[0] + np.minimum(*steps)) / 3)
