"""Small films of every kind, made on the spot; every picture is told apart by its luma."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from own_scheduling import own_scheduling

from installation.model import FilmFacts, FilmIndex, fingerprint
from installation.units import SECOND

MakeFilm = Callable[..., Path]


def picture(k: int, width: int, height: int) -> NDArray[np.uint8]:
    """The luma of picture ``k``: cells of changing grey, within 32..223."""
    rows, columns = np.indices((9, 16))
    cells = 32 + (rows * 37 + columns * 11 + k * 29) % 192
    ys = np.arange(height) * 9 // height
    xs = np.arange(width) * 16 // width
    return cells[ys][:, xs].astype(np.uint8)


def expected_print(k: int, width: int, height: int) -> NDArray[np.uint8]:
    """The fingerprint that picture ``k`` should have."""
    return fingerprint(picture(k, width, height), width, height)


@dataclass
class Recipe:
    """What a test film is made of."""

    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    rate: Fraction | int = 24
    size: tuple[int, int] = (64, 36)
    frames: int = 24
    audio_s: float = 0.0
    stamps: Sequence[int] | None = None
    time_base: Fraction | None = None
    colorspace: int | None = None
    color_range: int | None = None
    sar: Fraction | None = None
    rotation: int = 0
    flip: str = ""
    chapters: Sequence[tuple[str, float]] = ()
    options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)


def write_film(path: Path, recipe: Recipe) -> Path:
    """Encode a film."""
    width, height = recipe.size
    out = av.open(str(path), "w", container_options=recipe.container_options)
    with own_scheduling(), out as film:
        stream = film.add_stream(recipe.codec, rate=recipe.rate, options=recipe.options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, recipe.pixel_format
        if recipe.time_base:
            stream.codec_context.time_base = recipe.time_base
        if recipe.sar:
            stream.codec_context.sample_aspect_ratio = recipe.sar
        if recipe.colorspace is not None:
            stream.codec_context.colorspace = recipe.colorspace
        if recipe.color_range is not None:
            stream.codec_context.color_range = recipe.color_range
        if recipe.rotation or recipe.flip:
            flips = {"hflip": recipe.flip == "h", "vflip": recipe.flip == "v"}
            stream.set_display_rotation(recipe.rotation, **flips)
        sound = film.add_stream("aac", rate=48000, layout="mono") if recipe.audio_s else None
        if recipe.chapters:
            film.set_chapters(
                [
                    {
                        "id": i,
                        "start": round(at * 1000),
                        "end": round(at * 1000) + 1,
                        "time_base": Fraction(1, 1000),
                        "metadata": {"title": name},
                    }
                    for i, (name, at) in enumerate(recipe.chapters)
                ]
            )
        for k in range(recipe.frames):
            frame = _frame(k, recipe)
            for packet in stream.encode(frame):
                film.mux(packet)
        for packet in stream.encode():
            film.mux(packet)
        if sound:
            for k in range(int(recipe.audio_s * 48000) // 1024):
                samples = av.AudioFrame.from_ndarray(
                    np.zeros((1, 1024), np.float32), format="fltp", layout="mono"
                )
                samples.sample_rate, samples.pts = 48000, k * 1024
                film.mux(sound.encode(samples))
            film.mux(sound.encode())
    return path


def _frame(k: int, recipe: Recipe) -> av.VideoFrame:
    width, height = recipe.size
    full = recipe.pixel_format.startswith("yuvj") or recipe.color_range == 2
    even = (width + width % 2, height + height % 2)
    planes = np.full((even[1] * 3 // 2, even[0]), 128, np.uint8)
    planes[: even[1]] = np.pad(
        picture(k, width, height), ((0, even[1] - height), (0, even[0] - width)), mode="edge"
    )
    whole = av.VideoFrame.from_ndarray(planes, format="yuvj420p" if full else "yuv420p")
    frame = whole
    if recipe.size != even:
        frame = av.VideoFrame(width, height, "yuv420p")
        for source, target in zip(whole.planes, frame.planes, strict=True):
            rows = np.frombuffer(memoryview(source), np.uint8).reshape(-1, source.line_size)
            out = np.zeros((target.height, target.line_size), np.uint8)
            out[:, : target.width] = rows[: target.height, : target.width]
            target.update(out.tobytes())
    if frame.format.name != recipe.pixel_format:
        frame = frame.reformat(format=recipe.pixel_format)
    frame.pts = recipe.stamps[k] if recipe.stamps else k
    frame.time_base = recipe.time_base or 1 / Fraction(recipe.rate)
    return frame


def index_of(frames: int = 24, fps: int = 24, **facts: object) -> FilmIndex:
    """The index of a film that nobody made."""
    pts_ns = np.arange(frames, dtype=np.int64) * SECOND // fps
    prints = np.stack([expected_print(k, 64, 36) for k in range(frames)])
    return FilmIndex(facts_of(frames=frames, fps=(fps, 1), **facts), pts_ns, prints)


def facts_of(**facts: object) -> FilmFacts:
    """Facts of a film of one second, or as given."""
    usual: dict[str, object] = {
        "width": 64,
        "height": 36,
        "sar": (1, 1),
        "fps": (24, 1),
        "matrix": "bt601",
        "full_range": False,
        "audio": False,
        "codec": "h264",
        "pixel_format": "yuv420p",
        "duration_ns": SECOND,
        "frames": 24,
    }
    return FilmFacts(**{**usual, **facts})  # type: ignore[arg-type]
