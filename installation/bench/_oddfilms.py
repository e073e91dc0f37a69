"""Odd films with barcodes: the kinds that artists bring and players are not given as they are.

One of the files that import ``av``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from installation.rig import Recipe, picture, texture

SECONDS = 2
SIZE = (320, 180)
FASTEST = 60
BITS = 6
"""A pixel's, where an encoder is told a rate: with FFmpeg's usual one no barcode could be read."""

Upside = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]


@dataclass(frozen=True)
class OddFilm:
    """A kind of film: how it is encoded, in which container, how it is stored.

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


def write(kind: OddFilm, number: int, folder: Path) -> Path:
    """Write a film of a kind, with a number in its barcodes; return its file or folder."""
    width, height = kind.size
    recipe = Recipe(number, float(SECONDS), width, height)
    background = texture(number)
    looks = [kind.stored(picture(recipe, background, k)) for k in range(kind.pictures)]
    if not kind.ending:
        return _single(kind, looks, folder / f"odd-{number}")
    path = folder / f"odd-{number}{kind.ending}"
    with av.open(str(path), "w") as film:
        stream = film.add_stream(kind.codec, rate=kind.rate, options=kind.options)
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width = looks[0].shape
        stream.pix_fmt = kind.form
        stream.bit_rate = round(BITS * looks[0].size * kind.rate)
        tick = Fraction(1, 1000) if kind.times else 1 / Fraction(kind.rate)
        if kind.times:
            stream.codec_context.time_base = tick
        stream.codec_context.color_range = stream.codec_context.colorspace = 1
        if kind.turn or kind.flip:
            stream.set_display_rotation(kind.turn, hflip=kind.flip == "h", vflip=kind.flip == "v")
        for k, luma in enumerate(looks):
            frame = _frame(luma, kind.form)
            frame.pts, frame.time_base = kind.times[k] if kind.times else k, tick
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    return path


