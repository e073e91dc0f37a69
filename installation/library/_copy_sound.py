"""Brings a film's sound into the form that a house copy has. One of the files that import ``av``.

Plain samples: what is compressed has priming and padding that each player takes off in its own way,
which is a dip at every seam.
"""

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from installation.library._opening import open_film, open_sound

RATE = 48_000
FORMAT = "s16"


def layout_of(film: Path) -> str | None:
    """Return the copy's channels, ``mono`` or ``stereo``; None for a film without sound."""
    with open_film(film, any_kind=True) as source:
        if not source.streams.audio:
            return None
        return "mono" if source.streams.audio[0].codec_context.channels == 1 else "stereo"


def sound_of(
    film: Path, layout: str, begins_s: Fraction, samples: int, track: int = 0
) -> Iterator[AudioFrame]:
    """Return a track from a moment of the film's own time on, so many samples of it.

    What the track lacks before its first sound, or in gaps, is silence; more than two channels are
    mixed down by FFmpeg's (the standard's) coefficients. What cannot be decoded is left out.
    """
    left = samples
    with open_sound(film) as source:
        stream = source.streams.audio[track]
        graph: av.filter.Graph | None = None
        for frame in _decoded(source, stream):
            if graph is None:
                graph = _graph(frame, layout)
            time_s = 0 if frame.pts is None else frame.pts * Fraction(frame.time_base or 1)
            if frame.pts is not None:
                frame.pts = round((time_s - begins_s) * frame.sample_rate)
                frame.time_base = Fraction(1, frame.sample_rate)
            graph.push(frame)
            for heard in _drained(graph):
                if left <= 0:
                    return
                yield _first(heard, left)
                left -= heard.samples
        if graph is not None:
            graph.push(None)
            for heard in _drained(graph):
                if left > 0:
                    yield _first(heard, left)
                left -= heard.samples


def _decoded(source: av.container.InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    kind = None
    for packet in source.demux(stream):
        frames: list[AudioFrame] = []
        with suppress(av.FFmpegError):  # a crackle is no reason to refuse a film
            frames = stream.decode(packet)
        for frame in frames:
            kind = kind or (frame.format.name, frame.layout.name, frame.sample_rate)
            if (frame.format.name, frame.layout.name, frame.sample_rate) == kind:
                yield frame


def _graph(frame: AudioFrame, layout: str) -> av.filter.Graph:
    graph = av.filter.Graph()
    last = graph.add_abuffer(
        format=frame.format.name,
        sample_rate=frame.sample_rate,
        layout=frame.layout.name,
        time_base=Fraction(1, frame.sample_rate),
    )
    form = f"sample_fmts={FORMAT}:sample_rates={RATE}:channel_layouts={layout}"
    for name, options in (
        ("aresample", f"{RATE}:async=1:first_pts=0"),
        ("aformat", form),
        ("asetnsamples", "n=1024:p=0"),
        ("abuffersink", ""),
    ):
        following = graph.add(name, options) if options else graph.add(name)
        last.link_to(following)
        last = following
    graph.configure()
    return graph


def _drained(graph: av.filter.Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            found = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(found, AudioFrame)
        yield found


def _first(frame: AudioFrame, samples: int) -> AudioFrame:
    """Return a frame, or as much of its beginning as is wanted."""
    if frame.samples <= samples:
        return frame
    width = len(frame.layout.channels)
    short = AudioFrame.from_ndarray(
        frame.to_ndarray()[:, : samples * width], format=FORMAT, layout=frame.layout.name
    )
    short.sample_rate, short.pts, short.time_base = frame.sample_rate, frame.pts, frame.time_base
    return short
