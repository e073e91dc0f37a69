"""Encodes a part of a house copy, and measures what came of it.

One of the files that import ``av``. Short closed groups without B-frames: a player begins anywhere
within half a second of decoding, and each part begins as a film of its own. What is encoded is
decoded again at once, and compared with what went in.
"""

import hashlib
from collections import deque
from collections.abc import Iterable
from typing import BinaryIO

import av
import numpy as np
from av.video.frame import PictureType, VideoFrame
from msgspec import Struct
from numpy.typing import NDArray

from installation.library._likeness import Likeness
from installation.library._reel import print_of
from installation.model import LEAST_SSIM, SIZE, CopyRecipe

PRESET = {"preset": "ultrafast", "x264-params": "stitchable=1"}
"""The fastest to encode, and to decode. Of 4 s of a 1920 x 1080 zoom into a fractal `superfast`
took twice the time of a processor, and `fast-decode` half as much more. The heads of parts of
different qualities are the same (`stitchable`)."""
QUALITIES = (14, 10, 6, 2)
"""Constant rate factors that are tried until a part is like enough. Of that film, and two real
clips: 14 gives a mean SSIM of 0.9968, 0.9940 and 0.9944, and 12 takes a fifth more of the disk."""
GROUP_S = 0.5
"""How far key pictures are apart: what `go` has to decode at the most."""
_MATRIX = {"bt601": 6, "bt709": 1}
_SDR = 1
"""AVColorPrimaries and AVColorTransferCharacteristic of BT.709."""


class PartProof(Struct, frozen=True):
    """A part's likeness to what was encoded: of each picture SSIM, and both fingerprints.

    ``prints`` are of what was to be encoded, ``seen`` of what came of it; ``packets`` is the
    checksum of what was decoded (:class:`PacketSum`), ``quality`` the constant rate factor.
    """

    ssim: tuple[float, ...]
    prints: bytes
    seen: bytes
    packets: bytes
    quality: int

    @property
    def alike(self) -> bool:
        """Tell whether the part's pictures are as like as a copy's have to be."""
        return float(np.mean(self.ssim)) >= LEAST_SSIM


class PacketSum:
    """The checksum of H.264 packets: the same of an encoder's, with start codes, and a file's."""

    def __init__(self) -> None:
        self._sum = hashlib.blake2b(digest_size=16)

    def add_encoded(self, packet: bytes) -> None:
        """Take a packet whose units begin with start codes; no unit has one within, or ends in 0.

        (ISO 14496-10, annex B)
        """
        for unit in packet.split(b"\0\0\1"):
            self._sum.update(unit.rstrip(b"\0"))

    def add_read(self, packet: bytes) -> None:
        """Take a packet whose units begin with their length, in four bytes (ISO 14496-15)."""
        place = 0
        while place < len(packet):
            ends = place + 4 + int.from_bytes(packet[place : place + 4])
            self._sum.update(packet[place + 4 : ends])
            place = ends

    def digest(self) -> bytes:
        """Return what it has come to."""
        return self._sum.digest()


class PartEncoder:
    """Encodes pictures into a QuickTime file, and decodes each again. Close it with `end`."""

    def __init__(self, file: BinaryIO, recipe: CopyRecipe, quality: int, threads: int) -> None:
        self._file = av.open(file, "w", format="mov")
        group = str(max(1, round(recipe.fps * GROUP_S)))
        options = PRESET | {
            "crf": str(quality),
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
        decoder.thread_type, decoder.thread_count = "AUTO", threads
        self._decoder = decoder
        self._waiting: deque[VideoFrame] = deque()
        self._likeness = Likeness(*recipe.size)
        self._quality, self._packets = quality, PacketSum()
        self._prints: list[bytes] = []
        self._seen: list[bytes] = []
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
        prints, seen = b"".join(self._prints), b"".join(self._seen)
        found = tuple(self._likeness.end())
        return PartProof(found, prints, seen, self._packets.digest(), self._quality)

    def _write(self, frame: VideoFrame | None) -> None:
        for packet in self._stream.encode(frame):
            if not self._decoder.is_open:  # the file's head, not its pictures, says how to decode
                self._decoder.extradata = self._stream.codec_context.extradata
            self._packets.add_encoded(bytes(packet))
            self._compare(self._decoder.decode(packet))
            self._file.mux(packet)

    def _compare(self, decoded: list[VideoFrame]) -> None:
        for frame in decoded:
            self._seen.append(print_of(frame).tobytes())
            self._likeness.push(self._waiting.popleft(), frame)


def rows_of(prints: Iterable[bytes]) -> NDArray[np.uint8]:
    """Return the fingerprints of all parts, a row for each picture."""
    return np.frombuffer(b"".join(prints), np.uint8).reshape(-1, SIZE)
