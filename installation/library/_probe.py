"""One full decode of a film: when every picture is on, what it looks like, and whether it is whole.

One of the files that import ``av``. What counts as broken was tried with PyAV 18.1 on films with
flipped bytes and cut ends: the decoder raises, or marks the picture corrupt, or (Matroska) the
file simply ends before the length that its head declares. HEVC and VP9 decode most flipped bits
without a complaint; that such a film looks odd is beyond a probe.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from installation.errors import LibraryError
from installation.library._container import check_whole, is_cut
from installation.library._intake_process import EXPORT
from installation.library._opening import open_film
from installation.model import (
    SIZE,
    FilmFacts,
    FilmIndex,
    Luma,
    cadence_of,
    clock_text,
    fingerprint,
    fingerprint_grid,
    ticks_to_ns,
    without_controls,
)
from installation.units import MILLISECOND, SECOND

LONGEST, SHORTEST = 4096, 2304
"""The largest picture that a ring has room for, on its longer and its shorter side."""

SLACK_S = 1.0
"""By how much a film may end before the length that its head declares: rounded lengths, sound."""

AGAIN = "Copy or export the film again."
BAKE = "Export it upright: ffmpeg turns the pictures themselves when it encodes the film again."

LONGEST_NAME = 200
"""Letters of a chapter's name, like a beat's in a manifest."""

_MATRIX = {1: "bt709", 4: "bt601", 5: "bt601", 6: "bt601", 7: "bt709", 9: "bt2020", 10: "bt2020"}
"""AVColorSpace to our three; SMPTE 240M is nearest to bt709."""

FASTEST = 61
"""The most pictures a second; a ring has room for 60 and a bit."""

LATEST_BEGIN_NS = 150 * MILLISECOND
"""A first picture that comes later than this after the film begins is missed by the player, which
counts from there: it would be called late for ever. Sound that begins with the pictures of a second
frame is common, and well."""
INTERLACED = 0.1
"""The share of pictures that may be marked as two half pictures: some cameras mark a few so."""

LARGEST_BYTES = 500 * 10**9
LONGEST_S = 4 * 3600
"""A film of this length at 60 pictures a second has an index of 125 MB, in each player's memory."""

Progress = Callable[[float], None]
Hear = Callable[[AudioFrame], None]


@dataclass
class _Reel:
    """The findings of the decode; ``cut`` is known before it, from the file's outline."""

    cut: bool
    tick: Fraction = Fraction(1)
    stamps: list[int | None] = field(default_factory=list)
    prints: list[Luma] = field(default_factory=list)
    keys: list[tuple[int, int]] = field(default_factory=list)
    size: tuple[int, int] = (0, 0)
    matrix: str = "bt709"
    full_range: bool = False
    interlaced: int = 0

    def reached(self) -> str:
        """Return how far the pictures went, for people."""
        stamps = [stamp for stamp in self.stamps if stamp is not None]
        return clock_text(ticks_to_ns(max(stamps) - min(stamps), self.tick) if stamps else 0)

    def broken(self) -> LibraryError:
        """The fault of a film that goes no further."""
        what = "truncated at" if self.cut else "damaged after"
        return LibraryError(f"{what} {self.reached()}", AGAIN)


def probe_head(path: Path) -> None:
    """Refuse what a film's head tells already, before all of it is read. Raises LibraryError.

    A file that lies in its head is found out when all of it is decoded.
    """
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        most = f"the most is {LARGEST_BYTES / 1e9:.0f} GB"
        raise LibraryError(f"it is {size / 1e9:.0f} GB large, {most}", "Export it smaller.")
    check_whole(path)
    try:
        with open_film(path) as film:
            _picture_stream(film)
            _check_length((film.duration or 0) / av.time_base)
    except av.FFmpegError as fault:
        if not is_cut(path):
            raise LibraryError(
                "not a film, or one that is damaged from the start", EXPORT
            ) from fault


def _check_length(length_s: float) -> None:
    if length_s > LONGEST_S:
        most = f"the most is {clock_text(LONGEST_S * SECOND)}"
        reason = f"it is {clock_text(round(length_s) * SECOND)} long, {most}"
        raise LibraryError(reason, "Cut it into parts, or make it shorter.")


