"""One full decode of a film: when every picture is on, what it looks like, and whether it is whole.

One of the files that import ``av``. A survey takes a film as it is, and says what a player would
mind; a probe refuses what one would.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from installation.errors import LibraryError
from installation.library._container import check_whole, is_cut
from installation.library._opening import is_wrapped, open_film
from installation.library._reel import Hear, Progress, Reel, check_length, decode, skim
from installation.library._single_pictures import film_stamp
from installation.model import (
    FASTEST,
    LATEST_BEGIN_NS,
    LONGEST,
    SHORTEST,
    Cadence,
    FilmFacts,
    FilmIndex,
    FilmTraits,
    Refusal,
    cadence_of,
    ticks_to_ns,
    without_controls,
)
from installation.said import Said
from installation.units import SECOND

LARGEST_SIDE = 8192
"""The longest side that is decoded at all: there is a house copy of 8K."""

LONGEST_NAME = 200
"""Letters of a chapter's name, like a beat's in a manifest."""

LARGEST_BYTES = 500 * 10**9


@dataclass(frozen=True)
class Survey:
    """A whole film as it was found: its traits, and when each of its pictures is on, from 0.

    ``prints`` (pictures, 144) are their fingerprints, ``stamps`` what their container calls their
    times, and ``keys`` those of the key pictures; without stamps of its own a film has neither.
    ``index`` is the film's if players can have it as it is; else ``fault`` says why not.
    """

    traits: FilmTraits
    times_ns: NDArray[np.int64]
    prints: NDArray[np.uint8]
    chapters: tuple[tuple[str, int], ...]
    index: FilmIndex | None
    fault: LibraryError | None
    stamps: NDArray[np.int64]
    keys: NDArray[np.int64]

    def as_it_is(self) -> FilmIndex:
        """Return the film's index. Raises LibraryError for one that players cannot have so."""
        if self.index is None:
            assert self.fault is not None
            raise self.fault
        return self.index


def probe_head(path: Path, any_kind: bool = False) -> None:
    """Refuse what a film's head tells already, before all of it is read. Raises LibraryError.

    A file that lies in its head is found out when all of it is decoded. ``any_kind`` takes what a
    house copy can be made of.
    """
    size = film_stamp(path).size
    if size > LARGEST_BYTES:
        raise Refusal.TOO_MANY_BYTES.error(size_gb=size / 1e9, most_gb=LARGEST_BYTES / 1e9)
    check_whole(path)
    try:
        with open_film(path, any_kind) as film:
            _picture_stream(film, any_kind)
            check_length((film.duration or 0) / av.time_base)
    except av.FFmpegError as fault:
        if not is_cut(path):
            raise Refusal.NO_FILM.error() from fault


def probe(
    path: Path,
    progress: Progress = lambda _: None,
    threads: int = 1,
    hear: Hear | None = None,
) -> FilmIndex:
    """Decode every picture of a film and return its index.

    Raises LibraryError with one line of reason and one of advice when the film is not whole,
    damaged, or not playable as it is. The rest is as in :func:`survey`.
    """
    return survey(path, progress, threads, hear, any_kind=False).as_it_is()


def survey(
    path: Path,
    progress: Progress = lambda _: None,
    threads: int = 1,
    hear: Hear | None = None,
    any_kind: bool = True,
) -> Survey:
    """Decode every picture of a film and return what was found.

    ``progress`` is called with the share done, 0 to 1, about once a picture, ``hear`` with the
    sound of the first sound track, as far as it can be decoded. Raises LibraryError with one line
    of reason and one of advice when the film is not whole, or damaged; without ``any_kind`` also
    for a container that players are not given, or pictures larger than a ring has room for.
    """
    check_whole(path)
    reel = Reel(cut=is_cut(path))
    try:
        with open_film(path, any_kind) as film:
            stream = _picture_stream(film, any_kind)
            stream.thread_type = "AUTO" if threads > 1 else "NONE"
            stream.codec_context.thread_count = threads
            reel.tick = Fraction(stream.time_base or 1)
            for share in decode(film, stream, reel, hear):
                progress(share)
            return _surveyed(film, stream, reel, is_wrapped(path, film))
    except av.FFmpegError as fault:
        # an I/O error too: FFmpeg says so when a damaged outline leads beyond the file's end
        if reel.stamps or reel.cut:
            raise reel.broken() from fault
        raise Refusal.NO_FILM.error() from fault


