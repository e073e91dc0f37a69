"""Thumbnails of places in a film, as JPEG files. One of the files that import ``av``."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from installation.files import write_whole
from installation.library.cadence import nanoseconds
from installation.library.catalogue import thumbnail
from installation.model.film import FilmFacts, FilmIndex

HEIGHT = 180
"""In pixels; the width follows from the picture's shape."""
QUALITY = 4
"""FFmpeg's scale for JPEG, 2 to 31, lower is better."""


def make(film: Path, index: FilmIndex, places_ns: Iterable[int], folder: Path) -> None:
    """Make the thumbnails that are not there yet; a film is no worse for lacking one.

    Raises OSError when they cannot be written.
    """
    lacking = [at for at in places_ns if not thumbnail(folder, at).exists()]
    if not lacking:
        return
    with suppress(av.FFmpegError), av.open(str(film), metadata_errors="replace") as source:
        stream = source.streams.video[0]
        first = next(_pictures(source, stream), None)
        begins = first.pts or 0 if first is not None else 0
        for at_ns in lacking:
            picture = _picture(source, stream, begins, index, at_ns)
            if picture is not None:
                write_whole(thumbnail(folder, at_ns), jpeg(picture, index.facts))


def _pictures(source: av.container.InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    for packet in source.demux(stream):
        yield from stream.decode(packet)


def _picture(
    source: av.container.InputContainer,
    stream: VideoStream,
    begins: int,
    index: FilmIndex,
    at_ns: int,
) -> VideoFrame | None:
    """The picture that is on at a place: the last that begins by then."""
    tick = Fraction(stream.time_base or 1)
    wanted_ns = index.begins(index.frame_at(at_ns)) - index.facts.frame_ns // 2
    source.seek(begins + int(wanted_ns / (tick * 1_000_000_000)), stream=stream)
    for frame in _pictures(source, stream):
        if frame.pts is not None and nanoseconds(frame.pts - begins, tick) >= wanted_ns:
            return frame
    return None


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
