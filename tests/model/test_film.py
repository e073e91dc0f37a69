"""A film's index: what is written is read again, and nothing else is taken for one."""

from dataclasses import replace
from pathlib import Path

import pytest
from fake_deck import film_of
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import LibraryError
from installation.model import FilmIndex, read_index_head

INDEX = film_of(3, 48)


def test_an_index_is_read_as_it_was_written(tmp_path: Path) -> None:
    facts = replace(INDEX.facts, chapters=(("kiss", 7),))
    data = replace(INDEX, facts=facts).to_bytes()
    found = FilmIndex.from_bytes(data)
    assert found.facts == facts
    for name in ("pts_ns", "prints", "keys_ns"):
        assert (getattr(found, name) == getattr(INDEX, name)).all()
    (tmp_path / "index").write_bytes(data)
    head, pts_ns = read_index_head(tmp_path / "index")
    assert head == facts and (pts_ns == INDEX.pts_ns).all()


@given(st.integers(0, 47))
def test_a_picture_is_on_from_its_beginning_to_the_next_one(frame: int) -> None:
    begins = INDEX.begins(frame)
    assert INDEX.frame_at(begins) == frame
    assert INDEX.frame_at(begins - 1) == max(0, frame - 1)


def test_what_is_no_index_is_refused(tmp_path: Path) -> None:
    whole = INDEX.to_bytes()
    fewer = replace(INDEX, prints=INDEX.prints[:-1]).to_bytes()
    other = replace(INDEX, facts=replace(INDEX.facts, frames=47)).to_bytes()
    for data in (b"", b"x" * 100, whole[:-40], fewer, other):
        with pytest.raises(LibraryError, match="not an index of a film"):
            FilmIndex.from_bytes(data)
    (tmp_path / "index").write_bytes(other)
    with pytest.raises(LibraryError, match="index: not an index of a film"):
        read_index_head(tmp_path / "index")