def index_by_packets(
    path: Path, prints: NDArray[np.uint8], seen: Callable[[bytes], None]
) -> FilmIndex:
    """Return the index of a film of which every picture was decoded before, packet by packet.

    ``prints`` are what those pictures looked like; ``seen`` gets the content of each packet, by
    which it is told that they are the same. Raises as :func:`probe` does.
    """
    reel = Reel(cut=False)
    try:
        with open_film(path) as film:
            stream = _picture_stream(film, any_kind=False)
            stream.thread_type = "NONE"
            reel.tick = Fraction(stream.time_base or 1)
            skim(film, stream, reel, seen)
            reel.prints = list(prints)
            return _surveyed(film, stream, reel, wrapped=True).as_it_is()
    except av.FFmpegError as fault:
        raise reel.broken() from fault


def _picture_stream(film: InputContainer, any_kind: bool) -> VideoStream:
    streams = [s for s in film.streams.video if not s.disposition & s.disposition.attached_pic]
    if not streams:
        what = Said("only sound") if film.streams.audio else Said("no video stream")
        raise Refusal.NO_PICTURES.error(instead=what)
    stream = streams[0]
    if stream.codec_context is None:
        raise Refusal.NO_DECODER.error()
    width, height = stream.codec_context.width, stream.codec_context.height
    largest = (LARGEST_SIDE, LARGEST_SIDE) if any_kind else (LONGEST, SHORTEST)
    if max(width, height) > largest[0] or min(width, height) > largest[1]:
        raise _too_large(width, height, *largest)
    return stream


def _too_large(width: int, height: int, longest: int, shortest: int) -> LibraryError:
    return Refusal.TOO_LARGE.error(width=width, height=height, longest=longest, shortest=shortest)


