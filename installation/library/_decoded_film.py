"""A film's pictures from any moment on, with their times. One of the files that import ``av``."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from installation.errors import LibraryError
from installation.library._opening import open_film
from installation.model import ticks_to_ns
from installation.units import SECOND

Skips: TypeAlias = Literal["DEFAULT", "NONREF"]
"""Pictures that are not decoded: none that is whole, or those that no other is made of."""


class DecodedFilm:
    """A film that is open; its moments are in ns from its first picture."""

    def __init__(self, source: InputContainer, stream: VideoStream) -> None:
        self.stream = stream
        self.tick = Fraction(stream.time_base or 1)
        self._source = source
        self._first = next(source.decode(stream)).pts or 0

    def pictures(self, at_ns: int) -> Iterator[tuple[int, VideoFrame]]:
        """Return when each picture is on, and the picture, from the key before a moment on."""
        self._source.seek(self._first + int(at_ns / (self.tick * SECOND)), stream=self.stream)
        for picture in self._source.decode(self.stream):
            yield ticks_to_ns((picture.pts or 0) - self._first, self.tick), picture


@contextmanager
def decoded_film(film: Path, skips: Skips = "DEFAULT") -> Iterator[DecodedFilm]:
    """Open a film, to be decoded by one thread; pictures of the kind ``skips`` are left out.

    Raises LibraryError when it cannot be read, or has no picture, also while it is decoded.
    """
    try:
        with open_film(film, any_kind=True) as source:
            stream = source.streams.video[0]
            stream.thread_type = "NONE"  # threads would have to be filled again at each moment
            stream.codec_context.skip_frame = skips
            yield DecodedFilm(source, stream)
    except (av.FFmpegError, IndexError, StopIteration) as fault:
        raise LibraryError(f"{film}: its pictures cannot be read ({fault})") from fault
