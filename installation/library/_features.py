"""Versions as proposals of beats see them: index, beats, subtitles and loudness in one."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from installation.errors import KissError, LibraryError, UsageError
from installation.library._listen import loudness
from installation.library._probe import probe
from installation.library._scan import Scanner
from installation.library._single_pictures import film_digest, film_stamp
from installation.library._texttracks import text_tracks
from installation.model import (
    Admitted,
    FilmIndex,
    Refused,
    Subtitle,
    Version,
    admit_or_refuse,
    did_you_mean,
    meant,
    versions_in_order,
)
from installation.proposal import LOUDNESS_NS, Portrait
from installation.store import ContentStore
from installation.words import Script, read_script, script_of

Progress = Callable[[float], None]
Cues = Mapping[str, tuple[Subtitle, ...]]


@dataclass(frozen=True)
class FilmFeatures:
    """A version whose portrait can be taken; ``notes`` say what could not be read, in words."""

    version: Version
    index: FilmIndex
    beats: tuple[tuple[str, int], ...]
    cues: Cues = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def portrait(self, language: str | None) -> Portrait:
        """The portrait with the subtitles of a language. Listens to the film: a second a minute."""
        heard = loudness(self.version.film, LOUDNESS_NS)
        return Portrait(self.index, self.beats, self.cues.get(language or "", ()), heard)


class FeatureReader:
    """Finds versions and their portraits; nothing of it is kept but the indexes of films."""

    def __init__(self, versions_dir: Path, store: ContentStore) -> None:
        """Raises LibraryError when the folder of versions cannot be read."""
        self._store = store
        found = Scanner(versions_dir).scan()
        self._folder = versions_dir
        self._faulty = {c.name: c.fault for c in found if c.fault}
        self.versions = versions_in_order(c.version for c in found if c.version)

    def version(self, wanted: str) -> Version:
        """The version with an id. Raises UsageError when there is none, KissError for a fault."""
        by_id = {version.id: version for version in self.versions}
        known = meant(wanted, by_id)
        if known is not None:
            return by_id[known]
        for name, fault in self._faulty.items():
            if meant(wanted, (name, Path(name).stem)) is not None:
                raise LibraryError(fault.reason, fault.advice)
        names = [version.id for version in self.versions]
        there = f"There are {', '.join(names)}." if names else "There is none yet."
        hint = did_you_mean(wanted, names)
        raise UsageError(f"{self._folder}: there is no version {wanted!r}{hint}.", there)

    def sit(self, version: Version, progress: Progress = lambda _: None) -> FilmFeatures:
        """Everything about a version but its sound. A film never seen is decoded once for it.

        Raises KissError when the film is not good.
        """
        try:
            content = self._store.digests.get(version.film, film_stamp(version.film))
            content = content or film_digest(version.film)
            index = self._store.indexes.get(self._store.plays(content))
            if index is None:
                index = probe(version.film, progress)
                with suppress(OSError):  # a full disk: it is decoded again next time
                    self._store.indexes.put(content, index)
            cues, notes = _cues(version)
        except OSError as fault:
            raise LibraryError(
                f"{version.film}: cannot be read ({fault.strerror})", "Look at its permissions."
            ) from fault
        except LibraryError as fault:
            raise LibraryError(f"{version.film}: {fault.message}", fault.advice) from fault
        told = admit_or_refuse(
            version, Admitted(content, self._store.indexes.path(content), index.facts)
        )
        if isinstance(told, Refused):
            raise LibraryError(f"{version.film}: {told.fault.reason}", told.fault.advice)
        return FilmFeatures(version, index, told.beats, cues, (*told.warnings, *notes))


def _cues(version: Version) -> tuple[Cues, tuple[str, ...]]:
    """The subtitles by language: the manifest's files, else the text tracks in the film."""
    cues: dict[str, tuple[Subtitle, ...]] = {}
    notes: list[str] = []
    for language, path in version.subtitles:
        try:
            cues[language] = _compared(read_script(path))
        except KissError as fault:
            notes.append(fault.message)
    if not cues:
        try:
            for track in text_tracks(version.film):
                cues[track.language] = _compared(script_of(track.content))
        except KissError as fault:
            notes.append(fault.message)
    return cues, tuple(notes)


def _compared(script: Script) -> tuple[Subtitle, ...]:
    """Subtitles as proposals compare them: each on one line."""
    return tuple(
        Subtitle(line.start_ns, line.end_ns, " ".join(line.text.split())) for line in script.lines
    )


def common_languages(first: Cues, second: Cues) -> tuple[str | None, str | None]:
    """The languages to lay beside each other: one that both have, else the first of each."""
    common = next((language for language in first if language in second), None)
    if common is not None:
        return common, common
    return next(iter(first), None), next(iter(second), None)
