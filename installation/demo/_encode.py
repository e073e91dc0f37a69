"""From pictures to a film: chunks are drawn and coded apart, on every core, then joined.

Each chunk begins with a key frame and refers to nothing outside itself, and all are coded with
the very same settings; so they can be put one after the other without coding anything again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from numpy.typing import NDArray

from installation.demo._generations import GENERATIONS, Generation, moment, picture
from installation.demo._noise import TILE, Plane, grain, wander
from installation.demo._telling import story_at

CHUNK = 48
"""Pictures in a chunk, and from one key frame to the next."""

SAMPLE_RATE = 48_000
BT709 = 1


@dataclass(frozen=True)
class DemoFilm:
    """A film to make: iteration ``number``, ``frames`` pictures of width x height at ``fps``."""

    number: int
    width: int
    height: int
    fps: int
    frames: int

    def story(self, frame: int) -> float:
        """The story time of a picture."""
        return float(story_at(self.number, frame / self.frames))


@dataclass(frozen=True)
class Coded:
    """One coded picture; times in frames."""

    data: bytes
    pts: int
    dts: int
    key: bool


def code_chunk(cut: DemoFilm, first: int) -> list[Coded]:
    """Draw and code the pictures of one chunk of a film; runs in a process of its own."""
    generation = GENERATIONS[cut.number - 1]
    encoder = av.CodecContext.create("libx264", "w")
    _settle(encoder, generation, cut)
    packets = []
    shown, drawn = -1.0, np.empty(0, np.float32)
    for frame in range(first, min(first + CHUNK, cut.frames)):
        at = moment(generation, cut.story(frame))
        if at != shown:
            shown, drawn = at, picture(generation, at, cut.width, cut.height)
        video = _video_frame(generation, cut, drawn, frame)
        video.pts = frame - first
        packets += encoder.encode(video)
    packets += encoder.encode(None)
    return [
        Coded(bytes(p), int(p.pts or 0) + first, int(p.dts or 0) + first, p.is_keyframe)
        for p in packets
    ]


def join(
    path: Path,
    cut: DemoFilm,
    chunks: Sequence[list[Coded]],
    sound: NDArray[np.float32],
) -> None:
    """Write a film: the chunks in order and, beside them, the sound.

    ``sound`` is (2, samples) at SAMPLE_RATE. Raises OSError when the disk is full.
    """
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as film:
        pictures = film.add_stream("libx264", rate=cut.fps)
        _settle(pictures.codec_context, GENERATIONS[cut.number - 1], cut)
        voices = film.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        voices.bit_rate = 160_000
        per_chunk = -(-sound.shape[1] // len(chunks))
        for i, chunk in enumerate(chunks):
            for coded in chunk:
                packet = av.Packet(coded.data)
                packet.stream, packet.time_base = pictures, Fraction(1, cut.fps)
                packet.pts, packet.dts = coded.pts, coded.dts
                packet.duration, packet.is_keyframe = 1, coded.key
                film.mux(packet)
            start = i * per_chunk
            part = np.ascontiguousarray(sound[:, start : start + per_chunk])
            if part.shape[1]:
                heard = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
                heard.sample_rate, heard.pts = SAMPLE_RATE, start
                heard.time_base = Fraction(1, SAMPLE_RATE)
                film.mux(voices.encode(heard))
        film.mux(voices.encode(None))


def _settle(encoder: av.VideoCodecContext, generation: Generation, cut: DemoFilm) -> None:
    encoder.width, encoder.height, encoder.pix_fmt = cut.width, cut.height, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, cut.fps), Fraction(cut.fps)
    encoder.colorspace = encoder.color_primaries = encoder.color_trc = BT709
    encoder.color_range = ColorRange.MPEG
    encoder.thread_count = 1
    encoder.flags |= Flags.global_header
    # Measured on the demo: as small as preset veryfast, at half its time. What makes superfast
    # large is that it looks nowhere ahead (mbtree); grain and slow dissolves repay that.
    encoder.options = {
        "preset": "superfast",
        "crf": str(generation.crf),
        "g": str(CHUNK),
        "bf": "2",
        "x264-params": "mbtree=1:rc-lookahead=10:b-pyramid=none:scenecut=0:open-gop=0:"
        "aq-mode=3:stitchable=1",
    }


def _video_frame(generation: Generation, cut: DemoFilm, drawn: Plane, frame: int) -> av.VideoFrame:
    """A drawn picture as the encoder wants it: full size, YUV, with this frame's own grain."""
    _, h, w = drawn.shape
    rng = np.random.default_rng(7000 * generation.number + frame)
    dy, dx = rng.integers(0, TILE, 2)
    small = av.VideoFrame(w, h, "gbrp")
    dither = _dither(h, w)
    for plane, channel in zip(small.planes, (1, 2, 0), strict=True):
        target = np.frombuffer(memoryview(plane), np.uint8).reshape(h, plane.line_size)
        value = drawn[channel] * np.float32(254)
        value += dither
        target[:, :w] = value
    video = small.reformat(
        width=cut.width,
        height=cut.height,
        format="yuv420p",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.BICUBIC,
    )
    plane = video.planes[0]
    luma = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[
        :, : cut.width
    ]
    flicker = generation.flicker * (float(rng.standard_normal()) + wander(0.9 * frame, 2))
    speckle = _grain(generation.number, cut.height)
    rows = (np.arange(cut.height) + dy) % speckle.shape[0]
    columns = (np.arange(cut.width) + dx) % speckle.shape[1]
    cover = speckle.take(rows, axis=0).take(columns, axis=1)
    cover += luma
    cover += np.int16(round(flicker))
    np.clip(cover, 16, 235, out=cover)
    luma[...] = cover
    return video


@lru_cache(maxsize=4)
def _dither(h: int, w: int) -> Plane:
    return np.random.default_rng(4).random((h, w), np.float32)


@lru_cache(maxsize=4)
def _grain(number: int, height: int) -> NDArray[np.int16]:
    generation = GENERATIONS[number - 1]
    size = max(generation.grain_size * height / 720, 0.4)
    return np.asarray(np.round(grain(size) * generation.grain), np.int16)
