"""A version: one iteration of the film, as the library knows it before a picture is decoded."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from installation.errors import ConfigError
from installation.model._manifest import MANIFEST, Manifest
from installation.model._naming import (
    composed,
    did_you_mean,
    is_film,
    iteration_from,
    meant,
    natural_key,
    stem,
    title_from,
)
from installation.model._sound_source import SoundSource
from installation.said import Said

MAYBE_STILL = ".webp"
"""Beside a film it is a poster; alone in a folder it may move, and is the film."""


@dataclass(frozen=True)
class SubtitleCheck:
    """The findings about one file of subtitles: ``remarks`` in words, each with its line and time.

    ``last_line`` is the line of the one that ends last, at ``ends_ns`` of the film; ``hash`` is the
    file's content, empty where it could not be read.
    """

    file: Path
    remarks: tuple[Said, ...] = ()
    last_line: int = 0
    ends_ns: int = 0
    hash: str = ""


@dataclass(frozen=True)
class Version:
    """One iteration. ``beats`` are (name, ns of this film), early ones first.

    ``tools`` are (step, tool), ``subtitles`` (language, file), ``sounds`` the film's own sound and
    those that the manifest names beside it. ``iteration`` is None when neither
    manifest nor name tells it; ``manifest`` is None when there is none. ``id`` is the folder's
    name, or the film's without its ending, in composed letters; ``film`` is in the file's own.
    """

    id: str
    title: str
    iteration: float | None
    made: date | None
    film: Path
    beats: tuple[tuple[str, int], ...] = ()
    tools: tuple[tuple[str, str], ...] = ()
    subtitles: tuple[tuple[str, Path], ...] = ()
    notes: str = ""
    manifest: Path | None = None
    subtitle_checks: tuple[SubtitleCheck, ...] = ()
    sounds: tuple[SoundSource, ...] = (SoundSource(),)


def bare_version(film: Path) -> Version:
    """The version that a film file without a folder is: everything from its name."""
    name = composed(film.name)
    return Version(stem(name), title_from(name), iteration_from(name), None, film)


def folder_version(folder: Path, names: Collection[str], manifest: Manifest | None) -> Version:
    """The version in a folder that holds the files ``names``; touches no file itself.

    The film is the one that the manifest names, else the only one there; with a rate it is the
    folder itself, with its single pictures. Raises ConfigError when it is not there, or there are
    several.
    """
    said = manifest or Manifest()
    source = folder / MANIFEST if manifest else None
    name = composed(folder.name)
    iteration = iteration_from(name) if said.iteration is None else said.iteration
    return Version(
        id=name,
        title=said.title or title_from(name),
        iteration=iteration,
        made=said.made,
        film=folder if said.rate else folder / _film(folder, names, said.film),
        beats=tuple(sorted(said.beats.items(), key=lambda beat: beat[1])),
        tools=tuple((tool.step, tool.tool) for tool in said.tools),
        subtitles=tuple(
            (language, folder / (meant(file, names) or file))
            for language, file in said.subtitles.items()
        ),
        notes=said.notes.strip(),
        manifest=source,
        sounds=tuple(_sounds(folder, names, said)),
    )


def _sounds(folder: Path, names: Collection[str], said: Manifest) -> Iterator[SoundSource]:
    own = said.sound or SoundSource()
    for source in (own, *(replace(sound, name=name) for name, sound in said.sounds.items())):
        file = str(folder / (meant(source.file, names) or source.file)) if source.file else ""
        yield replace(source, file=file)


def _film(folder: Path, names: Collection[str], said: str | None) -> str:
    if said is not None:
        # a film in a folder of the folder is not among the names; intake finds out
        there = meant(said, names)
        if there is not None or "/" in said:
            return there or said
        hint = did_you_mean(said, names)
        raise ConfigError(
            f"{folder / MANIFEST}: film: there is no file {said!r} beside it{hint}",
            "Put the film there, or correct its name.",
        )
    films = sorted((name for name in names if is_film(name)), key=natural_key)
    films = [name for name in films if not name.lower().endswith(MAYBE_STILL)] or films
    if not films:
        raise ConfigError(
            f"{folder}: holds no film",
            f"Put one there: film.mp4, say; or give the rate of single pictures in {MANIFEST}.",
        )
    if len(films) > 1:
        raise ConfigError(
            f"{folder}: holds {len(films)} films: {', '.join(films)}",
            f"Say which in {MANIFEST}: 'film: {films[-1]}', or take the others away.",
        )
    return films[0]


def versions_in_order(versions: Iterable[Version]) -> tuple[Version, ...]:
    """The natural order: by iteration, then by name as people count (kiss-2 before kiss-10).

    Versions that speak of no iteration come first, so that a nameless test is never the newest.
    """
    return tuple(sorted(versions, key=_order))


def _order(version: Version) -> tuple[float, object]:
    iteration = -1.0 if version.iteration is None else version.iteration
    return iteration, natural_key(version.id)
