"""The content store: all that is kept of films by the hash of their content, in the state folder.

A restart repeats no intake and forgets no quarantine. What is lost or damaged only costs the time
of another intake; what is deleted or replaced in the versions folder plays on from here.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from installation.files import half_written, write_whole
from installation.link import run_folder
from installation.model import FilmIndex, Outcome
from installation.said import packed, unpacked
from installation.store._digest import DigestCache
from installation.store._films import FilmShelf
from installation.store._house_copies import HouseCopies
from installation.store._kept_sounds import KeptSounds
from installation.store._local_copy import LocalCopies
from installation.store._shelf import ValueShelf

FORMAT = 3
"""Raised when the intake asks more of a film than before: all films are vetted again."""

INDEX, VERDICTS, THUMBS, TEXTS, FILMS, COPIES, SOUNDS = FOLDERS = (
    *("index", "verdicts", "thumbs", "texts", "films", "copies", "sounds"),
)
_SPARE = "kept"


class ContentStore:
    """The shelves of one state folder. Opening it reads nothing; one thread of a process uses it.

    ``write`` writes a file whole; one that does so later lets nobody wait for the disk.
    ``indexes`` and ``verdicts`` are the intake's findings, ``copies`` the films of other disks,
    ``house_copies`` what is played in place of films, ``sounds`` what is heard of them, ``films``
    those that players open; ``digests`` remembers which content a film has.
    """

    def __init__(self, state_dir: Path, write: Callable[[Path, bytes], None] = write_whole) -> None:
        self.state_dir = state_dir
        self.digests = DigestCache(state_dir / "digests.json", write)
        # what a film may not be played without, and what is not looked for again: a full or
        # read-only disk has it made again after each start, and kept in memory
        spare = self._spare = run_folder(state_dir) / _SPARE
        self.indexes = ValueShelf(
            *(state_dir / INDEX, ".npz", FilmIndex.to_bytes, FilmIndex.from_bytes, write),
            spare=spare / INDEX,
        )
        self.verdicts = ValueShelf(
            state_dir / VERDICTS, ".json", _pack, _unpack, write, spare=spare / VERDICTS
        )
        self.copies = LocalCopies(state_dir / FILMS)
        self.house_copies = HouseCopies(state_dir / COPIES)
        self.sounds = KeptSounds(state_dir / SOUNDS, write)
        self.films = FilmShelf(state_dir / FILMS, self.copies, self.digests, write)

    def plays(self, content: str) -> str:
        """Return the hash of what is played of a film: its house copy's, if it has one."""
        verdict = self.verdicts.get(content)
        return verdict.plays if verdict else content

    def thumbnails(self, content: str) -> ValueShelf[bytes]:
        """Return the shelf of one content's thumbnails, JPEG files named by their place in it."""
        return ValueShelf(self.state_dir / THUMBS / content, "", bytes, bytes)

    def texts(self, content: str) -> ValueShelf[bytes]:
        """Return the shelf of one content's text tracks, files named by language and kind."""
        spare = self._spare / TEXTS / content
        return ValueShelf(self.state_dir / TEXTS / content, "", bytes, bytes, spare=spare)

    def sweep(self) -> None:
        """Remove what a killed process left half-written. Only while no intake runs."""
        for folder in FOLDERS:
            for left in half_written(self.state_dir / folder):
                left.unlink(missing_ok=True)


class _VerdictFile(Struct, frozen=True):
    format: int
    outcome: Outcome


def _pack(verdict: Outcome) -> bytes:
    return msgspec.json.format(
        msgspec.json.encode(_VerdictFile(FORMAT, verdict), enc_hook=packed), indent=1
    )


def _unpack(data: bytes) -> Outcome:
    kept = msgspec.json.decode(data, type=_VerdictFile, dec_hook=unpacked)
    if kept.format != FORMAT:
        raise ValueError(f"a verdict of format {kept.format}")
    return kept.outcome
