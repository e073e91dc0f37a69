"""The pictures that are on at some moments of a film. One of the files that import ``av``."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from installation.errors import LibraryError
from installation.library._opening import open_film
from installation.model import ticks_to_ns
from installation.units import MILLISECOND, SECOND

EARLY_NS = MILLISECOND // 10
"""A picture that begins this little after a moment is on at it: containers round their stamps."""


def stills(film: Path, moments_ns: Iterable[int]) -> Iterator[VideoFrame]:
    """The picture that is on at each moment (ns from the first picture), whole; the last goes on.

    Decodes from the key picture before each moment on. Raises LibraryError when the film cannot be
    read, or has no picture.
    """
    try:
        with open_film(film, any_kind=True) as source:
            stream = source.streams.video[0]
            stream.thread_type = "NONE"  # threads would have to be filled again at each moment
            tick = Fraction(stream.time_base or 1)
            begins = next(source.decode(stream)).pts or 0
            for at_ns in moments_ns:
                source.seek(begins + int(at_ns / (tick * SECOND)), stream=stream)
                shown = None
                for picture in source.decode(stream):
                    late_ns = ticks_to_ns((picture.pts or 0) - begins, tick) - at_ns
                    if shown is not None and late_ns > EARLY_NS:
                        break
                    shown = picture
                if shown is None:
                    raise LibraryError(f"{film}: shows no picture at {at_ns / SECOND:.1f} s")
                yield shown
    except (av.FFmpegError, IndexError, StopIteration) as fault:
        raise LibraryError(f"{film}: its pictures cannot be read ({fault})") from fault


def small_stills(
    film: Path, moments_ns: Sequence[int], width: int, height: int
) -> list[NDArray[np.uint8]]:
    """Small copies of the pictures on at some moments, each (height, width, 3) RGB."""
    scaled = (p.reformat(width, height, "rgb24") for p in stills(film, moments_ns))
    return [np.asarray(picture.to_ndarray(), np.uint8) for picture in scaled]
