"""Judges an intake's findings on a film: a version to admit, or why it makes none. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from installation.model._cadence import clock_text
from installation.model._film import FilmFacts
from installation.model._house_copy import HouseCopy
from installation.model._refusals import Fault, Refusal
from installation.model._sound_source import FILM_SOUND, SoundFacts, SoundSource
from installation.model._version import Version
from installation.said import Said, joined
from installation.units import MILLISECOND

POSTER = ""
"""The name of the thumbnail that stands for the whole version, from a third of its length."""


@dataclass(frozen=True)
class KeptSound:
    """A sound as it is kept: samples in a file, 16 bits each, 48 000 a second, channels in turn."""

    name: str
    file: Path
    facts: SoundFacts


@dataclass(frozen=True)
class Admitted:
    """A film that the intake found good: its content hash, where its index is, and its facts.

    ``loudness_lufs`` is the integrated loudness (EBU R128), None for a silent film; ``speed`` how
    many times real time this machine decodes it in one deck; ``thumbs`` the folder of its
    thumbnails; ``texts`` has a file of subtitles for each text track in it, by language. ``house``
    is its house copy, in the file ``copy``: index and facts are that one's. ``sounds`` are all that
    are kept of it, by the name under which they are. One that is not ``rehearsed`` yet has only
    been decoded, for a wall that showed nothing.
    """

    hash: str
    index: Path
    facts: FilmFacts
    loudness_lufs: float | None = None
    speed: float | None = None
    warnings: tuple[Said, ...] = ()
    thumbs: Path = Path()
    texts: tuple[tuple[str, Path], ...] = ()
    house: HouseCopy | None = None
    copy: Path | None = None
    sounds: tuple[KeptSound, ...] = ()
    rehearsed: bool = True


@dataclass(frozen=True)
class Refused:
    """A film that the intake refused; ``hash`` is empty when it did not come so far."""

    fault: Fault
    hash: str = ""


@dataclass(frozen=True)
class Ready:
    """A version that can be played. ``hash`` names this revision of its film.

    ``beats`` are the manifest's, else those of the film's chapters that lie within it, as (name,
    position in ns), early ones first; ``index`` and ``facts`` are those of what is played, the file
    ``copy`` if the film has a house copy. ``warnings`` says what is odd. ``thumbnails`` are JPEG
    files by beat, and one named :data:`POSTER`; a moment after a new manifest they may not be there
    yet. ``subtitles`` are files by language: the manifest's, then those of the film's text tracks.
    ``sounds`` are those of the version's that are kept; a new manifest's may come later, too. One
    that is not ``rehearsed`` may be refused yet.
    """

    version: Version
    hash: str
    index: Path
    facts: FilmFacts
    beats: tuple[tuple[str, int], ...] = ()
    warnings: tuple[Said, ...] = ()
    loudness_lufs: float | None = None
    speed: float | None = None
    thumbnails: tuple[tuple[str, Path], ...] = ()
    subtitles: tuple[tuple[str, Path], ...] = ()
    house: HouseCopy | None = None
    copy: Path | None = None
    sounds: tuple[KeptSound, ...] = ()
    rehearsed: bool = True

    @property
    def plays(self) -> str:
        """Return the content hash of what is played: the house copy's, or the film's own."""
        return self.house.hash if self.house else self.hash

    @property
    def file(self) -> Path:
        """Return the file that is played."""
        return self.copy or self.version.film

    @property
    def sounds_lacking(self) -> tuple[SoundSource, ...]:
        """Return the sounds of the version that nobody has looked for yet, or that are lost."""
        there = {sound.name for sound in self.sounds}
        return tuple(s for s in self.version.sounds if self._has(s) and s.name not in there)

    def _has(self, source: SoundSource) -> bool:
        return self.facts.audio or not source.is_film


def admit_or_refuse(version: Version, found: Admitted) -> Ready | Refused:
    """The version, if its beats lie within its film; chapters that do not are only left out."""
    facts, end = found.facts, clock_text(found.facts.duration_ns)
    listed = sorted(((name, int(at)) for name, at in version.beats), key=lambda beat: beat[1])
    beats = listed or sorted(facts.chapters, key=lambda chapter: chapter[1])
    late = [beat for beat in beats if beat[1] >= facts.duration_ns]
    said = tuple(
        Said(
            "beat '{beat}' at {at} lies after the end of the film, {end}",
            beat=name,
            at=clock_text(at),
            end=end,
        )
        for name, at in late
    )
    if listed and said:
        where = version.manifest.name if version.manifest else Said("its manifest")
        fault = Refusal.BEATS_AFTER_THE_END.fault(beats=joined("; ", said), manifest=where)
        return Refused(fault, found.hash)
    within = tuple(beat for beat in beats if beat not in late)
    kept = {sound.name: sound for sound in found.sounds}
    places = [(source.name, kept.get(source.kept_as(found.hash))) for source in version.sounds]
    sounds = tuple(replace(sound, name=name) for name, sound in places if sound)
    return Ready(
        version,
        found.hash,
        found.index,
        facts,
        within,
        (*found.warnings, *said, *_sound_warnings(sounds), *_subtitle_warnings(version, facts)),
        found.loudness_lufs,
        found.speed,
        tuple(
            (name, found.thumbs / thumbnail_name(at))
            for name, at in thumbnail_moments(within, facts)
        ),
        tuple({**dict(found.texts), **dict(version.subtitles)}.items()),
        found.house,
        found.copy,
        sounds,
        found.rehearsed,
    )


def _sound_warnings(sounds: Iterable[KeptSound]) -> Iterator[Said]:
    for sound in sounds:
        if sound.facts.fault:
            why = sound.facts.fault
            if sound.name == FILM_SOUND:
                yield Said("its sound is not heard: {why}", why=why)
            else:
                yield Said("the sound '{name}' is not heard: {why}", name=sound.name, why=why)


def _subtitle_warnings(version: Version, facts: FilmFacts) -> Iterator[Said]:
    for check in version.subtitle_checks:
        for remark in check.remarks:
            yield Said("{file}: {remark}", file=check.file.name, remark=remark)
        if check.ends_ns > facts.duration_ns + facts.frame_ns:
            ends, end = clock_text(check.ends_ns), clock_text(facts.duration_ns)
            what = Said("ends at {ends}, after the end of the film, {end}", ends=ends, end=end)
            if check.last_line:
                what = Said("line {line}: {what}", line=check.last_line, what=what)
            yield Said("{file}: {remark}", file=check.file.name, remark=what)


def thumbnail_moments(
    beats: Iterable[tuple[str, int]], facts: FilmFacts
) -> tuple[tuple[str, int], ...]:
    """Return what is worth a thumbnail: the poster, then each beat, as (name, position in ns)."""
    return ((POSTER, facts.duration_ns // 3), *beats)


def thumbnail_name(at_ns: int) -> str:
    """Return the name of the thumbnail of a place in a film, in the folder of that film's."""
    return f"{at_ns // MILLISECOND:08d}.jpg"
