"""A version's sounds: where each is to be found, and what an intake has found there. Pure."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from installation.said import NOTHING, Said

FILM_SOUND = "film"
"""The name of the sound that belongs to the picture; others are named by the manifest."""
FORMAT = 1
"""Raised when sounds are kept in another way: all are made again."""
TARGET_LUFS, TRUE_PEAK_DB = -23.0, -1.0
"""The loudness of EBU R 128, and the most that its true peak may be, in dB of full scale."""
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MOST_TRACKS = 64


@dataclass(frozen=True)
class SoundSource:
    """The place of a sound: tracks of the film, one in a language, or a file beside the film.

    ``tracks`` are numbers from 1, two of them are left and right; ``stamp`` is the file's size and
    time. With none of them it is the film's first track, or its first two if both are mono.
    """

    name: str = FILM_SOUND
    tracks: tuple[int, ...] = ()
    language: str = ""
    file: str = ""
    stamp: tuple[int, ...] = ()

    def kept_as(self, content: str) -> str:
        """Return the name under which this sound of a film, with a content hash, is kept."""
        place = (FORMAT, self.tracks, self.language, self.file and Path(self.file).name, self.stamp)
        key = hashlib.blake2b(msgspec.json.encode(place), digest_size=6).hexdigest()
        return f"{content}-{key}"

    @property
    def is_film(self) -> bool:
        """Tell whether it is what the film brings along, whatever that is."""
        return not (self.tracks or self.language or self.file)


class SoundFacts(Struct, frozen=True):
    """The facts of a sound that is kept: so many samples of so many channels.

    ``lufs`` is its integrated loudness (None: silence), ``peak_db`` its true peak, both as two
    loudspeakers play it; ``fault`` says why there is none.
    """

    samples: int = 0
    channels: int = 2
    lufs: float | None = None
    peak_db: float | None = None
    fault: Said = NOTHING


def gain_for(facts: SoundFacts, levelled: bool) -> float:
    """Return what a sound's samples are multiplied with, so that it is as loud as is wanted.

    ``levelled``: as loud as all others (EBU R 128), or as near to it as its true peak allows; else
    as it is, but for a mix of more than two channels, whose peak is kept, too.
    """
    if levelled and facts.lufs is not None:
        return amplitude_of(min(TARGET_LUFS - facts.lufs, _headroom_db(facts)))
    if facts.channels > 2:
        return amplitude_of(min(0.0, _headroom_db(facts)))
    return 1.0


def short_of_target_db(facts: SoundFacts) -> float:
    """Return by how much a sound stays quieter than the others, since its peaks allow no more."""
    if facts.lufs is None:
        return 0.0
    return max(0.0, TARGET_LUFS - facts.lufs - _headroom_db(facts))


def amplitude_of(decibels: float) -> float:
    """Return the factor that so many decibels are."""
    return float(10 ** (decibels / 20))


def _headroom_db(facts: SoundFacts) -> float:
    return TRUE_PEAK_DB - (TRUE_PEAK_DB if facts.peak_db is None else facts.peak_db)


def sound_source(value: Any) -> SoundSource:
    """Return the sound that a manifest's word means. Raises ValueError for anything else."""
    numbers = value if isinstance(value, list | tuple) else [value]
    if 1 <= len(numbers) <= 2 and all(_is_track(number) for number in numbers):
        return SoundSource(tracks=tuple(int(number) for number in numbers))
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return SoundSource(language=value.lower())
    if isinstance(value, str) and "." in value.strip("."):
        return SoundSource(file=value)
    raise ValueError(
        "should be a track's number from 1 (or two, [1, 2], for left and right), a language (ru),"
        " or a file beside the film (mix.wav)"
    )


def _is_track(number: Any) -> bool:
    return re.fullmatch("[0-9]{1,2}", str(number)) is not None and 1 <= int(number) <= MOST_TRACKS
