"""The standard coefficients by which many channels become few: ITU-R BS.775. Pure.

Channels are in the order of FFmpeg and of WAVE files: left, right, centre, low frequency, back
left, back right, side left, side right.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

MOST_CHANNELS = 8
KEPT_CHANNELS = (1, 2, 6, MOST_CHANNELS)
"""Mono, stereo, 5.1 and 7.1: what sounds are kept as."""
_HALF_POWER = 0.5**0.5
_CENTRE, _BACK, _SIDE = 2, (4, 5), (6, 7)


def kept_channels(channels: int) -> int:
    """Return as how many channels a sound is kept: none of its own is lost."""
    return next((count for count in KEPT_CHANNELS if count >= channels), MOST_CHANNELS)


@lru_cache(maxsize=16)
def mix(channels: int, loudspeakers: int) -> NDArray[np.float32]:
    """Return the matrix (channels, loudspeakers) that samples (n, channels) are multiplied with.

    One channel comes out of left and right; the low frequencies of 5.1 are for their own
    loudspeaker and left out where there is none.
    """
    made = np.zeros((channels, loudspeakers), np.float32)
    if channels == 1:
        made[0, : min(2, loudspeakers)] = 1.0
        return made
    for channel in range(min(channels, loudspeakers)):
        made[channel, channel] = 1.0
    if channels > 2 >= loudspeakers:
        made[2:, :] = 0.0
        made[_CENTRE, :2] = _HALF_POWER
        for side, pair in enumerate(zip(_BACK, _SIDE, strict=True)):
            for channel in pair:
                if channel < channels:
                    made[channel, side] = _HALF_POWER
    if channels > 6 == loudspeakers:
        for back, side in zip(_BACK, _SIDE, strict=True):
            made[back, back] = made[side, back] = _HALF_POWER
    return made
