"""Encodes a part of a house copy, and measures what came of it.

One of the files that import ``av``. Short closed groups without B-frames: a player begins anywhere
within half a second of decoding, and each part begins as a film of its own. What is encoded is
decoded again at once, and compared with what went in.
"""

from collections import deque
from typing import BinaryIO

import av
import numpy as np
from av.video.frame import PictureType, VideoFrame
from msgspec import Struct

from installation.library._likeness import Likeness
from installation.library._reel import print_of
from installation.model import CopyRecipe

QUALITY = {"crf": "12", "preset": "ultrafast"}
"""Of 5 s of a 1920 x 1080 zoom into a fractal: SSIM 0.9970, 26 MB, 6.2 s of a processor for all of
the copying. With `veryfast` 0.9970, 16 MB, 11.4 s, and more to decode (CABAC, deblocking).
"""
GROUP_S = 0.5
"""How far key pictures are apart: what `go` has to decode at the most."""
_MATRIX = {"bt601": 6, "bt709": 1}
_SDR = 1
"""AVColorPrimaries and AVColorTransferCharacteristic of BT.709."""


class PartProof(Struct, frozen=True):
    """The likeness of each picture of a part to what was encoded (SSIM), and that one's print."""

    ssim: tuple[float, ...]
    prints: bytes


class PartEncoder:
    """Encodes pictures into a QuickTime file, and decodes each again. Close it with `end`."""

    def __init__(self, file: BinaryIO, recipe: CopyRecipe, threads: int) -> None:
        self._file = av.open(file, "w", format="mov")
        group = str(max(1, round(recipe.fps * GROUP_S)))
        options = QUALITY | {
            "bf": "0",
            "g": group,
            "keyint_min": group,
            "sc_threshold": "0",
            "threads": str(threads),
        }
        self._stream = self._file.add_stream("libx264", rate=recipe.fps, options=options)
        self._stream.width, self._stream.height = recipe.size
        self._stream.pix_fmt = "yuv420p"
        context = self._stream.codec_context
        context.time_base = self._tick = 1 / recipe.fps
        context.colorspace = _MATRIX[recipe.matrix]
        context.color_range = 2 if recipe.full_range else 1
        context.color_primaries = context.color_trc = _SDR
        decoder = av.CodecContext.create("h264", "r")
        assert isinstance(decoder, av.VideoCodecContext)
        self._decoder = decoder
        self._waiting: deque[VideoFrame] = deque()
        self._likeness = Likeness(*recipe.size)
        self._prints: list[bytes] = []
        self.pictures = 0

    def push(self, frame: VideoFrame, times: int) -> None:
        """Encode a picture that is on in so many slots."""
        seen = print_of(frame).tobytes()
        for _ in range(times):
            frame.pts, frame.time_base = self.pictures, self._tick
            frame.pict_type = PictureType.NONE  # the original's would be taken for an order
            self.pictures += 1
            self._prints.append(seen)
            self._waiting.append(frame)
            self._write(frame)

    def end(self) -> PartProof:
        """Finish the file, and return the proof."""
        self._write(None)
        self._compare(self._decoder.decode(None))
        self._file.close()
        return PartProof(tuple(self._likeness.end()), b"".join(self._prints))

    def _write(self, frame: VideoFrame | None) -> None:
        for packet in self._stream.encode(frame):
            if not self._decoder.is_open:  # the file's head, not its pictures, says how to decode
                self._decoder.extradata = self._stream.codec_context.extradata
            self._compare(self._decoder.decode(packet))
            self._file.mux(packet)

    def _compare(self, decoded: list[VideoFrame]) -> None:
        for frame in decoded:
            self._likeness.push(self._waiting.popleft(), frame)


def prints_of(proofs: list[PartProof]) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    """Return the fingerprints of all parts, a row for each picture."""
    whole = b"".join(proof.prints for proof in proofs)
    return np.frombuffer(whole, np.uint8).reshape(-1, 144)
