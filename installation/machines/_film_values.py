"""Values about the films that machines carry to each other, and how they are written.

A version goes whole: its film, its manifest, subtitles, sounds; what lies under one name in the
versions folder. It is known by what is in it, and a file by what its chunks are.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from installation.said import Said, packed, unpacked

CHUNK = 256 * 1024
"""Bytes that are asked for at once: 2 ms of a network of 1 Gbit/s, so that no word of the show
waits longer in the switch; 21 ms of one with 100 Mbit/s."""
SUM = 32
"""Bytes of a digest: BLAKE2b's."""


class FilmPiece(Struct, frozen=True):
    """A file of a version; ``path`` leads there from the versions folder, by ``/``."""

    path: str
    size: int
    mtime_ns: int
    digest: str


class FilmOffer(Struct, frozen=True):
    """A version that a machine has whole, under a ``name`` in its versions folder.

    ``digest`` says what is in it, ``before`` what it took the place of, the latest first;
    ``depth`` counts how often that has happened.
    """

    id: str
    name: str
    digest: str
    size: int
    depth: int = 0
    before: tuple[str, ...] = ()


class FilmCatalogue(Struct, frozen=True):
    """All that a machine offers.

    ``lying`` are the ids of all that lies there, offered or not; ``gone`` the (id, digest) of what
    was deleted there.
    """

    offers: tuple[FilmOffer, ...] = ()
    lying: tuple[str, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()


class AskPieces(Struct, frozen=True, tag=True):
    """Asks for the files of a version, by its digest."""

    version: str


class AskSums(Struct, frozen=True, tag=True):
    """Asks for the digests of a file's chunks, one behind the other."""

    file: str


class AskChunk(Struct, frozen=True, tag=True):
    """Asks for one chunk of a file; the first has the number 0."""

    file: str
    number: int


FilmQuestion = AskPieces | AskSums | AskChunk


class LyingFilm(Struct, frozen=True):
    """Something in the versions folder: whether it stands ``still``, and is not refused.

    ``since_ns`` is another one after each change.
    """

    id: str
    name: str
    still: bool
    good: bool
    since_ns: int = 0


class FolderStand(Struct, frozen=True):
    """The versions folder as a show knows it: all that lies there, and what has been retired."""

    lying: tuple[LyingFilm, ...] = ()
    retired: tuple[str, ...] = ()


class CarrierWord(Struct, frozen=True):
    """A life sign of the process that carries films, with what a person should know of them.

    It ``fills`` a folder in which there was nothing, until all is there that the others have.
    """

    notes: tuple[Said, ...] = ()
    fills: bool = False


def written(value: object) -> bytes:
    """Write a value down. What cannot be written is a bug."""
    return msgspec.json.encode(value, enc_hook=packed)


def read(data: bytes, kind: Any) -> Any:
    """Read a value. Raises ValueError for what is not of this kind."""
    return msgspec.json.decode(data, type=kind, dec_hook=unpacked)


def sum_of(data: bytes) -> bytes:
    """Return the digest of a chunk."""
    return hashlib.blake2b(data, digest_size=SUM).digest()


def file_digest(size: int, sums: bytes) -> str:
    """Return a file's digest: who has all chunks of its ``sums`` has the file."""
    return sum_of(size.to_bytes(8) + sums).hex()


def version_digest(pieces: Iterable[FilmPiece]) -> str:
    """Return the digest of a version's files. When they were written makes no difference."""
    told = sorted((piece.path, piece.size, piece.digest) for piece in pieces)
    return sum_of(msgspec.json.encode(told)).hex()


def chunks_in(size: int) -> int:
    """Return how many chunks a file has."""
    return -(-size // CHUNK)
