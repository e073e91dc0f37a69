"""Every picture is found where it is, whatever the clock expected within its reach."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from installation.model import SIZE, FilmFacts, FilmIndex
from installation.player._identity import REACH, STRANGE, Match, identify

FRAMES = 120


def index_of(prints: np.ndarray) -> FilmIndex:
    facts = FilmFacts(
        64, 36, (1, 1), (24, 1), "bt709", False, False, "h264", "yuv420p", 1, len(prints)
    )
    pts_ns = np.arange(len(prints), dtype=np.int64) * 41_666_667
    return FilmIndex(facts, pts_ns, prints.astype(np.uint8))


def busy_film() -> FilmIndex:
    return index_of(np.random.default_rng(7).integers(16, 236, (FRAMES, SIZE)))


def slow_film() -> FilmIndex:
    """A slow move of the camera: neighbours differ by little more than a decoder's rounding."""
    x = np.arange(SIZE) / 9
    moves = [96 + 70 * np.sin(x + k / 12) * np.cos(x * 0.37 - k / 30) for k in range(FRAMES)]
    return index_of(np.stack(moves))


BUSY, SLOW = busy_film(), slow_film()
FRAME = st.integers(0, FRAMES - 1)
OFFSET = st.integers(-REACH, REACH)


@given(st.sampled_from([BUSY, SLOW]), FRAME, OFFSET)
def test_an_exact_picture_is_found_within_reach(film: FilmIndex, frame: int, offset: int) -> None:
    assert identify(film, film.prints[frame], frame + offset) == Match(frame, certain=True)


@given(st.sampled_from([BUSY, SLOW]), FRAME, OFFSET, st.integers(0, 2**32 - 1), st.integers(1, 2))
def test_another_decoder_s_rounding_changes_nothing(
    film: FilmIndex, frame: int, offset: int, seed: int, most: int
) -> None:
    noise = np.random.default_rng(seed).integers(-most, most + 1, SIZE)
    seen = np.clip(film.prints[frame].astype(int) + noise, 0, 255).astype(np.uint8)
    assert identify(film, seen, frame + offset) == Match(frame, certain=True)


@given(st.integers(0, 40), st.integers(2, 30), st.data())
def test_pictures_that_are_alike_are_told_by_the_clock(
    begin: int, length: int, data: st.DataObject
) -> None:
    prints = BUSY.prints.copy()
    prints[begin : begin + length] = prints[begin]
    expected = data.draw(st.integers(begin - 5, begin + length + 4))
    found = identify(index_of(prints), prints[begin], expected)
    assert found == Match(min(max(expected, begin), begin + length - 1), certain=True)


@given(st.integers(-100, 2 * FRAMES), st.integers(0, 2**32 - 1))
def test_a_strange_picture_is_where_the_clock_says_and_no_fact(expected: int, seed: int) -> None:
    strange = np.random.default_rng([seed, 1])  # no seed of these draws the film's own pictures
    seen = strange.integers(16, 236, SIZE).astype(np.uint8)
    assert identify(BUSY, seen, expected) == Match(min(max(expected, 0), FRAMES - 1), False)


@given(st.integers(0, FRAMES - REACH - 2))
def test_beyond_its_reach_it_does_not_look(frame: int) -> None:
    assert not identify(BUSY, BUSY.prints[frame], frame + REACH + 1).certain
    assert identify(BUSY, BUSY.prints[frame], frame + REACH).certain


def test_how_strange_is_strange() -> None:
    just, over = (np.full(SIZE, 100 + d, np.uint8) for d in (STRANGE, STRANGE + 1))
    grey = index_of(np.full((3, SIZE), 100))
    assert identify(grey, just, 1) == Match(1, certain=True)
    assert identify(grey, over, 1) == Match(1, certain=False)


def test_a_film_of_one_picture() -> None:
    one = index_of(BUSY.prints[:1])
    assert identify(one, BUSY.prints[0], 50) == Match(0, certain=True)
