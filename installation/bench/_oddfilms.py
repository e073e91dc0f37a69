"""Odd films with barcodes, patches of colour and beeps: what artists bring.

One of the files that import ``av``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray

from installation.rig import RATE, Recipe, Rect, picture, texture, tone

SECONDS = 2
SIZE = (320, 180)
FASTEST = 60
BITS = 6
"""A pixel's, where an encoder is told a rate: with FFmpeg's usual one no barcode could be read."""

PATCHES = (
    *((255, 255, 255), (0, 0, 0), (219, 36, 85), (36, 146, 85)),
    *((36, 73, 170), (182, 146, 85), (73, 109, 170), (146, 182, 255)),
)
"""Red, green and blue; in 8 bits of three colours, as a GIF has, there is each of them."""
_TOP, _BOTTOM = 0.68, 0.94
_EDGE = 0.25
"""The share of a patch that is not read, on each side: codecs and scaling blur it."""
SOUND = {
    ".mp4": "aac",
    ".mov": "pcm_s16le",
    ".mkv": "aac",
    ".webm": "libopus",
    ".avi": "libmp3lame",
    ".mpg": "mp2",
    ".ts": "aac",
    ".m2ts": "ac3",
    ".mxf": "pcm_s16le",
    ".wmv": "wmav2",
    ".asf": "wmav2",
    ".flv": "libmp3lame",
}
"""What encodes the sound of a film, by its file's ending; GIFs and single pictures have none."""
_BEEP_NEAR_S = (0.25, 1.25)
HDR = {"pq": 16, "hlg": 18}
"""The transfer of HDR films, by FFmpeg's numbers."""

Upside = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]


