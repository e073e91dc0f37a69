"""Content hashes and indexes on the disk, whole, damaged and lost."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
from library_films import index_of

from installation.model import Fault, Outcome
from installation.store import DigestCache, IndexStore, VerdictStore, digest, stamp_of
from installation.store._digest import CHUNK


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


def test_an_index_is_kept_by_content(tmp_path: Path) -> None:
    store, index = IndexStore(tmp_path), index_of(frames=48)
    assert store.get("h1") is None
    path = store.put("h1", index)
    assert path == store.path("h1") == tmp_path / "index" / "h1.npz"
    found = store.get("h1")
    assert found and found.facts == index.facts
    assert np.array_equal(found.pts_ns, index.pts_ns)
    assert np.array_equal(found.prints, index.prints)


def test_a_damaged_index_counts_as_none(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    path = store.put("h1", index_of(frames=48))
    whole = path.read_bytes()
    for share in range(0, len(whole), 97):
        path.write_bytes(whole[:share])
        assert store.get("h1") is None
    for at in range(len(whole) // 2, len(whole) // 2 + 200, 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        found = store.get("h1")
        assert found is None or np.array_equal(found.prints, index_of(frames=48).prints)


def test_a_sweep_takes_only_what_is_half_written(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    store.sweep()  # before there is a folder
    path = store.put("h1", index_of())
    left = path.parent / ".h2.npz.x1.tmp"
    left.write_bytes(b"half")
    store.sweep()
    assert list(path.parent.iterdir()) == [path]


def test_verdicts_are_kept_and_damaged_ones_are_none(tmp_path: Path) -> None:
    store = VerdictStore(tmp_path)
    verdict = Outcome(None, "h", False, False, -23.4, 8.1, ("odd",), {"decoding": 1.5})
    store.put("h", verdict)
    assert VerdictStore(tmp_path).get("h") == verdict and store.get("other") is None
    whole = store.path("h").read_bytes()
    for damage in (b"", whole[:40], b"[]", b"{}", whole.replace(b'"format": 2', b'"format": 1')):
        store.path("h").write_bytes(damage)
        assert store.get("h") is None


def test_what_a_killed_intake_left_of_a_verdict_is_swept(tmp_path: Path) -> None:
    store = VerdictStore(tmp_path)
    store.put("h", Outcome(Fault("cut", "Copy it.")))
    (store.folder / ".h.json.x.tmp").write_bytes(b"half")
    store.sweep()
    assert list(store.folder.iterdir()) == [store.path("h")]
