"""Reads a film's pictures from any of them on, turned into what a house copy's recipe asks for.

One of the files that import ``av``. No container's seek is trusted to find a picture: where it has
led is told by the time stamps that the whole decode found, and every picture from there to the one
that is wanted has to have the fingerprint that it had. Else the film is decoded from its beginning.
"""

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from installation.library._opening import open_film
from installation.library._picture_filters import PictureFilters
from installation.library._probe import Survey
from installation.library._reel import print_of
from installation.model import LONGEST, SHORTEST, CopyRecipe, Refusal

BEFORE = 2
"""Pictures of the original that the filters have seen before the first that counts: those that make
half pictures whole look at the picture before."""
KEYS_BEFORE = 2
"""So many key pictures are decoded before the one that is wanted: those that follow the first may
lean on what was before it (an open group), those that follow the second do not."""
NEAR = 250
"""Pictures that are decoded as fast as they are sought."""


class Pictures:
    """Pictures with their numbers, asked for by number: each time for the same or a later one."""

    def __init__(self, numbered: Iterator[tuple[int, VideoFrame]]) -> None:
        self._numbered = numbered
        self._number, self._frame = next(numbered)

    def at(self, wanted: int) -> VideoFrame:
        """Return a picture. Raises LibraryError when the film ends before it."""
        while self._number < wanted:
            self._number, self._frame = next(self._numbered)
        return self._frame


class Original:
    """The film of a house copy, as one full decode has found it."""

    def __init__(self, film: Path, found: Survey, recipe: CopyRecipe) -> None:
        self._film, self._found, self._recipe = film, found, recipe

    def pictures(self, first: int) -> Pictures:
        """Return the pictures that the filters turn out, from ``first`` on."""
        return Pictures(self._turned_out(first))

    def _turned_out(self, first: int) -> Iterator[tuple[int, VideoFrame]]:
        each = 2 if self._recipe.fields else 1
        begin = max(0, first // each - BEFORE)
        filters = PictureFilters(self._found.traits, self._recipe)
        number = begin * each
        try:
            for frame in self._decoded(begin):
                for turned in filters.push(frame):
                    yield number, turned
                    number += 1
            for turned in filters.flush():
                yield number, turned
                number += 1
        except av.FFmpegError as fault:
            raise Refusal.FEWER.error() from fault
        raise Refusal.FEWER.error()

    def _decoded(self, begin: int) -> Iterator[VideoFrame]:
        with open_film(self._film, any_kind=True) as source:
            stream = source.streams.video[0]
            _use_processors(stream, self._found)
            frames = self._sought(source, stream, begin)
            if frames is not None:
                yield from frames
                return
        with open_film(self._film, any_kind=True) as source:
            stream = source.streams.video[0]
            _use_processors(stream, self._found)
            for number, frame in enumerate(source.decode(stream)):
                if number >= begin:
                    yield frame

    def _sought(
        self, source: InputContainer, stream: VideoStream, begin: int
    ) -> Iterator[VideoFrame] | None:
        """Return the pictures from one on, by a seek; None where that does not lead there."""
        stamps, keys = self._found.stamps, self._found.keys
        place = int(np.searchsorted(keys, stamps[begin], side="right")) - 1 if len(stamps) else 0
        if begin < NEAR or place < KEYS_BEFORE:
            return None
        try:
            source.seek(int(keys[place - KEYS_BEFORE]), stream=stream)
            frames = source.decode(stream)
            expected = None
            for frame in frames:
                number = self._number(frame)
                if number is None or number > begin or expected not in (None, number):
                    return None
                sure = number >= int(np.searchsorted(stamps, keys[place - 1]))
                if sure and print_of(frame).tobytes() != self._found.prints[number].tobytes():
                    return None
                if number == begin:
                    return chain([frame], frames)
                expected = number + 1
        except av.FFmpegError:
            pass
        return None

    def _number(self, frame: VideoFrame) -> int | None:
        """Return which picture of the film this is, by its time stamp."""
        stamps = self._found.stamps
        stamp = frame.dts if frame.pts is None else frame.pts
        if stamp is None:
            return None
        number = int(np.searchsorted(stamps, stamp))
        return number if number < len(stamps) and stamps[number] == stamp else None


def _use_processors(stream: VideoStream, found: Survey) -> None:
    """Have the decoder use several processors, unless its pictures are so large that memory ends.

    A film of 8K holds 50 to 200 MB a picture, and each thread several.
    """
    traits = found.traits
    if traits.width * traits.height <= LONGEST * SHORTEST:
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = processors()


def processors() -> int:
    """Return how many threads decode, and encode."""
    return min(4, os.cpu_count() or 1)
