"""What a wall costs, reckoned from its parts: larger films and more of them cost more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.kiosk._capacity import (
    RESIDENT_CORES,
    ROOM,
    DecodingCost,
    DrawingCost,
    FilmKind,
    WallParts,
    fit_in_words,
    judge,
    judge_with_copies,
)

HD, FULL, UHD = (1280, 720), (1920, 1080), (3840, 2160)
HEIGHTS = (2160, 1440, 1080, 720, 540)
sizes = st.tuples(st.integers(16, 4096), st.integers(16, 2304))
seconds = st.floats(1e-6, 0.2)
decodings = st.builds(DecodingCost, sizes, seconds, st.booleans())
drawings = st.builds(
    DrawingCost, sizes, st.integers(1, 8), seconds, seconds, seconds, seconds, seconds
)
walls = st.builds(
    WallParts,
    st.integers(1, 64),
    st.lists(decodings, min_size=1, max_size=4).map(tuple),
    st.lists(drawings, max_size=4).map(tuple),
)
rates = st.floats(1, 120)
numbers = st.integers(1, 8)


@given(walls, numbers, sizes, rates, st.integers(0, 4000), st.integers(0, 2000))
def test_a_larger_film_never_costs_less(
    parts: WallParts, number: int, size: tuple[int, int], fps: float, across: int, down: int
) -> None:
    small = judge(parts, number, FilmKind(size, fps))
    large = judge(parts, number, FilmKind((size[0] + across, size[1] + down), fps))
    assert large.share >= small.share - 1e-9
    assert large.speed <= small.speed * (1 + 1e-9)


@given(walls, numbers, sizes, rates, st.floats(1, 4))
def test_more_pictures_a_second_never_cost_less(
    parts: WallParts, number: int, size: tuple[int, int], fps: float, times: float
) -> None:
    slow, fast = (judge(parts, number, FilmKind(size, rate)) for rate in (fps, fps * times))
    assert fast.share >= slow.share - 1e-9
    assert fast.speed <= slow.speed * (1 + 1e-9)


@given(walls, numbers, sizes, rates)
def test_another_film_never_costs_less(
    parts: WallParts, number: int, size: tuple[int, int], fps: float
) -> None:
    few, more = (judge(parts, count, FilmKind(size, fps)) for count in (number, number + 1))
    assert more.share >= few.share and more.speed <= few.speed


@given(walls, numbers, sizes, rates)
def test_what_fits_takes_less_than_the_machine_and_the_copies_that_are_named_fit(
    parts: WallParts, number: int, size: tuple[int, int], fps: float
) -> None:
    fit = judge_with_copies(parts, number, FilmKind(size, fps), HEIGHTS)
    if fit.fits:
        assert fit.share <= 1 / ROOM + 1e-9 and fit.copies is None
    if fit.copies is not None:
        assert fit.copies[1] < size[1]
        assert judge(parts, number, FilmKind(fit.copies, fps)).fits
    assert fit_in_words(fit).startswith(f"{number} x {size[0]}x{size[1]} at ")


def wall(cores: int = 2) -> WallParts:
    """Decoding 5 ms of 1280x720, and a stage that takes 2 ms of each screen."""
    return WallParts(
        cores,
        (DecodingCost(HD, 0.005),),
        (DrawingCost(HD, 3, 0.001, 0.003, 0.001, 0.005, 0.001),),
    )


def test_a_verdict_is_the_sum_of_its_parts() -> None:
    fit = judge(wall(), 3, FilmKind(HD, 24))
    assert fit.decoding == pytest.approx(0.36)
    assert fit.drawing == pytest.approx(0.12)
    assert fit.server == pytest.approx(0.024)
    assert fit.share == pytest.approx((0.36 + 0.12 + 0.024 + RESIDENT_CORES) / 2)
    assert fit.tree == pytest.approx(0.36 + 0.12 + RESIDENT_CORES)
    assert fit_in_words(fit) == "3 x 1280x720 at 24: yes, 28 % of this machine"


def test_what_does_not_fit_says_how_slow_it_is_why_and_what_would_do() -> None:
    fit = judge_with_copies(wall(), 3, FilmKind(UHD, 24), HEIGHTS)
    assert fit_in_words(fit) == (
        "3 x 3840x2160 at 24: no, 0.4 x real time (all processors together) "
        "(reckoned: no such film is here); house copies of 1920x1080 would do"
    )


def test_one_thread_decodes_a_film_however_many_cores_there_are() -> None:
    fit = judge(wall(cores=64), 3, FilmKind(UHD, 60))
    assert fit.limit == "decoding a film" and fit.speed == pytest.approx(1 / (0.045 * 60))
    card = WallParts(64, (DecodingCost(HD, 0.005, one_thread=False),), ())
    assert judge(card, 3, FilmKind(UHD, 60)).limit == "all processors together"


def test_one_thread_draws_however_many_cores_there_are() -> None:
    slow = DrawingCost(HD, 3, 0.01, 0.03, 0.01, 0.05, 0.0)
    fit = judge(WallParts(64, (DecodingCost(HD, 0.001),), (slow,)), 3, FilmKind(HD, 24))
    assert fit.limit == "drawing" and fit.speed == pytest.approx(1 / 1.2)


def test_a_wall_that_would_just_do_is_not_promised() -> None:
    tight = WallParts(1, (DecodingCost(HD, 1 / 24 / 3 * 0.87),), ())
    fit = judge(tight, 3, FilmKind(HD, 24))
    assert 1 < fit.speed < ROOM and "too little to spare, 93 %" in fit_in_words(fit)
