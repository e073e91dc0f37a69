"""Barcoded films for the bench, made once and kept.

A textured background drifts behind the barcode, so that the fingerprints of neighbouring pictures
differ as they do in a real film. Colourless: a head's green channel then is its luma.
"""

import os
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from installation.rig import barcode
from installation.rig import tone as sound

_TEXTURE = (1080, 1600)
_DRIFT = (7, 13)
_MADE = 1
"""Raised whenever the pictures change; older films are made again."""


@dataclass(frozen=True)
class Recipe:
    """A film to make. ``film`` is its id in the barcode.

    The barcode counts pictures up to a number, and then begins again. ``sound`` is a soft
    tone with a beep in every second, see :mod:`installation.rig.tone`; with ``flashes`` the beeps
    are with these pictures, which are white but for their barcode. ``codecs`` encode the sound of
    the films in turn, by their ids.
    """

    film: int
    seconds: float = 20.0
    width: int = 1280
    height: int = 720
    fps: Fraction = Fraction(24)
    sound: bool = False
    film_bits: int = barcode.FILM_BITS
    flashes: tuple[int, ...] = ()
    codecs: tuple[str, ...] = ("aac",)

    @property
    def codec(self) -> str:
        """Return what encodes its sound."""
        return self.codecs[(self.film - 1) % len(self.codecs)]

    @property
    def frames(self) -> int:
        """Return how many pictures it has."""
        return round(self.seconds * self.fps)

    @property
    def frame_ns(self) -> float:
        """The time that one picture is on."""
        return float(1_000_000_000 / self.fps)

    @property
    def name(self) -> str:
        """Its file's name without the ending, one for each recipe."""
        rate = f"{float(self.fps):.3f}".rstrip("0").rstrip(".")
        film = str(self.film) if self.film_bits == barcode.FILM_BITS else f"many{self.film}"
        sound = "-beeps" if self.sound else ""
        sound += f"-{self.codec}" if self.sound and self.codec != "aac" else ""
        sound += "".join(f"-{picture}" for picture in self.flashes)
        return f"bench{_MADE}-{film}-{self.width}x{self.height}-{rate}fps-{self.frames}{sound}"


def film_cache() -> Path:
    """Return where films are kept between runs."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "kiss" / "bench"


def barcoded_film(recipe: Recipe, cache: Path) -> Path:
    """The film's file in the cache folder, made when it is not there; whole or not at all."""
    path = cache / f"{recipe.name}.mp4"
    if path.exists():
        return path
    cache.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".mp4", dir=cache)
    os.close(handle)
    temporary = Path(name)
    try:
        _encode(recipe, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def write_hum(path: Path, seconds: float = 3.0) -> None:
    """Write an MP4 that has sound and no picture."""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=48000)
        tone = np.sin(np.arange(1024) * (2 * np.pi * 187.5 / 48000)).astype(np.float32) / 10
        for block in range(round(seconds * 48000 / 1024)):
            frame = av.AudioFrame.from_ndarray(tone[None, :], "fltp", "mono")
            frame.sample_rate, frame.pts = 48000, block * 1024
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def picture(recipe: Recipe, texture: NDArray[np.uint8], frame: int) -> NDArray[np.uint8]:
    """One picture's luma, (height, width)."""
    down, across = (frame * step % size for step, size in zip(_DRIFT, _TEXTURE, strict=True))
    rows = np.arange(down, down + recipe.height) % texture.shape[0]
    columns = np.arange(across, across + recipe.width) % texture.shape[1]
    luma: NDArray[np.uint8] = texture[rows][:, columns]
    if frame in recipe.flashes:
        luma = np.full_like(luma, 235)
    number = frame % (1 << (barcode.CELLS - recipe.film_bits))
    barcode.draw(luma, number, recipe.film, recipe.film_bits)
    return luma


def texture(seed: int) -> NDArray[np.uint8]:
    """Soft blotches about 40 samples wide that tile without a seam."""
    coarse = np.random.default_rng(seed).uniform(40, 210, (_TEXTURE[0] // 40, _TEXTURE[1] // 40))
    for axis in (0, 1):
        count = coarse.shape[axis]
        at = np.arange(_TEXTURE[axis]) / 40
        low = np.floor(at).astype(np.intp)
        blend = (1 - np.cos((at - low) * np.pi)) / 2
        blend = blend[:, None] if axis == 0 else blend
        before, after = (np.take(coarse, (low + step) % count, axis) for step in (0, 1))
        coarse = before * (1 - blend) + after * blend
    tile: NDArray[np.uint8] = coarse.astype(np.uint8)
    return tile


def _encode(recipe: Recipe, path: Path) -> None:
    background = texture(recipe.film)
    with av.open(str(path), "w", format="mp4") as container:
        options = {
            "preset": "veryfast",
            "crf": "20",
            "g": str(round(2 * recipe.fps)),
            "threads": "2",
        }
        stream = container.add_stream("libx264", rate=recipe.fps, options=options)
        stream.width, stream.height, stream.pix_fmt = recipe.width, recipe.height, "yuv420p"
        stream.time_base = 1 / recipe.fps
        context = stream.codec_context
        context.color_range, context.colorspace = 1, 1  # limited, BT.709
        frame = av.VideoFrame(recipe.width, recipe.height, "yuv420p")
        for plane in list(frame.planes)[1:]:
            plane.update(b"\x80" * plane.buffer_size)
        voice = _Voice(container, recipe) if recipe.sound else None
        for number in range(recipe.frames):
            if voice:
                voice.until((number + 1) / float(recipe.fps))
            luma = frame.planes[0]
            padded = np.frombuffer(memoryview(luma), np.uint8).reshape(
                recipe.height, luma.line_size
            )
            padded[:, : recipe.width] = picture(recipe, background, number)
            frame.pts, frame.time_base = number, 1 / recipe.fps
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if voice:
            voice.end()


class _Voice:
    """Encodes a film's sound beside its pictures."""

    def __init__(self, container: av.container.OutputContainer, recipe: Recipe) -> None:
        self._container = container
        stream = container.add_stream(recipe.codec, rate=sound.RATE, layout="stereo")
        assert isinstance(stream, av.AudioStream)
        self._stream = stream
        self._stream.bit_rate = 160_000
        if recipe.flashes:
            begins_s = [float(picture / recipe.fps) for picture in recipe.flashes]
            self._wave = sound.apart(recipe.film, recipe.seconds, begins_s)
        else:
            self._wave = np.tile(sound.wave(recipe.film, recipe.seconds), (2, 1))
        self._done = 0

    def until(self, seconds: float) -> None:
        """Encode all up to a time."""
        ends = min(self._wave.shape[1], round(seconds * sound.RATE))
        part = np.ascontiguousarray(self._wave[:, self._done : ends])
        if part.shape[1]:
            heard = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
            heard.sample_rate, heard.pts = sound.RATE, self._done
            heard.time_base = Fraction(1, sound.RATE)
            self._container.mux(self._stream.encode(heard))
        self._done = ends

    def end(self) -> None:
        """Encode what is left."""
        self._container.mux(self._stream.encode(None))
