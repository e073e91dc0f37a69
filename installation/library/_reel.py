"""Decodes a film once, picture by picture, and notes what it finds; says where one is damaged.

One of the files that import ``av``. What counts as broken was tried with PyAV 18.1 on films with
flipped bytes and cut ends: the decoder raises, or marks the picture corrupt, or (Matroska) the
file simply ends before the length that its head declares. HEVC and VP9 decode most flipped bits
without a complaint; that such a film looks odd is beyond a probe.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.sidedata.sidedata import SideDataContainer, Type
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from installation.errors import LibraryError
from installation.model import (
    Luma,
    Refusal,
    Samples,
    clock_text,
    fingerprint,
    ticks_to_ns,
)
from installation.units import SECOND

SLACK_S = 1.0
"""By how much a film may end before the length that its head declares: rounded lengths, sound."""


_MATRIX = {1: "bt709", 4: "bt601", 5: "bt601", 6: "bt601", 7: "bt709", 9: "bt2020", 10: "bt2020"}
"""AVColorSpace to our three; SMPTE 240M is nearest to bt709."""

LONGEST_S = 4 * 3600
"""A film of this length at 60 pictures a second has an index of 125 MB, in each player's memory."""

_TRANSFER: dict[int, Literal["pq", "hlg"]] = {16: "pq", 18: "hlg"}
"""AVColorTransferCharacteristic of what is HDR: SMPTE ST 2084 and ARIB STD-B67."""

Progress = Callable[[float], None]
Hear = Callable[[AudioFrame], None]


@dataclass
class Reel:
    """The findings of the decode; ``cut`` is known before it, from the file's outline.

    The picture is upright when it is ``mirrored`` left to right, if so, and then turned clockwise
    by ``rotation`` degrees. ``hidden`` counts pictures that an edit list hides,
    ``last`` is how long the last picture is on, 0 where the file does not say.
    """

    cut: bool
    tick: Fraction = Fraction(1)
    stamps: list[int | None] = field(default_factory=list)
    prints: list[Luma] = field(default_factory=list)
    keys: list[tuple[int, int]] = field(default_factory=list)
    size: tuple[int, int] = (0, 0)
    pixel_format: str = ""
    matrix: str = "bt709"
    full_range: bool = False
    rgb: bool = False
    alpha: bool = False
    transfer: Literal["sdr", "pq", "hlg"] = "sdr"
    rotation: int = 0
    mirrored: bool = False
    interlaced: int = 0
    hidden: int = 0
    last: int = 0

    def reached(self) -> str:
        """Return how far the pictures went, for people."""
        stamps = [stamp for stamp in self.stamps if stamp is not None]
        return clock_text(ticks_to_ns(max(stamps) - min(stamps), self.tick) if stamps else 0)

    def broken(self) -> LibraryError:
        """The fault of a film that goes no further."""
        refusal = Refusal.TRUNCATED if self.cut else Refusal.DAMAGED
        return refusal.error(at=self.reached())


def check_length(length_s: float) -> None:
    if length_s > LONGEST_S:
        length, most = clock_text(round(length_s) * SECOND), clock_text(LONGEST_S * SECOND)
        raise Refusal.TOO_LONG.error(length=length, most=most)


def decode(
    film: InputContainer, stream: VideoStream, reel: Reel, hear: Hear | None
) -> Iterator[float]:
    """Fill the reel; yields the share done. All streams are read: a cut shows in any of them.

    Raises LibraryError when the film is cut or damaged, av.FFmpegError where it cannot be read.
    """
    sound = film.streams.audio[0] if hear and film.streams.audio else None
    declared = (film.duration or 0) / av.time_base
    reached, seen = 0.0, 0
    for packet in film.demux():
        if packet.is_corrupt:
            reel.cut = True  # the file ended within it
            raise reel.broken()
        if packet.pts is not None and packet.time_base and packet.size:
            ends = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            reached = max(reached, ends - (film.start_time or 0) / av.time_base)
            check_length(reached)
        if sound is not None and hear is not None and packet.stream.index == sound.index:
            with suppress(av.FFmpegError):  # a crackle is no reason to refuse a film
                for heard in sound.decode(packet):
                    hear(heard)
        if packet.stream.index != stream.index:
            continue
        if packet.is_keyframe and packet.pts is not None:
            reel.keys.append((packet.pts, packet.pts if packet.dts is None else packet.dts))
        seen += bool(packet.size)
        try:
            frames = stream.decode(packet)
        except av.FFmpegError as fault:
            raise reel.broken() from fault
        for frame in frames:
            _take(frame, reel)
            yield min(reached / declared, 1.0) if declared else 0.0
    if not reel.stamps:
        raise Refusal.NOT_ONE_PICTURE.error()
    if reel.cut or reached < declared - SLACK_S:
        reel.cut = True
        raise reel.broken()
    reel.hidden = max(0, stream.frames - seen)


