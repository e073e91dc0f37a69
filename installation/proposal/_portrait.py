"""The features of one version that can be laid beside another's."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from installation.model import FilmIndex, Subtitle

LOUDNESS_NS = 50_000_000
"""The time that one value of loudness stands for."""


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
