"""The table of odd films that `bench odd` shows: several of every kind."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from installation.bench._oddfilms import OddFilm, Upside


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
    OddFilm("HDR (PQ)", ".mkv", "ffv1", "yuv420p10le", hdr="pq"),
    OddFilm("HDR (HLG)", ".mkv", "ffv1", "yuv420p10le", hdr="hlg"),
    OddFilm("HDR (PQ) of HEVC", ".mp4", "libx265", "yuv420p10le", rate=30, hdr="pq"),
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