def _frame(luma: NDArray[np.uint8], form: str) -> VideoFrame:
    """Return a grey picture: its luma is of limited range."""
    height, width = luma.shape
    grey = ((luma.astype(np.int32) - 16) * 255 // 219).clip(0, 255).astype(np.uint8)
    whole = VideoFrame.from_ndarray(np.repeat(grey[:, :, None], 3, axis=2), format="rgb24")
    wide = "JPEG" if form.startswith("yuvj") else "MPEG"
    rgb = form.startswith(("rgb", "argb", "gbr", "bgr", "pal"))
    if rgb:
        return whole.reformat(format=form)
    return whole.reformat(
        width, height, form, dst_colorspace="ITU709", dst_color_range=wide, src_color_range="JPEG"
    )


def _single(kind: OddFilm, looks: list[NDArray[np.uint8]], folder: Path) -> Path:
    """Write a folder of single pictures."""
    folder.mkdir()
    (folder / "version.yaml").write_text(f"rate: {kind.rate}\n")
    for k, luma in enumerate(looks):
        context = av.CodecContext.create(kind.codec, "w")
        assert isinstance(context, av.VideoCodecContext)
        context.height, context.width = luma.shape
        context.pix_fmt, context.time_base = kind.form, Fraction(1, 24)
        frame = _frame(luma, kind.form)
        packets = [*context.encode(frame), *context.encode(None)]
        ending = {"png": "png", "mjpeg": "jpg", "tiff": "tif", "bmp": "bmp"}[kind.codec]
        (folder / f"kiss_{k + 1:04d}.{ending}").write_bytes(b"".join(map(bytes, packets)))
    return folder


def _turned(steps: int, mirror: bool = False) -> Upside:
    """Return what stores an upright picture so: turned against the clock, then mirrored."""

    def stored(upright: NDArray[np.uint8]) -> NDArray[np.uint8]:
        turned = np.rot90(upright, steps)
        return np.ascontiguousarray(np.fliplr(turned) if mirror else turned)

    return stored


_PHONE = tuple(round(k * 1000 / 30) + k * 7 % 5 for k in range(60))
_HELD = tuple(k * 40 + (400 if k >= 10 else 0) for k in range(40))
_STEPS = tuple(k * 50 if k < 20 else 1000 + (k - 20) * 40 for k in range(45))
_NTSC = Fraction(30000, 1001)
_WHOLE = {"g": "1"}
"""Each picture by itself: these encoders spoil a barcode here and there that they only change."""
_TFF, _BFF = ({"x264-params": f"{first}=1:interlaced=1"} for first in ("tff", "bff"))

KINDS: tuple[OddFilm, ...] = (
    *(OddFilm(f"{rate} a second", rate=rate) for rate in (1, 2, 3, 5, 6, 8, 9, 10, 12, 14)),
    OddFilm("7.5 a second (NTSC)", rate=_NTSC / 4),
    *(OddFilm(f"{rate} a second", rate=rate) for rate in (72, 75, 90, 100, 120, 144, 200, 240)),
    OddFilm("a phone's 30", times=_PHONE),
    OddFilm("held in the middle", times=_HELD),
    OddFilm("20, then 25", times=_STEPS),
    OddFilm("variable in Matroska", ".mkv", times=_HELD),
    OddFilm("variable in WebM", ".webm", "libvpx-vp9", times=_STEPS),
    OddFilm("turned by 90", turn=90, stored=_turned(-1)),
    OddFilm("turned by 180", ".mov", turn=180, stored=_turned(2)),
    OddFilm("turned by 270", turn=270, stored=_turned(1)),
    OddFilm("mirrored", flip="h", stored=_turned(0, True)),
    OddFilm("upside down in a mirror", ".mov", flip="v", stored=_turned(2, True)),
    OddFilm("turned, and 12 a second", rate=12, turn=90, stored=_turned(-1)),
    OddFilm("interlaced, upper first", rate=25, options=_TFF),
    OddFilm("interlaced, lower first", ".mkv", rate=25, options=_BFF),
    OddFilm("interlaced MPEG-2", ".mpg", "mpeg2video", rate=25, options={"flags": "+ilme+ildct"}),
    OddFilm("8K", ".mov", "mjpeg", "yuvj420p", rate=6, size=(7680, 4320)),
    OddFilm("5K", ".mov", "mjpeg", "yuvj420p", rate=12, size=(5120, 2880)),
    OddFilm("odd, 12 a second", ".mkv", form="yuv444p", rate=12, size=(321, 181)),
    OddFilm("transparent ProRes", ".mov", "prores_ks", "yuva444p10le"),
    OddFilm("transparent Animation", ".mov", "qtrle", "argb"),
    OddFilm("transparent FFV1", ".mkv", "ffv1", "yuva420p"),
    OddFilm("AVI of MPEG-4", ".avi", "mpeg4"),
    OddFilm("AVI of JPEGs", ".avi", "mjpeg", "yuvj420p"),
    OddFilm("AVI of H.264", ".avi"),
    OddFilm("AVI of Huffyuv", ".avi", "huffyuv", "yuv422p"),
    OddFilm("AVI of FFV1", ".avi", "ffv1"),
    OddFilm("MPEG-1", ".mpg", "mpeg1video", rate=25, options=_WHOLE),
    OddFilm("MPEG-2", ".mpg", "mpeg2video", rate=25),
    OddFilm("transport stream", ".ts"),
    OddFilm("transport stream of MPEG-2", ".ts", "mpeg2video", rate=30),
    OddFilm("a camera's stream", ".m2ts", rate=50),
    OddFilm("MXF", ".mxf", "mpeg2video", rate=25),
    OddFilm("MXF of DNxHR", ".mxf", "dnxhd", "yuv422p", options={"profile": "dnxhr_sq"}),
    OddFilm("WMV", ".wmv", "wmv2", options=_WHOLE),
    OddFilm("ASF", ".asf", "msmpeg4v3", options=_WHOLE),
    OddFilm("FLV", ".flv", "flv1", rate=25),
    OddFilm("FLV of H.264", ".flv", rate=30),
    OddFilm("GIF", ".gif", "gif", "rgb8", rate=10),
    OddFilm("GIF, 20 a second", ".gif", "gif", "rgb8", rate=20),
    OddFilm("PNG pictures", "", "png", "rgb24"),
    OddFilm("JPEG pictures, 12 a second", "", "mjpeg", "yuvj420p", rate=12),
    OddFilm("TIFF pictures of 16 bit", "", "tiff", "rgb48le", rate=25),
    OddFilm("BMP pictures", "", "bmp", "bgr24", rate=30),
    OddFilm("10 bit, 12 a second", ".mkv", "ffv1", "yuv420p10le", rate=12),
    OddFilm("4:4:4 of 12 bit, 12 a second", ".mkv", "ffv1", "yuv444p12le", rate=12),
    OddFilm("4:2:2 of 10 bit, 8 a second", ".mov", "prores_ks", "yuv422p10le", rate=8),
)
