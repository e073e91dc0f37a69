"""Where the chunks of a film's table begin."""

import io
from itertools import pairwise

import av
import pytest
from library_films import MakeFilm

from installation.library._key_chunks import chunk_by_keys, chunked_by_keys
from installation.library._sampletable import last_samples, places

SHORT = {"g": "12", "keyint_min": "12", "sc_threshold": "0", "bf": "0"}
FRONT = {"movflags": "+faststart"}


def packets(film: bytes) -> list[tuple[object, ...]]:
    """Everything that a reader finds, in the order of the file."""
    with av.open(io.BytesIO(film)) as source:
        found = [p for p in source.demux() if p.size]
    found.sort(key=lambda p: p.pos or 0)
    return [(p.stream_index, p.pts, p.dts, p.is_keyframe, p.pos, bytes(p)) for p in found]


def table(film: bytes) -> bytes:
    (found,) = (film[begin - 8 : end] for begin, end, kind in places(film) if kind == b"moov")
    return found


def chunks(film: bytes) -> set[int]:
    """Where the chunks of pictures begin in the file."""
    data = table(film)
    begin = data.index(b"stco") + 8
    count = int.from_bytes(data[begin : begin + 4], "big")
    words = (data[begin + 4 * n : begin + 4 * n + 4] for n in range(1, count + 1))
    return {int.from_bytes(word, "big") for word in words}


@pytest.mark.parametrize("name", ["a.mov", "a.mp4"])
@pytest.mark.parametrize("audio_s", [None, 3.0])
def test_a_chunk_begins_at_each_key_and_nothing_else_changes(
    make_film: MakeFilm, name: str, audio_s: float | None
) -> None:
    film = make_film(name, frames=72, options=SHORT, audio_s=audio_s).read_bytes()
    file = io.BytesIO(film)
    chunk_by_keys(file)
    made = file.getvalue()
    assert packets(made) == packets(film)
    keys = {place for stream, _, _, key, place, _ in packets(film) if key and stream == 0}
    assert len(keys) == 6
    assert keys <= chunks(made)
    assert audio_s is not None or not keys <= chunks(film)
    assert last_samples(table(made)) == last_samples(table(film))
    assert chunked_by_keys(table(made)) == table(made)
    ends = [0, *(end for _, end, _ in places(made))]
    assert ends[-1] == len(made) and all(a < b for a, b in pairwise(ends))


def test_a_table_that_is_not_the_last_box_stays(make_film: MakeFilm) -> None:
    film = make_film("a.mp4", frames=24, container_options=FRONT).read_bytes()
    for data in (film, film[:2000], b""):
        file = io.BytesIO(data)
        with pytest.raises(ValueError, match="table"):
            chunk_by_keys(file)
        assert file.getvalue() == data
