"""Reads a film's loudness, for proposals of beats.

Reads with PyAV, as the probe does. Nothing here decides anything about a film.
"""

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from installation.errors import LibraryError
from installation.library._opening import open_film
from installation.library._texttracks import first_picture_ns
from installation.units import SECOND

RATE = 16_000
QUIET_DB = -60.0


def loudness(film: Path, step_ns: int) -> NDArray[np.float32]:
    """(values,) dB of full scale, one each ``step_ns`` from the first picture; empty without sound.

    Raises LibraryError when the film cannot be read.
    """
    parts: list[NDArray[np.float32]] = []
    begins = None
    try:
        with open_film(film, any_kind=True) as source:
            if not source.streams.audio:
                return np.empty(0, np.float32)
            zero = first_picture_ns(source) / SECOND
            to = av.AudioResampler("flt", "mono", RATE)
            for frame in source.decode(source.streams.audio[0]):
                if begins is None and frame.pts is not None and frame.time_base:
                    begins = float(frame.pts * frame.time_base) - zero
                parts += [part.to_ndarray()[0] for part in to.resample(frame)]
            parts += [part.to_ndarray()[0] for part in to.resample(None)]
    except av.FFmpegError as fault:
        raise LibraryError(f"{film}: its sound cannot be read ({fault})") from fault
    if not parts:
        return np.empty(0, np.float32)
    late = round((begins or 0.0) * RATE)
    wave = np.concatenate([np.zeros(max(late, 0), np.float32), *parts])[max(-late, 0) :]
    step = RATE * step_ns // SECOND
    whole = wave[: len(wave) // step * step].reshape(-1, step)
    power = np.sqrt(np.square(whole, dtype=np.float64).mean(axis=1))
    return np.asarray(20 * np.log10(np.maximum(power, 10 ** (QUIET_DB / 20))), np.float32)
