"""``version.yaml``: what an artist says about one iteration. Every key may be left out.

Its format, with an example, is in versions/README.md.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from installation.model._naming import has_controls
from installation.model._sound_source import FILM_SOUND, SoundSource, sound_source
from installation.model._yamlfile import Form, Real, Record, parse
from installation.model._yamltext import YamlFault
from installation.units import SECOND

MANIFEST = "version.yaml"
"""The manifest's name in a version's folder."""

_CLOCK = re.compile(r"(?:(?:([0-9]{1,2}):)?([0-9]{1,3}):)?([0-9]{1,5}(?:\.[0-9]{1,9})?)")
_LONGEST = 24 * 3600 * SECOND


def media_time(value: Any) -> int:
    """Return a position in a film in nanoseconds, from seconds, ``m:ss.fff`` or ``h:mm:ss``.

    Raises ValueError for anything else, and beyond a day.
    """
    found = _CLOCK.fullmatch(str(value)) if not isinstance(value, bool) else None
    if found is None:
        raise ValueError("should be seconds (75.5) or minutes and seconds (1:15.5)")
    hours, minutes, rest = found[1], found[2], Decimal(found[3])
    if (minutes is not None and rest >= 60) or (hours is not None and int(minutes) >= 60):
        raise ValueError("counts past 59 after a colon")
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60
    at_ns = int((whole + rest) * SECOND)
    if at_ns > _LONGEST:
        raise ValueError("is more than a day")
    return at_ns


def _day(value: Any) -> Any:
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("should be a day, year first: 2024-03-21")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"there is no day {value}") from None


def picture_rate(value: Any) -> tuple[int, int]:
    """Return pictures a second as a fraction; 23.976, 29.97 and the like are NTSC's (n / 1.001).

    Raises ValueError for what is no such number, or not from 1 to 240.
    """
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not plain or not 1 <= value <= 240:
        raise ValueError("should be a number of pictures a second, from 1 to 240")
    ntsc = Fraction(round(value * 1.001) * 1000, 1001)
    near = float(value) != round(value) and abs(float(ntsc) - value) < 0.006
    rate = ntsc if near else Fraction(str(value))
    return rate.numerator, rate.denominator


def _rate_or_none(value: Any) -> tuple[int, int] | None:
    return None if value is None else picture_rate(value)


def _inside(value: str) -> str:
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or not path.name or not value.isprintable():
        raise ValueError("should be a file inside of this folder, without / in front or ..")
    return value


def _without_controls(value: str) -> str:
    if has_controls(value.replace("\n", "").replace("\t", "")):
        raise ValueError("has control characters in it; type it again")
    return value


def _on_a_line(value: str) -> str:
    if has_controls(value):
        raise ValueError("has control characters or a line's end in it; type it again")
    return value


Word = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_on_a_line)]
"""A short text that is there, on one line."""

Notes = Annotated[str, Field(max_length=20_000), AfterValidator(_without_controls)]

InsideFile = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_inside)]
"""A file's name, relative to the folder of the file that names it."""

BeatTime = Annotated[int, BeforeValidator(media_time)]


Sound = Annotated[SoundSource, BeforeValidator(sound_source)]
"""A track of the film, a language, or a file beside it."""


class Tool(Record):
    """A tool that was used for one step of the work: ``step: motion, tool: Runway Gen-3``."""

    step: Word
    tool: Word


class Manifest(Form):
    """The contents of ``version.yaml``; None and empty where it says nothing."""

    title: Word | None = None
    iteration: Annotated[Real, Field(ge=0, le=1_000_000)] | None = None
    made: Annotated[date | None, BeforeValidator(_day)] = None
    film: InsideFile | None = None
    rate: Annotated[tuple[int, int] | None, BeforeValidator(_rate_or_none)] = None
    beats: dict[Word, BeatTime] = Field(default_factory=dict)
    tools: tuple[Tool, ...] = ()
    subtitles: dict[Word, InsideFile] = Field(default_factory=dict)
    sound: Sound | None = None
    sounds: dict[Word, Sound] = Field(default_factory=dict)
    notes: Notes = ""

    def faults(self) -> Iterator[YamlFault]:
        """Two beats at the same moment could not be told apart on the story map; odd sounds."""
        if self.rate is not None and self.film is not None:
            yield YamlFault(("rate",), "is for single pictures, and a film has a rate of its own")
        seen: dict[int, str] = {}
        for name, at_ns in self.beats.items():
            if at_ns in seen:
                yield YamlFault(("beats", name), f"is at the same moment as {seen[at_ns]!r}")
            seen.setdefault(at_ns, name)
        if FILM_SOUND in self.sounds:
            text = "is the sound that belongs to the picture; write it as 'sound:' above"
            yield YamlFault(("sounds", FILM_SOUND), text)
        for path, said in self._sounds():
            if said.file:
                try:
                    _inside(said.file)
                except ValueError as fault:
                    yield YamlFault(path, str(fault))

    def _sounds(self) -> Iterator[tuple[tuple[str, ...], SoundSource]]:
        if self.sound is not None:
            yield ("sound",), self.sound
        for name, said in self.sounds.items():
            yield ("sounds", name), said


def parse_manifest(text: str, name: str) -> Manifest:
    """The manifest that a text describes. Raises ConfigError with every fault in it."""
    return parse(text, name, Manifest)
