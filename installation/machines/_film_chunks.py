"""Reads films in chunks, beside a show that must not feel it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from installation.files import open_regular
from installation.machines._film_values import CHUNK, sum_of


def chunks_of(file: Path, at_work: Callable[[], None] = lambda: None) -> Iterator[bytes]:
    """Return a file's chunks, the last one shorter. Raises OSError.

    What has been read is let go of at once: a show's films are to stay in memory, not those that
    are looked through. ``at_work`` is called for each.
    """
    with open_regular(file) as opened:
        at = 0
        while data := opened.read(CHUNK):
            os.posix_fadvise(opened.fileno(), at, len(data), os.POSIX_FADV_DONTNEED)
            at += len(data)
            at_work()
            yield data


def sums_of(file: Path, at_work: Callable[[], None] = lambda: None) -> bytes:
    """Return the digests of a file's chunks, one behind the other. Raises OSError."""
    return b"".join(sum_of(chunk) for chunk in chunks_of(file, at_work))


def chunk_at(file: Path, number: int) -> bytes:
    """Return one chunk of a file, empty behind its end. Raises OSError."""
    with open_regular(file) as opened:
        return os.pread(opened.fileno(), CHUNK, number * CHUNK)
