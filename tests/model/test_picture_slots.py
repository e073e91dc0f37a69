"""The even grid that a film's pictures are laid on."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from installation.model import FASTEST, slots_of
from installation.model._picture_slots import (
    NEAR_NS,
    ROUNDED_NS,
    SLOWEST,
    SMOOTH,
    even_rate,
    half_picture_times,
    off_ns,
    rate_for,
)
from installation.units import MILLISECOND, SECOND

STEPS = some.lists(some.integers(17 * MILLISECOND, SECOND), min_size=1, max_size=40)
RATES = some.fractions(1, 240, max_denominator=1001)


def times_of(steps: list[int]) -> np.ndarray:
    return np.cumsum([0, *steps[:-1]]).astype(np.int64)


@given(RATES)
def test_a_constant_rate_becomes_one_that_a_player_can_show(rate: Fraction) -> None:
    even = even_rate(rate)
    assert SLOWEST <= even <= FASTEST
    ratio = even / rate
    assert 1 in (ratio.numerator, ratio.denominator)
    if SLOWEST <= rate <= FASTEST:
        assert even == rate
    if rate < SLOWEST:
        assert even >= SMOOTH


@pytest.mark.parametrize(
    ("rate", "even"),
    [(8, 24), (10, 30), (12, 24), (15, 15), (1, 24), (90, 45), (100, 50), (120, 60), (240, 60)],
)
def test_usual_rates_become_what_people_expect(rate: int, even: int) -> None:
    assert even_rate(Fraction(rate)) == even


@given(STEPS)
def test_every_picture_of_a_variable_rate_is_shown_in_order_near_its_time(steps: list[int]) -> None:
    """No two pictures within a refresh: the grid has a slot for each."""
    times, end = times_of(steps), sum(steps)
    rate = rate_for(times)
    shown = slots_of(times, end, rate)
    assert list(np.unique(shown)) == list(range(len(times)))
    assert (np.diff(shown) >= 0).all()
    assert off_ns(times, rate) <= NEAR_NS + 1
    first = np.searchsorted(shown, np.arange(len(times)))
    begins = first * SECOND / float(rate)
    assert (np.abs(begins - times) <= NEAR_NS + 1).all()
    assert abs(len(shown) / float(rate) - end / SECOND) <= 1 / float(rate) + 1e-6


@given(RATES, some.integers(1, 200))
def test_a_constant_rate_shows_each_picture_as_often_as_each_other(
    rate: Fraction, count: int
) -> None:
    even = even_rate(rate)
    shown = slots_at(rate, count, even)
    if even >= rate:
        assert list(np.bincount(shown)) == [even / rate] * count
    else:
        assert (np.diff(shown) > 0).all()


@given(some.fractions(61, 1000, max_denominator=1001), some.integers(1, 400))
def test_of_a_rate_that_is_divided_each_nth_picture_is_on_at_its_own_time(
    rate: Fraction, count: int
) -> None:
    """From the first one on, and nothing else: not a neighbour, nor one more at the end."""
    even = even_rate(rate)
    apart = rate / even
    assert list(slots_at(rate, count, even)) == list(range(0, count, int(apart)))


def slots_at(rate: Fraction, count: int, even: Fraction) -> np.ndarray:
    """So many pictures at a rate, on the grid of another."""
    times = np.array([round(k * SECOND / rate) for k in range(count)], np.int64)
    assert off_ns(times, even) <= SECOND / even / 2 + ROUNDED_NS
    return slots_of(times, round(count * SECOND / rate), even)


def test_a_phone_s_uneven_30_stays_30() -> None:
    chance = np.random.default_rng(3)
    times = (np.arange(300) * SECOND // 30 + chance.integers(0, 5 * MILLISECOND, 300)).astype(
        np.int64
    )
    assert rate_for(times - times[0]) == 30


def test_of_pictures_faster_than_a_refresh_the_nearest_one_stays() -> None:
    times = np.array([0, 5, 10, 499, 503], np.int64) * MILLISECOND
    shown = slots_of(times, SECOND, rate_for(times))
    assert rate_for(times) == 60
    assert list(np.unique(shown)) == [0, 2, 3, 4]
    assert (shown[:2].tolist(), shown[29:32].tolist()) == ([0, 2], [2, 3, 4])


@given(some.lists(some.integers(0, 40 * MILLISECOND), min_size=1, max_size=60))
def test_pictures_however_fast_stay_in_order_and_what_is_held_is_the_last(steps: list[int]) -> None:
    times = times_of([*steps, SECOND])
    shown = slots_of(times, int(times[-1]) + SECOND, rate_for(times))
    assert shown[0] == int(np.flatnonzero(times == 0)[0])
    assert (np.diff(shown) >= 0).all()
    assert shown[-1] == len(times) - 1


def test_half_pictures_are_on_in_the_middle_of_each_other() -> None:
    times = np.array([0, 40, 80], np.int64)
    assert list(half_picture_times(times, 120)) == [0, 20, 40, 60, 80, 100]
