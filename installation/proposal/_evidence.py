"""The evidence that two films' moments are the same: four tables.

Each table is (steps of the first, steps of the second) of log-likelihood ratios: positive speaks
for the pair, negative against it, 0 says nothing. Pure numpy.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from installation.model import FilmIndex, Subtitle
from installation.proposal._cuts import SceneChange
from installation.proposal._wording import likeness
from installation.units import SECOND

Floats = NDArray[np.float64]

LOUDNESS_NS = 50_000_000
"""The time that one value of loudness stands for."""

SAID, UNSAID, SPOKEN_OVER = 9.0, 1.0, 1.5
"""For a line of the same wording, against one of another, against silence where a line is."""

ONSET, ONSET_S = 4.0, 0.2
"""For lines of the same wording that begin together, and how nearly together that is."""

CUT, NO_CUT = 3.2, 0.9
"""For a change of scene in both, against one in the first only."""

LIKENESS, SOUND = 1.0, 0.5
"""Nats a second for pictures, and for loudness, one deviation more alike than they mostly are."""


@dataclass(frozen=True)
class Portrait:
    """One version as evidence.

    ``beats`` are (name, position in ns), ``cues`` its subtitles, ``loudness`` (values,) float32 in
    dB from the first picture on, one each LOUDNESS_NS; empty without sound.
    """

    index: FilmIndex
    beats: tuple[tuple[str, int], ...] = ()
    cues: tuple[Subtitle, ...] = ()
    loudness: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))


class Grid:
    """Steps of time over a film: step k is around ``k * step_ns``."""

    def __init__(self, duration_ns: int, step_ns: int) -> None:
        self.step_ns = step_ns
        self.steps = max(-(-duration_ns // step_ns) + 1, 2)

    def at(self, at_ns: int) -> int:
        """The step nearest to a moment."""
        return min(max(round(at_ns / self.step_ns), 0), self.steps - 1)


def words(
    first: Sequence[Subtitle], second: Sequence[Subtitle], rows: Grid, columns: Grid
) -> Floats:
    """Return what the subtitles say about it; wording, and beginning at the same moment."""
    table = np.zeros((rows.steps, columns.steps))
    if not first or not second:
        return table
    alike = likeness([cue.text for cue in first], [cue.text for cue in second])
    step_s = rows.step_ns / SECOND
    near = np.arange(columns.steps)
    silent = np.ones(columns.steps, bool)
    for cue in second:
        silent[columns.at(cue.start_ns) : columns.at(cue.end_ns) + 1] = False
    quiet = np.ones(rows.steps, bool)
    for i, cue in enumerate(first):
        top, bottom = rows.at(cue.start_ns), rows.at(cue.end_ns) + 1
        quiet[top:bottom] = False
        share = 1 / (bottom - top)
        table[top:bottom, silent] -= SPOKEN_OVER * share
        for j, other in enumerate(second):
            left, right = columns.at(other.start_ns), columns.at(other.end_ns) + 1
            told = float(alike[i, j])
            table[top:bottom, left:right] += (SAID * told - UNSAID) * share
            off = (near - other.start_ns / columns.step_ns) * step_s / ONSET_S
            table[top] += ONSET * told * np.exp(-0.5 * off * off)
    for cue in second:
        left, right = columns.at(cue.start_ns), columns.at(cue.end_ns) + 1
        table[np.ix_(quiet, np.arange(left, right))] -= SPOKEN_OVER / (right - left)
    return table


def changes(
    first: Sequence[SceneChange], second: Sequence[SceneChange], rows: Grid, columns: Grid
) -> Floats:
    """Return what the changes of scene say: both films have one, or only the first has."""
    table = np.zeros((rows.steps, columns.steps))
    if not first or not second:
        return table
    strength = np.zeros(columns.steps)
    for cut in second:
        k = columns.at(cut.at_ns)
        for j, share in ((k - 1, 0.6), (k, 1.0), (k + 1, 0.6)):
            if 0 <= j < columns.steps:
                strength[j] = max(strength[j], share * cut.strength)
    for cut in first:
        table[rows.at(cut.at_ns)] += cut.strength * (CUT * strength - NO_CUT)
    return table


def pictures(first: Portrait, second: Portrait, rows: Grid, columns: Grid) -> Floats:
    """Return how alike the pictures are, beyond how alike any two of the films' pictures are."""
    alike = _looks(first, rows) @ _looks(second, columns).T
    return _beyond_usual(alike) * LIKENESS * rows.step_ns / SECOND


def loudness(first: Portrait, second: Portrait, rows: Grid, columns: Grid) -> Floats:
    """Return how alike the sound swells and falls."""
    if not len(first.loudness) or not len(second.loudness):
        return np.zeros((rows.steps, columns.steps))
    heard, other = _swell(first.loudness, rows), _swell(second.loudness, columns)
    apart = np.zeros((rows.steps, columns.steps))
    for row, column in zip(heard, other, strict=True):
        apart += np.square(row[:, None] - column[None, :])
    return _beyond_usual(-np.sqrt(apart)) * SOUND * rows.step_ns / SECOND


def _beyond_usual(alike: Floats) -> Floats:
    """In deviations, less what each moment has in common with all others; held within +-2.5."""
    rest = alike - alike.mean(axis=1, keepdims=True) - alike.mean(axis=0, keepdims=True)
    rest += alike.mean()
    deviation = float(rest.std())
    return np.clip(rest / deviation, -2.5, 2.5) - 0.3 if deviation > 1e-9 else np.zeros_like(rest)


def _looks(portrait: Portrait, grid: Grid) -> Floats:
    """(steps, cells) the picture of each step, its own brightness and contrast taken out."""
    index = portrait.index
    prints = index.prints.astype(np.float64)
    total = np.concatenate([np.zeros((1, prints.shape[1])), np.cumsum(prints, axis=0)])
    edges = (np.arange(grid.steps + 1) - 0.5) * grid.step_ns
    at = np.minimum(np.searchsorted(index.pts_ns, edges), len(prints))
    low = np.minimum(at[:-1], len(prints) - 1)
    high = np.maximum(at[1:], low + 1)
    mean = (total[high] - total[low]) / (high - low)[:, None]
    mean -= mean.mean(axis=1, keepdims=True)
    return np.asarray(mean / (np.linalg.norm(mean, axis=1, keepdims=True) + 24.0))


def _swell(heard: NDArray[np.float32], grid: Grid) -> tuple[Floats, Floats]:
    """Per step: how loud it is for this film, and how it is becoming louder; in deviations."""
    moments = np.arange(grid.steps) * grid.step_ns / LOUDNESS_NS
    width = max(round(grid.step_ns * 3 / LOUDNESS_NS), 1)
    smooth = np.convolve(np.pad(heard, width // 2, "edge"), np.ones(width) / width, "valid")
    level = np.interp(moments, np.arange(len(smooth)), smooth)
    reach = max(round(0.4 * SECOND / grid.step_ns), 1)
    ahead = np.pad(level, reach, "edge")
    rise = ahead[2 * reach :] - ahead[: -2 * reach]
    return _deviations(level), _deviations(rise)


def _deviations(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / (values.std() + 1e-9))