def _surveyed(film: InputContainer, stream: VideoStream, reel: Reel, wrapped: bool) -> Survey:
    tick = reel.tick
    hints = [stream.average_rate, stream.guessed_rate]
    stamps, prints = _ordered(reel, tick, hints)
    start_ns = ticks_to_ns(stamps[0], tick)
    cadence, varies = None, None
    try:
        cadence = cadence_of(stamps, tick, hints)
        times_ns, duration_ns = cadence.pts_ns, cadence.duration_ns
    except LibraryError as fault:
        varies = fault
        times_ns = np.array([ticks_to_ns(stamp - stamps[0], tick) for stamp in stamps], np.int64)
        duration_ns = _ends(times_ns, ticks_to_ns(reel.last, tick))
    codec = stream.codec_context
    sar = stream.sample_aspect_ratio or codec.sample_aspect_ratio or Fraction(1)
    traits = FilmTraits(
        codec=codec.codec.canonical_name,
        pixel_format=codec.pix_fmt or reel.pixel_format,
        width=reel.size[0],
        height=reel.size[1],
        sar=(sar.numerator, sar.denominator) if sar > 0 else (1, 1),
        rotation=reel.rotation,
        mirrored=reel.mirrored,
        rate=(cadence.fps.numerator, cadence.fps.denominator) if cadence else (0, 1),
        matrix=reel.matrix,
        full_range=reel.full_range,
        rgb=reel.rgb,
        transfer=reel.transfer,
        alpha=reel.alpha,
        interlaced=reel.interlaced,
        wrapped=wrapped,
        pictures=len(stamps),
        hidden=reel.hidden,
        late_ns=max(0, start_ns - (film.start_time or 0) * SECOND // av.time_base),
        duration_ns=duration_ns,
        sound=bool(film.streams.audio),
    )
    chapters = _chapters(film, start_ns)
    wrong = _fault(traits, varies)
    index = None
    if cadence is not None and wrong is None:
        keys = [[ticks_to_ns(stamp, tick) - start_ns for stamp in key] for key in reel.keys]
        keys_ns = np.array(sorted(keys) or [[0, 0]], np.int64)
        index = FilmIndex(_facts(traits, cadence, chapters), cadence.pts_ns, prints, keys_ns)
    own = np.array(stamps if None not in reel.stamps else [], np.int64)
    begins = np.array(sorted(at for at, _ in reel.keys), np.int64)
    return Survey(traits, times_ns, prints, chapters, index, wrong, own, begins)


def _facts(
    traits: FilmTraits, cadence: Cadence, chapters: tuple[tuple[str, int], ...]
) -> FilmFacts:
    return FilmFacts(
        width=traits.width,
        height=traits.height,
        sar=traits.sar,
        fps=(cadence.fps.numerator, cadence.fps.denominator),
        matrix=traits.matrix,
        full_range=traits.full_range,
        audio=traits.sound,
        codec=traits.codec,
        pixel_format=traits.pixel_format,
        duration_ns=cadence.duration_ns,
        frames=traits.pictures,
        chapters=chapters,
    )


def _fault(traits: FilmTraits, varies: LibraryError | None) -> LibraryError | None:
    """Return why players cannot have a whole film as it is; None when they can."""
    width, height = traits.width, traits.height
    if max(width, height) > LONGEST or min(width, height) > SHORTEST:
        return _too_large(width, height, LONGEST, SHORTEST)
    if traits.rotation:
        return Refusal.TURNED.error(degrees=traits.rotation)
    if traits.mirrored:
        return Refusal.MIRRORED.error()
    if traits.hidden:
        return Refusal.HIDDEN.error(count=traits.hidden)
    if varies is not None:
        return varies
    rate = Fraction(*traits.rate)
    if rate > FASTEST:
        return Refusal.TOO_FAST.error(rate=float(rate))
    if traits.late_ns > LATEST_BEGIN_NS:
        return Refusal.BEGINS_LATE.error(late_s=traits.late_ns / SECOND)
    if traits.halved:
        return Refusal.INTERLACED.error()
    return None


def _ends(times_ns: NDArray[np.int64], last_ns: int) -> int:
    """Return when a film of a variable rate ends, if its last picture is on for so long, or not."""
    usual_ns = int(np.median(np.diff(times_ns))) if len(times_ns) > 1 else SECOND // 25
    return int(times_ns[-1]) + (last_ns or usual_ns)


def _ordered(
    reel: Reel, tick: Fraction, hints: Sequence[Fraction | None]
) -> tuple[list[int], NDArray[np.uint8]]:
    """Stamps and fingerprints in the order of presentation; a film without stamps gets a grid."""
    prints = np.stack(reel.prints)
    stamps = [stamp for stamp in reel.stamps if stamp is not None]
    if len(stamps) < len(reel.stamps):
        rate = next((rate for rate in hints if rate), None)
        if rate is None:
            raise Refusal.NO_TIMES.error()
        return [round(k / rate / tick) for k in range(len(reel.stamps))], prints
    order = sorted(range(len(stamps)), key=stamps.__getitem__)
    return [stamps[k] for k in order], prints[order]


def _chapters(film: InputContainer, start_ns: int) -> tuple[tuple[str, int], ...]:
    """Named chapters and when they begin, in the film's own time."""
    found = []
    for chapter in film.chapters():
        name = without_controls(chapter["metadata"].get("title", "")).strip()[:LONGEST_NAME]
        begins = ticks_to_ns(chapter["start"], Fraction(chapter["time_base"] or 1))
        if name:
            found.append((name, max(0, begins - start_ns)))
    return tuple(found)