@dataclass(frozen=True)
class OddFilm:
    """A kind of film: how it is encoded, in which container, how it is stored.

    ``hdr`` is its transfer, when it is one of HDR.
    ``times`` gives the thousandth at which each picture is on, for a variable rate; ``turn`` is
    what the display matrix says (degrees against the clock, and a mirror after it), ``stored`` how
    an upright picture is to be stored for that.
    """

    name: str
    ending: str = ".mp4"
    codec: str = "libx264"
    form: str = "yuv420p"
    rate: Fraction | int = 24
    size: tuple[int, int] = SIZE
    times: tuple[int, ...] = ()
    turn: int = 0
    flip: str = ""
    stored: Upside = lambda upright: upright
    hdr: str = ""
    options: dict[str, str] = field(default_factory=dict)

    @property
    def pictures(self) -> int:
        """Return how many it has."""
        return len(self.times) or max(2, round(SECONDS * self.rate))

    @property
    def shown(self) -> tuple[int, ...]:
        """Return which of them are to be seen: of more than 60 a second a part."""
        step = 1 if self.times else -(-Fraction(self.rate) // FASTEST)
        return tuple(range(0, self.pictures, step))

    @property
    def beeps(self) -> tuple[int, ...]:
        """Return the pictures with which a beep begins: the first that are on after some time."""
        if self.ending not in SOUND:
            return ()
        found = [
            next((k for k in self.shown if self.begins_s(k) >= near), None) for near in _BEEP_NEAR_S
        ]
        return tuple(k for k in found if k is not None)

    def begins_s(self, number: int) -> float:
        """Return when one of its pictures is on, in seconds."""
        return self.times[number] / 1000 if self.times else float(number / Fraction(self.rate))


def patch_places(picture: Rect) -> list[Rect]:
    """Return where the patches' middles lie in a picture that lies at a rectangle, in order."""
    x, y, width, height = picture
    across, down = width / len(PATCHES), (_BOTTOM - _TOP) * height
    return [
        (
            round(x + (number + _EDGE) * across),
            round(y + _TOP * height + _EDGE * down),
            max(1, round((1 - 2 * _EDGE) * across)),
            max(1, round((1 - 2 * _EDGE) * down)),
        )
        for number in range(len(PATCHES))
    ]


def write(kind: OddFilm, number: int, folder: Path) -> Path:
    """Write a film of a kind, with a number in its barcodes; return its file or folder."""
    looks = _looks(kind, number)
    if not kind.ending:
        return _single(kind, looks, folder / f"odd-{number}")
    path = folder / f"odd-{number}{kind.ending}"
    with av.open(str(path), "w") as film:
        tick = Fraction(1, 1000) if kind.times else 1 / Fraction(kind.rate)
        stream = _picture_stream(film, kind, tick)
        voice = _Voice(film, kind, number) if kind.ending in SOUND else None
        for k, look in enumerate(looks):
            if voice is not None:
                voice.until(kind.begins_s(k))
            frame = _frame(look, kind)
            frame.pts, frame.time_base = kind.times[k] if kind.times else k, tick
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
        if voice is not None:
            voice.end()
    return path


def _picture_stream(film: OutputContainer, kind: OddFilm, tick: Fraction) -> VideoStream:
    width, height = kind.size
    stored = kind.stored(np.empty((height, width, 3), np.uint8))
    stream = film.add_stream(kind.codec, rate=kind.rate, options=kind.options)
    assert isinstance(stream, VideoStream)
    stream.height, stream.width = stored.shape[:2]
    stream.pix_fmt = kind.form
    stream.bit_rate = round(BITS * width * height * kind.rate)
    context = stream.codec_context
    if kind.times:
        context.time_base = tick
    context.color_range = context.colorspace = 1
    if kind.hdr:
        context.colorspace = context.color_primaries = 9
        context.color_trc = HDR[kind.hdr]
    if kind.turn or kind.flip:
        stream.set_display_rotation(kind.turn, hflip=kind.flip == "h", vflip=kind.flip == "v")
    return stream


def _looks(kind: OddFilm, number: int) -> Iterator[NDArray[np.uint8]]:
    """Return its pictures as they are stored, (height, width, 3): grey, but for the patches."""
    width, height = kind.size
    recipe = Recipe(number, float(SECONDS), width, height)
    background = texture(number)
    top, bottom = round(_TOP * height), round(_BOTTOM * height)
    band = np.array(PATCHES, np.uint8)[np.arange(width) * len(PATCHES) // width]
    for k in range(kind.pictures):
        luma = picture(recipe, background, k).astype(np.int32)
        grey = ((luma - 16) * 255 // 219).clip(0, 255).astype(np.uint8)
        upright = np.repeat(grey[:, :, None], 3, axis=2)
        upright[top:bottom] = band
        yield np.ascontiguousarray(kind.stored(upright))


def _frame(look: NDArray[np.uint8], kind: OddFilm) -> VideoFrame:
    """Return a picture as its film has it, of limited range unless its format says otherwise."""
    height, width = look.shape[:2]
    form = kind.form
    whole = VideoFrame.from_ndarray(look, format="rgb24")
    wide = "JPEG" if form.startswith("yuvj") else "MPEG"
    rgb = form.startswith(("rgb", "argb", "gbr", "bgr", "pal"))
    if rgb:
        return whole.reformat(format=form)
    matrix = Colorspace.BT2020 if kind.hdr else Colorspace.ITU709
    return whole.reformat(
        width, height, form, dst_colorspace=matrix, dst_color_range=wide, src_color_range="JPEG"
    )


def _single(kind: OddFilm, looks: Iterator[NDArray[np.uint8]], folder: Path) -> Path:
    """Write a folder of single pictures."""
    folder.mkdir()
    (folder / "version.yaml").write_text(f"rate: {kind.rate}\n")
    for k, look in enumerate(looks):
        context = av.CodecContext.create(kind.codec, "w")
        assert isinstance(context, av.VideoCodecContext)
        context.height, context.width = look.shape[:2]
        context.pix_fmt, context.time_base = kind.form, Fraction(1, 24)
        frame = _frame(look, kind)
        packets = [*context.encode(frame), *context.encode(None)]
        ending = {"png": "png", "mjpeg": "jpg", "tiff": "tif", "bmp": "bmp"}[kind.codec]
        (folder / f"kiss_{k + 1:04d}.{ending}").write_bytes(b"".join(map(bytes, packets)))
    return folder


class _Voice:
    """Encodes a film's sound beside its pictures: a tone, and beeps that begin with pictures."""

    def __init__(self, film: OutputContainer, kind: OddFilm, number: int) -> None:
        self._film = film
        stream = film.add_stream(SOUND[kind.ending], rate=RATE, layout="stereo")
        assert isinstance(stream, AudioStream)
        self._stream = stream
        self._stream.bit_rate = 160_000
        self._wave = tone.apart(number, float(SECONDS), [kind.begins_s(k) for k in kind.beeps])
        self._done = 0

    def until(self, seconds: float) -> None:
        """Encode what is heard before an instant."""
        ends = min(self._wave.shape[1], round(seconds * RATE))
        part = np.ascontiguousarray(self._wave[:, self._done : ends])
        if part.shape[1]:
            heard = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
            heard.sample_rate, heard.pts = RATE, self._done
            heard.time_base = Fraction(1, RATE)
            self._film.mux(self._stream.encode(heard))
        self._done = ends

    def end(self) -> None:
        """Encode what is left."""
        self.until(float(SECONDS))
        self._film.mux(self._stream.encode(None))
