"""A film's pictures in a row, small, for a preview. One of the files that import ``av``."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from installation.errors import LibraryError
from installation.library._decoded_film import DecodedFilm, decoded_film
from installation.link import PreviewPicture
from installation.model import ticks_to_ns
from installation.units import SECOND

PER_SECOND = 12
"""So many of a film's pictures are shown: enough to see how it moves."""


def preview_pictures(
    film: Path, begin_ns: int, width: int, height: int
) -> Iterator[PreviewPicture]:
    """Return a film's pictures from an instant on, a dozen for each second of it, to its end.

    They are as large as fits into a width and height. What no other picture is made of is not
    decoded. Raises LibraryError when it cannot be read.
    """
    try:
        # one processor, and only what nobody else wants of it
        with decoded_film(film, skips="NONREF") as decoded:
            size, length_ns = _fitting(decoded.stream, width, height), _length_ns(decoded)
            due_ns = begin_ns
            for at_ns, picture in decoded.pictures(begin_ns):
                if at_ns >= due_ns:
                    due_ns = at_ns + SECOND // (PER_SECOND + 1)  # so that 24 a second are halved
                    yield PreviewPicture(at_ns, max(length_ns, at_ns), _scaled(picture, *size))
    except MemoryError as fault:
        raise LibraryError(f"{film}: its pictures cannot be read ({fault})") from fault


def _scaled(picture: VideoFrame, width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(picture.reformat(width, height, "bgra").to_ndarray(), np.uint8)


def _fitting(stream: VideoStream, width: int, height: int) -> tuple[int, int]:
    """Return the largest size within another in which it is seen whole, its pixels square."""
    codec = stream.codec_context
    shape = Fraction(codec.width, codec.height) * (codec.sample_aspect_ratio or 1)
    return max(min(width, int(height * shape)), 1), max(min(height, int(width / shape)), 1)


def _length_ns(decoded: DecodedFilm) -> int:
    duration = decoded.stream.duration
    return ticks_to_ns(duration, decoded.tick) if duration else 0
