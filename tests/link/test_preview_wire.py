"""A preview's pictures through a pipe: whole, in order, in whatever pieces they come."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import LinkError
from installation.link import PreviewPicture, PreviewStream, preview_bytes


def a_picture(number: int, width: int, height: int) -> PreviewPicture:
    pixels = np.random.default_rng(number).integers(0, 256, (height, width, 4), np.uint8)
    return PreviewPicture(number, 10 * number, pixels)


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20)), max_size=5),
    st.lists(st.integers(1, 500), max_size=20),
)
def test_pictures_come_as_they_were_sent(sizes, cuts) -> None:
    sent = [a_picture(number, *size) for number, size in enumerate(sizes)]
    data, stream, found = b"".join(map(preview_bytes, sent)), PreviewStream(), []
    for cut in [*cuts, len(data)]:
        found += stream.take(data[:cut])
        data = data[cut:]
    assert [(one.at_ns, one.duration_ns) for one in found] == [
        (one.at_ns, one.duration_ns) for one in sent
    ]
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(found, sent, strict=True))


@given(st.binary(min_size=24, max_size=200))
def test_what_is_no_picture_is_refused_or_waited_for(data) -> None:
    try:
        found = PreviewStream().take(data)
    except LinkError:
        return
    assert all(one.pixels.size <= len(data) for one in found)


def test_a_picture_without_pixels_is_none() -> None:
    with pytest.raises(LinkError, match="0 x 0"):
        PreviewStream().take(bytes(24))
