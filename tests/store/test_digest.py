"""Content hashes, and the memory of them: whole, damaged and lost."""

import hashlib
import os
from pathlib import Path

import pytest

from installation.store import digest, stamp_of
from installation.store._digest import CHUNK, DigestCache


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1])
def test_the_hash_is_of_the_content(tmp_path: Path, size: int) -> None:
    film = tmp_path / "a.mp4"
    film.write_bytes(b"k" * size)
    shares: list[float] = []
    assert digest(film, shares.append) == hashlib.blake2b(b"k" * size, digest_size=20).hexdigest()
    assert not size or shares[-1] == 1.0


def test_the_cache_knows_a_film_until_it_changes(tmp_path: Path) -> None:
    film, file = tmp_path / "a.mp4", tmp_path / "state" / "digests.json"
    film.write_bytes(b"one")
    DigestCache(file).put(film, stamp_of(film), "h1")
    assert DigestCache(file).get(film, stamp_of(film)) == "h1"
    film.write_bytes(b"another")
    assert DigestCache(file).get(film, stamp_of(film)) is None
    assert DigestCache(file).get(tmp_path / "b.mp4", stamp_of(film)) is None


def test_a_film_put_in_anothers_place_is_not_taken_for_it(tmp_path: Path) -> None:
    film, new = tmp_path / "a.mp4", tmp_path / "new"
    film.write_bytes(b"one")
    new.write_bytes(b"two")
    cache = DigestCache(tmp_path / "digests.json")
    cache.put(film, stamp_of(film), "h1")
    seen = film.stat()
    os.utime(new, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    new.replace(film)
    assert cache.get(film, stamp_of(film)) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": [1, 2, 3]}', b"\xff"])
def test_a_damaged_cache_is_an_empty_one(tmp_path: Path, content: bytes) -> None:
    film, file = tmp_path / "a.mp4", tmp_path / "digests.json"
    film.write_bytes(b"one")
    file.write_bytes(content)
    cache = DigestCache(file)
    assert cache.get(film, stamp_of(film)) is None
    cache.put(film, stamp_of(film), "h1")
    assert DigestCache(file).get(film, stamp_of(film)) == "h1"
