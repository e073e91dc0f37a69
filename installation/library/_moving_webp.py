"""Unpacks a moving WebP into a film that FFmpeg reads, which decodes still ones only.

One of the files that import ``av``, and one of the two that import Pillow.
"""

from fractions import Fraction
from pathlib import Path
from typing import IO

import av
import numpy as np
from av.video.frame import VideoFrame
from PIL import Image, ImageSequence

from installation.model import Refusal

_TICK = Fraction(1, 1000)
TOO_SHORT_MS, USUAL_MS = 10, 100
"""A picture that is said to be on for 10 ms or less is shown for 100 by browsers, and so by us."""


def unpack(path: Path, film: IO[bytes]) -> None:
    """Write the pictures of a moving WebP, each at its time, as a lossless film into a file.

    Raises LibraryError for a still picture, or one that cannot be decoded.
    """
    try:
        with path.open("rb") as packed, Image.open(packed, formats=["WEBP"]) as moving:
            if getattr(moving, "n_frames", 1) < 2:
                raise Refusal.STILL.error()
            _write(film, moving)
        film.flush()
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as fault:
        raise Refusal.DAMAGED_WEBP.error(why=fault) from fault


def _write(target: IO[bytes], moving: Image.Image) -> None:
    with av.open(target, "w", format="mov") as film:
        stream = film.add_stream("qtrle", rate=1000)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = moving.size
        stream.pix_fmt = "argb" if moving.mode == "RGBA" else "rgb24"
        stream.codec_context.time_base = _TICK
        begins_ms = 0
        for picture in ImageSequence.Iterator(moving):
            pixels = np.asarray(picture.convert("RGBA"))
            frame = VideoFrame.from_ndarray(pixels, format="rgba").reformat(format=stream.pix_fmt)
            said_ms = int(picture.info.get("duration", 0))
            lasts_ms = said_ms if said_ms > TOO_SHORT_MS else USUAL_MS
            frame.pts, frame.time_base = begins_ms, _TICK
            for packet in stream.encode(frame):
                packet.duration = lasts_ms
                film.mux(packet)
            begins_ms += lasts_ms
        film.mux(stream.encode(None))
