"""Thumbnails of places in a film, as JPEG files. One of the files that import ``av``."""

from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import VideoFrame

from installation.errors import LibraryError
from installation.library._stills import stills
from installation.model import FilmFacts, thumbnail_name
from installation.store import ValueShelf

HEIGHT = 180
"""In pixels; the width follows from the picture's shape."""
QUALITY = 4
"""FFmpeg's scale for JPEG, 2 to 31, lower is better."""


def make(film: Path, facts: FilmFacts, places_ns: Iterable[int], shelf: ValueShelf[bytes]) -> None:
    """Make the thumbnails that are not there, or are empty; a film is no worse for lacking one.

    Raises OSError when they cannot be written.
    """
    lacking = [at for at in places_ns if not shelf.get(thumbnail_name(at))]
    if lacking:
        with suppress(LibraryError):
            for at_ns, picture in zip(lacking, stills(film, lacking), strict=True):
                shelf.put(thumbnail_name(at_ns), jpeg(picture, facts))


def jpeg(picture: VideoFrame, facts: FilmFacts) -> bytes:
    """A small copy of a picture as a JPEG file, in the shape in which it is seen."""
    width = HEIGHT * facts.width * facts.sar[0] // (facts.height * facts.sar[1])
    width = min(max(width // 2 * 2, 16), 16 * HEIGHT)
    small = picture.reformat(width, HEIGHT, "yuvj420p", dst_color_range=2)
    small.pts = None
    encoder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, HEIGHT, "yuvj420p"
    encoder.time_base, encoder.color_range = Fraction(1, 25), 2
    encoder.options = {"flags": "+qscale", "global_quality": str(QUALITY * 118)}
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode()])
