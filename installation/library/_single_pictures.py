"""Reads the film that a version's folder is: its pictures, at the rate that its manifest says."""

import hashlib
import os
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

from installation.model import MANIFEST, ImageSequence, Manifest, Refusal, load_yaml, sequence_in
from installation.store import Stamp, digest, stamp_of


def sequence_at(folder: Path) -> ImageSequence:
    """Return the pictures of a folder. Raises LibraryError for what makes no film, OSError.

    Links do not count: they may lead out of the folder.
    """
    return _sequence(folder, _files(folder))


def _sequence(folder: Path, names: Iterable[str]) -> ImageSequence:
    said = load_yaml(folder / MANIFEST, Manifest)
    if said.rate is None:
        raise Refusal.NO_RATE.error(path=folder / MANIFEST)
    return sequence_in(names, Fraction(*said.rate))


def film_stamp(film: Path) -> Stamp:
    """Return the stamp of a film, a file or a folder. Raises OSError, LibraryError."""
    if not film.is_dir():
        return stamp_of(film)
    files = _files(film)
    sequence = _sequence(film, files)
    looks = [files[name] for name in sequence.names]
    told = hashlib.blake2b(repr((sequence, film.stat().st_ino)).encode(), digest_size=7)
    return Stamp(
        sum(look.st_size for look in looks),
        max(look.st_mtime_ns for look in looks),
        int.from_bytes(told.digest()),
    )


def film_digest(film: Path, progress: Callable[[float], None] = lambda _: None) -> str:
    """Return the content hash of a film; that of a folder is of its rate and of every picture."""
    if not film.is_dir():
        return digest(film, progress)
    sequence = sequence_at(film)
    state = hashlib.blake2b(repr(sequence.rate).encode(), digest_size=20)
    for done, name in enumerate(sequence.names):
        state.update(bytes.fromhex(digest(film / name)))
        progress((done + 1) / sequence.count)
    return state.hexdigest()


def pictures_of(film: Path) -> tuple[Path, ...]:
    """Return the files of a film: itself, or those of its folder."""
    return tuple(film / name for name in sequence_at(film).names) if film.is_dir() else (film,)


def _files(folder: Path) -> dict[str, os.stat_result]:
    with os.scandir(folder) as entries:
        return {e.name: e.stat() for e in entries if e.is_file(follow_symlinks=False)}
