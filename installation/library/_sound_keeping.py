"""Keeps a sound of a version as plain samples, and measures it. It imports ``av``, as others do.

Its first sample is heard with the film's first picture: what an encoder puts before the sound
(priming) and behind it is gone, and so is the time by which the container has it late.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path

import av
import langcodes
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from langcodes.tag_parser import LanguageTagError
from numpy.typing import NDArray

from installation.errors import LibraryError
from installation.files import writing_whole
from installation.library._copy_sound import RATE, sound_of
from installation.library._loudness import Loudness
from installation.library._opening import language_of, open_sound
from installation.model import SoundFacts, SoundSource, kept_channels, mix
from installation.said import Said, joined
from installation.store import KeptSounds
from installation.units import SECOND

Samples = NDArray[np.int16]
_ANOTHER_LANGUAGE = 10
"""The distance of langcodes from which on it is not the same language, in another country."""
LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}


def keep_sound(
    film: Path, source: SoundSource, duration_ns: int, shelf: KeptSounds, name: str
) -> SoundFacts:
    """Keep a sound of a film that lasts so long under a name, and return what it is.

    What is wrong with it is among the facts. Raises OSError when there is no room.
    """
    try:
        if source.file and not source.stamp:
            lacking = Path(source.file).name
            raise LibraryError(Said("{file} cannot be read, or is not there", file=lacking))
        place = Path(source.file) if source.file else film
        with open_sound(place) as opened:
            tracks = chosen(opened, source)
            channels = _channels([opened.streams.audio[track] for track in tracks])
            begins_s = _first_sound_s(opened) if source.file else _first_picture_s(opened)
        samples = round(duration_ns * RATE / SECOND)
        shelf.check_room(2 * channels * samples)
        blocks = _blocks(place, tracks, channels, begins_s, samples)
        facts = _written(shelf.path(name), blocks, channels)
    except LibraryError as fault:
        facts = SoundFacts(fault=fault.message)
    except av.FFmpegError as fault:
        facts = SoundFacts(fault=Said("it cannot be decoded ({why})", why=str(fault)))
    shelf.facts.put(name, facts)
    return facts


def chosen(opened: InputContainer, source: SoundSource) -> tuple[int, ...]:
    """Return the tracks, from 0, that a version's sound is made of. Raises LibraryError."""
    streams = opened.streams.audio
    if not streams:
        raise LibraryError(Said("there is no sound in it"))
    if source.tracks:
        if max(source.tracks) > len(streams):
            has = Said("one sound track")
            if len(streams) > 1:
                has = Said("{count} sound tracks", count=len(streams))
            asked = max(source.tracks)
            raise LibraryError(
                Said("track {track} is asked for, and it has {has}", track=asked, has=has)
            )
        return tuple(track - 1 for track in source.tracks)
    if source.language:
        for track, stream in enumerate(streams):
            if _speaks(stream, source.language):
                return (track,)
        unnamed = Said("one that is not told")
        there = joined(", ", (language_of(stream) or unnamed for stream in streams))
        raise LibraryError(
            Said(
                "it has no sound track in {language}; there are: {languages}",
                language=source.language,
                languages=there,
            )
        )
    return (0, 1) if _is_pair(streams[:2]) else (0,)


def _is_pair(streams: Sequence[AudioStream]) -> bool:
    """Tell whether tracks are left and right, as recorders and broadcasters write them."""
    mono = [stream for stream in streams if stream.codec_context.channels == 1]
    return len(mono) == 2 and language_of(mono[0]) == language_of(mono[1])


def _speaks(stream: AudioStream, language: str) -> bool:
    try:
        return langcodes.tag_distance(language_of(stream) or "und", language) < _ANOTHER_LANGUAGE
    except LanguageTagError:
        return False


def _channels(streams: Sequence[AudioStream]) -> int:
    return 2 if len(streams) == 2 else kept_channels(streams[0].codec_context.channels)


def _first_picture_s(film: InputContainer) -> Fraction:
    """Return when a film's first picture is on, in its file's own time."""
    for frame in film.decode(film.streams.video[0]):
        stamp = frame.dts if frame.pts is None else frame.pts
        return Fraction(stamp or 0) * Fraction(frame.time_base or 1)
    return Fraction(0)


def _first_sound_s(opened: InputContainer) -> Fraction:
    """Return when the sound of a file of sound begins: an encoder's delay lies before it."""
    return Fraction(opened.start_time or 0, av.time_base)


def _blocks(
    place: Path, tracks: Sequence[int], channels: int, begins_s: Fraction, samples: int
) -> Iterator[Samples]:
    """Return the samples (n, channels) of one track, or of two side by side."""
    layout = "mono" if len(tracks) == 2 else LAYOUTS[channels]
    sides = [sound_of(place, layout, begins_s, samples, track) for track in tracks]
    if len(sides) == 1:
        for frame in sides[0]:
            yield _samples(frame, channels)
        return
    for pair in zip_longest(*sides):  # frames of one size, but for the last
        parts = [_none() if frame is None else _samples(frame, 1) for frame in pair]
        both = np.zeros((max(map(len, parts)), 2), np.int16)
        for side, part in enumerate(parts):
            both[: len(part), side] = part[:, 0]
        yield both


def _samples(frame: AudioFrame, channels: int) -> Samples:
    return np.asarray(frame.to_ndarray(), np.int16).reshape(-1, channels)


def _none() -> Samples:
    return np.zeros((0, 1), np.int16)


def _written(path: Path, blocks: Iterator[Samples], channels: int) -> SoundFacts:
    loudness, count = Loudness(with_peak=True), 0
    with writing_whole(path) as file:
        for block in blocks:
            file.write(block.tobytes())
            loudness.push(_as_heard(block, count))
            count += len(block)
    if not count:
        path.unlink(missing_ok=True)
        raise LibraryError("nothing of it can be decoded")
    lufs = loudness.lufs()
    return SoundFacts(count, channels, lufs, loudness.peak_db)


def _as_heard(block: Samples, at: int) -> AudioFrame:
    """Return samples as two loudspeakers play them, which is how loud they are."""
    wave = block.astype(np.float32) / 32768 @ mix(block.shape[1], 2)
    frame = AudioFrame.from_ndarray(wave.reshape(1, -1), format="flt", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
    return frame
