"""Small films for the decks, and the slots that a test deck's pictures go to."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from own_scheduling import own_scheduling


@cache
def picture(k: int, width: int, height: int) -> NDArray[np.uint8]:
    """I420 planes of picture ``k``, a row under the other: cells of a grey that is its own."""
    cells = np.random.default_rng(k).integers(32, 224, (9, 16))
    luma = cells[np.arange(height) * 9 // height][:, np.arange(width) * 16 // width]
    colour = np.full((height // 2, width), 128)
    colour[: height // 4, :] = 90
    return np.vstack([luma, colour]).astype(np.uint8)


@dataclass
class Recipe:
    """What a film is made of."""

    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    rate: Fraction | int = 24
    size: tuple[int, int] = (320, 180)
    frames: int = 48
    crop: tuple[int, int] = (0, 0)
    """Columns and rows to take away, for odd sizes."""
    sound: bool = False
    held: tuple[int, int] = (0, 0)
    """A stretch of pictures that are all the same."""
    stamps: tuple[int, ...] = ()
    options: dict[str, str] = field(default_factory=dict)


def write_film(path: Path, recipe: Recipe) -> Path:
    """Encode a film."""
    (width, height), (right, bottom) = recipe.size, recipe.crop
    with own_scheduling(), av.open(str(path), "w") as film:
        options = {"threads": "1", **recipe.options}
        stream = film.add_stream(recipe.codec, rate=recipe.rate, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = width - right, height - bottom
        stream.pix_fmt = recipe.pixel_format
        sound: av.AudioStream | None = None
        if recipe.sound:
            codec = "libopus" if path.suffix == ".webm" else "aac"
            added = film.add_stream(codec, rate=48000, layout="mono")
            assert isinstance(added, av.AudioStream)
            sound = added
        full = recipe.pixel_format.startswith("yuvj")
        for k in range(recipe.frames):
            first, last = recipe.held
            shown = first if first <= k < last else k
            frame = av.VideoFrame.from_ndarray(
                picture(shown, width, height), format="yuvj420p" if full else "yuv420p"
            )
            if recipe.crop != (0, 0):
                frame = _cropped(frame, width - right, height - bottom)
            if frame.format.name != recipe.pixel_format:
                frame = frame.reformat(format=recipe.pixel_format)
            frame.pts = recipe.stamps[k] if recipe.stamps else k
            frame.time_base = 1 / Fraction(recipe.rate)
            for packet in stream.encode(frame):
                film.mux(packet)
        for packet in stream.encode():
            film.mux(packet)
        if sound is not None:
            for packet in _silence(sound, recipe.frames / Fraction(recipe.rate)):
                film.mux(packet)
    return path


def _cropped(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    small = av.VideoFrame(width, height, frame.format.name)
    for source, target in zip(frame.planes, small.planes, strict=True):
        rows = np.frombuffer(memoryview(source), np.uint8).reshape(-1, source.line_size)
        out = np.zeros((target.height, target.line_size), np.uint8)
        out[:, : target.width] = rows[: target.height, : target.width]
        target.update(out.tobytes())
    return small


def _silence(sound: av.AudioStream, length_s: Fraction) -> "list[av.Packet[Any]]":
    packets = []
    size = sound.codec_context.frame_size or 960
    for k in range(int(length_s * 48000) // size):
        samples = av.AudioFrame.from_ndarray(
            np.zeros((1, size), np.float32), format="fltp", layout="mono"
        )
        samples.sample_rate, samples.pts = 48000, k * size
        packets += sound.encode(samples)
    return [*packets, *sound.encode()]


def trimmed(film: Path, to: Path, from_s: float) -> Path:
    """Copy a film from a time on without encoding it again: an edit list skips what came before."""
    with av.open(str(film)) as source, av.open(str(to), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        assert stream.time_base is not None
        begins = int(from_s / stream.time_base)
        for packet in source.demux(stream):
            if packet.dts is None or packet.pts is None:
                continue
            packet.pts -= begins
            packet.dts -= begins
            packet.stream = copy
            target.mux(packet)
    return to