def probe(
    path: Path,
    progress: Progress = lambda _: None,
    threads: int = 1,
    hear: Hear | None = None,
) -> FilmIndex:
    """Decode every picture of a film and return its index.

    ``progress`` is called with the share done, 0 to 1, about once a picture, ``hear`` with the
    sound of the first sound track, as far as it can be decoded. Raises LibraryError with one line
    of reason and one of advice when the film is not whole, damaged, or not playable.
    """
    check_whole(path)
    reel = _Reel(cut=is_cut(path))
    try:
        with open_film(path) as film:
            stream = _picture_stream(film)
            stream.thread_type = "AUTO" if threads > 1 else "NONE"
            stream.codec_context.thread_count = threads
            reel.tick = Fraction(stream.time_base or 1)
            for share in _decode(film, stream, reel, hear):
                progress(share)
            return _index(film, stream, reel)
    except av.FFmpegError as fault:
        # an I/O error too: FFmpeg says so when a damaged outline leads beyond the file's end
        if reel.stamps or reel.cut:
            raise reel.broken() from fault
        raise LibraryError("not a film, or one that is damaged from the start", EXPORT) from fault


def _picture_stream(film: av.container.InputContainer) -> VideoStream:
    streams = [s for s in film.streams.video if not s.disposition & s.disposition.attached_pic]
    if not streams:
        what = "only sound" if film.streams.audio else "no video stream"
        raise LibraryError(f"there are no pictures in it, {what}", "Export it with its pictures.")
    stream = streams[0]
    if stream.codec_context is None:
        raise LibraryError("its codec is not one that can be decoded", EXPORT)
    _check_size(stream.codec_context.width, stream.codec_context.height)
    return stream


def _check_size(width: int, height: int) -> None:
    if max(width, height) > LONGEST or min(width, height) > SHORTEST:
        raise LibraryError(
            f"its pictures are {width} x {height}, the most is {LONGEST} x {SHORTEST}",
            "Export it at 3840 x 2160 or less.",
        )


def _decode(
    film: av.container.InputContainer, stream: VideoStream, reel: _Reel, hear: Hear | None
) -> Iterator[float]:
    """Fill the reel; yields the share done. All streams are read: a cut shows in any of them."""
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
            _check_length(reached)
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
        raise LibraryError("there is not one picture in it", AGAIN)
    if reel.cut or reached < declared - SLACK_S:
        reel.cut = True
        raise reel.broken()
    if seen < stream.frames:  # the file is whole, and the demuxer leaves them out
        raise LibraryError(
            f"an edit list hides {stream.frames - seen} of its pictures, which players may show",
            "Export it again from the editor, not as a trimmed copy.",
        )


def _take(frame: VideoFrame, reel: _Reel) -> None:
    if frame.is_corrupt:
        raise reel.broken()
    size = (frame.width, frame.height)
    if not reel.stamps:
        reel.size = size
        _check_size(*size)
        if frame.rotation:
            raise LibraryError(
                f"it is stored turned by {frame.rotation} degrees, which players may not undo", BAKE
            )
        reel.matrix, reel.full_range = _colour(frame)
    elif size != reel.size:
        raise LibraryError(
            f"its pictures change size at {reel.reached()}, "
            f"{reel.size[0]} x {reel.size[1]} to {size[0]} x {size[1]}",
            EXPORT,
        )
    reel.stamps.append(frame.dts if frame.pts is None else frame.pts)
    reel.prints.append(_print(frame))
    reel.interlaced += frame.interlaced_frame


def _colour(frame: VideoFrame) -> tuple[str, bool]:
    """The matrix and range of the pictures; RGB ones are turned into bt601 by the decoder."""
    if frame.format.is_rgb:
        return "bt601", False
    guess = "bt709" if frame.height >= 720 else "bt601"
    full = frame.color_range == 2 or frame.format.name.startswith("yuvj")
    return _MATRIX.get(int(frame.colorspace), guess), full


