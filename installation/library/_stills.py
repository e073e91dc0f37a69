"""The pictures that are on at some moments of a film. One of the files that import ``av``."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from installation.errors import LibraryError
from installation.library._decoded_film import decoded_film
from installation.units import MILLISECOND, SECOND

EARLY_NS = MILLISECOND // 10
"""A picture that begins this little after a moment is on at it: containers round their stamps."""


def stills(film: Path, moments_ns: Iterable[int]) -> Iterator[VideoFrame]:
    """The picture that is on at each moment (ns from the first picture), whole; the last goes on.

    Decodes from the key picture before each moment on. Raises LibraryError when the film cannot be
    read, or has no picture.
    """
    with decoded_film(film) as decoded:
        for at_ns in moments_ns:
            shown = None
            for on_ns, picture in decoded.pictures(at_ns):
                if shown is not None and on_ns - at_ns > EARLY_NS:
                    break
                shown = picture
            if shown is None:
                raise LibraryError(f"{film}: shows no picture at {at_ns / SECOND:.1f} s")
            yield shown


def small_stills(
    film: Path, moments_ns: Sequence[int], width: int, height: int
) -> list[NDArray[np.uint8]]:
    """Small copies of the pictures on at some moments, each (height, width, 3) RGB."""
    scaled = (p.reformat(width, height, "rgb24") for p in stills(film, moments_ns))
    return [np.asarray(picture.to_ndarray(), np.uint8) for picture in scaled]