def skim(
    film: InputContainer, stream: VideoStream, reel: Reel, seen: Callable[[bytes], None]
) -> None:
    """Fill the reel from a film's packets; only the first picture is decoded.

    The fingerprints are left to whoever has seen the pictures. ``seen`` gets each packet's content.
    """
    first = True
    for packet in film.demux(stream):
        if not packet.size:
            continue
        seen(bytes(packet))
        if packet.is_keyframe and packet.pts is not None:
            reel.keys.append((packet.pts, packet.pts if packet.dts is None else packet.dts))
        if first:
            for frame in [*stream.decode(packet), *stream.decode(None)]:
                _take(frame, reel)
            reel.stamps.clear()
            first = False
        reel.stamps.append(packet.pts)
        reel.last = packet.duration or 0
    if not reel.stamps:
        raise Refusal.NOT_ONE_PICTURE.error()


def _take(frame: VideoFrame, reel: Reel) -> None:
    if frame.is_corrupt:
        raise reel.broken()
    size = (frame.width, frame.height)
    if not reel.stamps:
        reel.size = size
        reel.pixel_format = frame.format.name
        reel.mirrored, reel.rotation = _upright(frame)
        reel.matrix, reel.full_range = _colour(frame)
        reel.rgb = frame.format.is_rgb
        reel.alpha = any(part.is_alpha for part in frame.format.components)
        reel.transfer = _TRANSFER.get(int(frame.color_trc), "sdr")
    elif size != reel.size:
        raise Refusal.CHANGES_SIZE.error(
            at=reel.reached(),
            width=reel.size[0],
            height=reel.size[1],
            other_width=size[0],
            other_height=size[1],
        )
    reel.stamps.append(frame.dts if frame.pts is None else frame.pts)
    reel.prints.append(print_of(frame))
    reel.interlaced += frame.interlaced_frame
    reel.last = frame.duration or 0


def _upright(frame: VideoFrame) -> tuple[bool, int]:
    """Return what sets a picture upright: whether to mirror it, then the degrees clockwise."""
    try:  # its stub tells of motion vectors only
        found = cast(SideDataContainer, frame.side_data).get(Type.DISPLAYMATRIX)
    except ValueError:  # a picture with data of a kind that PyAV does not know yet, as TIFF's EXIF
        return False, -frame.rotation % 360
    if found is None:
        return False, 0
    # rows of three, 16.16 fixed point: x' = ax + cy, y' = bx + dy (libavutil/display.h)
    matrix = np.frombuffer(bytes(found), np.int32)
    (a, b), (c, d) = matrix[0:2].tolist(), matrix[3:5].tolist()
    mirrored = a * d < b * c
    if mirrored:
        a, b = -a, -b
    return mirrored, round(math.degrees(math.atan2(b, a)) / 90) % 4 * 90


def _colour(frame: VideoFrame) -> tuple[str, bool]:
    """The matrix and range of the pictures; RGB ones are turned into bt601 by the decoder."""
    if frame.format.is_rgb:
        return "bt601", False
    guess = "bt709" if frame.height >= 720 else "bt601"
    full = frame.color_range == 2 or frame.format.name.startswith("yuvj")
    return _MATRIX.get(int(frame.colorspace), guess), full


def print_of(frame: VideoFrame) -> Luma:
    """The fingerprint, straight from the decoder's luma plane where it has one."""
    shape = frame.format
    bits = shape.components[0].bits
    direct = shape.is_planar and not shape.is_rgb and not shape.name.startswith("p0")
    if not direct or shape.is_big_endian or frame.planes[0].line_size < 0:
        frame, bits = frame.reformat(format="yuv420p"), 8
    line = frame.planes[0].line_size
    plane = cast(memoryview, frame.planes[0])  # it has the buffer protocol, its stubs do not say so
    luma: Samples = np.frombuffer(plane, np.uint8).reshape(-1, line)
    if bits > 8:
        luma = np.frombuffer(plane, np.uint16).reshape(-1, line // 2)
    return fingerprint(luma, frame.width, frame.height, bits)
