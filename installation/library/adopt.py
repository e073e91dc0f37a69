"""Beats into a version's manifest; a bare film gets a folder and a manifest of its own."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from installation.errors import ConfigError, KissError, LibraryError
from installation.files import sync_folder
from installation.model import (
    MANIFEST,
    Changes,
    Data,
    Manifest,
    Version,
    composed,
    edit_yaml,
    load_yaml,
    media_time,
    read_yaml,
    yaml_text_of,
)
from installation.units import SECOND


def is_bare(version: Version) -> bool:
    """Tell whether a version is a film file in the versions folder itself, not in one of its own.

    Only what :func:`installation.model._version.bare_version` makes has an id that is not its
    folder's name.
    """
    return version.manifest is None and composed(version.film.parent.name) != version.id


def folder_for(version: Version) -> Path:
    """The folder that a bare film would get: named as its id, so that layouts find it as before."""
    return version.film.parent / version.id


def write_beats(version: Version, had: Sequence[tuple[str, int]], taken: Mapping[str, int]) -> Path:
    """Add beats (ns) to what a version has; returns the manifest's path.

    Beats come in the order of time; those that are written already stay as they are written, and
    ``had`` that come from the film's chapters are written too, since a manifest's beats take the
    chapters' place. Raises KissError with the manifest, and a bare film, as they were.
    """
    folder = folder_for(version) if is_bare(version) else _folder(version)
    path = folder / MANIFEST
    try:
        if is_bare(version):
            _adopt(version, folder, _changes({}, had, taken))
        else:
            said = read_yaml(yaml_text_of(path)).data if path.exists() else None
            old = said.get("beats") if isinstance(said, dict) else None
            edit_yaml(path, _changes(old if isinstance(old, dict) else {}, had, taken))
        load_yaml(path, Manifest)
    except OSError as fault:
        raise LibraryError(
            f"{path}: cannot be written ({fault.strerror})", "Look at the rights, and the room."
        ) from fault
    return path


def _folder(version: Version) -> Path:
    return version.manifest.parent if version.manifest else version.film.parent


def _changes(
    old: Mapping[str, Data], had: Sequence[tuple[str, int]], taken: Mapping[str, int]
) -> Changes:
    beats: dict[str, Data] = {name: written(at_ns) for name, at_ns in had}
    beats |= {name: written(at_ns) for name, at_ns in taken.items()}
    beats |= old
    ordered = dict(sorted(beats.items(), key=lambda beat: _at(beat[1])))
    return {("beats",): ordered}


def _at(value: Data) -> int:
    try:
        return media_time(value)
    except ValueError as fault:
        raise ConfigError(f"a beat at {value!r}: {fault}") from fault


def written(at_ns: int) -> int | float:
    """A position as a manifest has it: seconds, to the millisecond."""
    thousandths = round(at_ns * 1000 / SECOND)
    return thousandths // 1000 if thousandths % 1000 == 0 else thousandths / 1000


def _adopt(version: Version, folder: Path, changes: Changes) -> None:
    """Make the folder beside, hidden; move the film in; give the folder its name."""
    film = version.film
    if folder.exists():
        raise LibraryError(f"{folder}: is there already", "Move the film into it, and ask again.")
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".tmp", dir=film.parent))
    moved = new / film.name
    try:
        new.chmod(0o755)
        edit_yaml(new / MANIFEST, {("film",): film.name, **changes})
        film.rename(moved)
        new.rename(folder)
    except (OSError, KissError):
        if moved.exists():
            moved.rename(film)
        (new / MANIFEST).unlink(missing_ok=True)
        new.rmdir()
        raise
    sync_folder(folder)
    sync_folder(film.parent)