def _print(frame: VideoFrame) -> Luma:
    """The fingerprint, straight from the decoder's luma plane where it has one."""
    shape = frame.format
    bits = shape.components[0].bits
    direct = shape.is_planar and not shape.is_rgb and not shape.name.startswith("p0")
    if not direct or shape.is_big_endian or frame.planes[0].line_size < 0:
        frame, bits = frame.reformat(format="yuv420p"), 8
    line = frame.planes[0].line_size
    plane = cast(memoryview, frame.planes[0])  # it has the buffer protocol, its stubs do not say so
    if bits == 8:
        return fingerprint(
            np.frombuffer(plane, np.uint8).reshape(-1, line), frame.width, frame.height
        )
    deep = np.frombuffer(plane, np.uint16).reshape(-1, line // 2)
    samples = deep[fingerprint_grid(frame.width, frame.height)].reshape(SIZE).astype(np.uint32)
    shift = bits - 8
    rounded: Luma = np.minimum((samples + (1 << shift >> 1)) >> shift, 255).astype(np.uint8)
    return rounded


def _index(film: av.container.InputContainer, stream: VideoStream, reel: _Reel) -> FilmIndex:
    tick = reel.tick
    hints = [stream.average_rate, stream.guessed_rate]
    stamps, prints = _ordered(reel, tick, hints)
    times = cadence_of(stamps, tick, hints)
    if times.fps > FASTEST:
        raise LibraryError(
            f"{float(times.fps):.0f} pictures a second are more than 60",
            "Export it at 60 pictures a second or less.",
        )
    start_ns = ticks_to_ns(stamps[0], tick)
    late_ns = start_ns - (film.start_time or 0) * SECOND // av.time_base
    if late_ns > LATEST_BEGIN_NS:
        raise LibraryError(
            f"its first picture comes {late_ns / SECOND:.2f} s after its sound begins; until then"
            " there is nothing to show",
            "Export it again with its pictures from the first moment on.",
        )
    if reel.interlaced > INTERLACED * len(stamps):
        raise LibraryError(
            "its pictures are interlaced: each is two half pictures of different moments",
            "Export it progressive (in ffmpeg: -vf bwdif=send_frame).",
        )
    codec = stream.codec_context
    sar = stream.sample_aspect_ratio or codec.sample_aspect_ratio or Fraction(1)
    facts = FilmFacts(
        width=reel.size[0],
        height=reel.size[1],
        sar=(sar.numerator, sar.denominator) if sar > 0 else (1, 1),
        fps=(times.fps.numerator, times.fps.denominator),
        matrix=reel.matrix,
        full_range=reel.full_range,
        audio=bool(film.streams.audio),
        codec=codec.codec.canonical_name,
        pixel_format=codec.pix_fmt or "",
        duration_ns=times.duration_ns,
        frames=len(stamps),
        chapters=_chapters(film, start_ns),
    )
    keys = [[ticks_to_ns(stamp, tick) - start_ns for stamp in key] for key in reel.keys]
    keys_ns = np.array(sorted(keys) or [[0, 0]], np.int64)
    return FilmIndex(facts, times.pts_ns, prints, keys_ns)


def _ordered(
    reel: _Reel, tick: Fraction, hints: list[Fraction | None]
) -> tuple[list[int], NDArray[np.uint8]]:
    """Stamps and fingerprints in the order of presentation; a film without stamps gets a grid."""
    prints = np.stack(reel.prints)
    stamps = [stamp for stamp in reel.stamps if stamp is not None]
    if len(stamps) < len(reel.stamps):
        rate = next((rate for rate in hints if rate), None)
        if rate is None:
            raise LibraryError("its pictures carry no times", EXPORT)
        return [round(k / rate / tick) for k in range(len(reel.stamps))], prints
    order = sorted(range(len(stamps)), key=stamps.__getitem__)
    return [stamps[k] for k in order], prints[order]


def _chapters(film: av.container.InputContainer, start_ns: int) -> tuple[tuple[str, int], ...]:
    """Named chapters and when they begin, in the film's own time."""
    found = []
    for chapter in film.chapters():
        name = without_controls(chapter["metadata"].get("title", "")).strip()[:LONGEST_NAME]
        begins = ticks_to_ns(chapter["start"], Fraction(chapter["time_base"] or 1))
        if name:
            found.append((name, max(0, begins - start_ns)))
    return tuple(found)
