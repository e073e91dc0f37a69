"""When to swap: the grid of a display's refreshes, or every picture's own instant."""

import random

from hypothesis import given
from hypothesis import strategies as st

from installation.stage import Pace
from installation.stage._pace import FREE_MERGE_NS, measured
from installation.units import MILLISECOND, SECOND

INSTANTS = st.integers(0, 10**15)
PERIODS = st.integers(4 * MILLISECOND, 50 * MILLISECOND)


@given(INSTANTS)
def test_without_vsync_a_picture_has_its_own_instant(due: int) -> None:
    pace = Pace()
    assert pace.shows_at(due) == pace.swap_at(due) == due
    assert pace.swapped(due + 7) is pace
    assert pace.merge_ns == FREE_MERGE_NS


@given(PERIODS, INSTANTS, INSTANTS)
def test_with_vsync_a_picture_shows_at_the_nearest_refresh(
    period: int, phase: int, due: int
) -> None:
    pace = Pace(period, phase)
    shows = pace.shows_at(due)
    assert (shows - phase) % period == 0
    assert abs(shows - due) <= period // 2 + 1
    assert pace.shows_at(shows) == shows
    assert pace.shows_at(due + period) == shows + period


@given(PERIODS, INSTANTS, INSTANTS)
def test_a_swap_is_asked_for_within_the_refresh_before(period: int, phase: int, due: int) -> None:
    pace = Pace(period, phase)
    shows = pace.shows_at(due)
    assert shows - period < pace.swap_at(shows) < shows


@given(PERIODS, INSTANTS, INSTANTS, INSTANTS)
def test_later_pictures_never_show_earlier(period: int, phase: int, one: int, other: int) -> None:
    pace = Pace(period, phase)
    first, second = sorted((one, other))
    assert pace.shows_at(first) <= pace.shows_at(second)


@given(PERIODS, INSTANTS, st.floats(-0.45, 0.45))
def test_it_follows_a_display_whose_phase_is_off(period: int, phase: int, off: float) -> None:
    true_phase, pace = phase + round(off * period), Pace(period, phase)
    for refresh in range(1, 80):
        pace = pace.swapped(true_phase + refresh * period)
    assert abs(pace.shows_at(true_phase + 80 * period) - (true_phase + 80 * period)) < period / 1000


def test_it_follows_a_display_that_is_a_little_slower_than_was_measured() -> None:
    true_period = 16_668_000
    pace = Pace(16_666_667, 0)
    for refresh in range(1, 36_000):  # ten minutes; uncorrected the grid would be 3 periods off
        pace = pace.swapped(refresh * true_period)
    shows = 36_000 * true_period
    assert abs(pace.shows_at(shows) - shows) < 100_000


@given(st.floats(21, 239), INSTANTS, st.integers(0, 1000))
def test_swaps_that_block_tell_the_period(hertz: float, start: int, seed: int) -> None:
    period, noise = round(SECOND / hertz), random.Random(seed)
    returns = [start + n * period + noise.randrange(period // 40) for n in range(24)]
    pace = measured(returns)
    assert pace.period_ns is not None
    assert abs(pace.period_ns - period) < period / 20
    assert pace.phase_ns == returns[-1]


@given(INSTANTS, st.lists(st.integers(50_000, 3 * MILLISECOND), min_size=24, max_size=24))
def test_swaps_that_do_not_block_are_no_vsync(start: int, gaps: list[int]) -> None:
    returns = [start]
    for gap in gaps:
        returns.append(returns[-1] + gap)
    assert measured(returns) == Pace()


def test_a_machine_that_stutters_is_no_vsync() -> None:
    returns, gaps = [0], (5, 21, 9, 33, 6, 14, 27, 8, 19, 11, 30, 7)
    for gap in gaps:
        returns.append(returns[-1] + gap * MILLISECOND)
    assert measured(returns) == Pace()
    assert measured([0, 16 * MILLISECOND]) == Pace()  # too few to tell


def test_the_merge_of_free_pictures_is_less_than_the_least_gap_between_50_and_60_a_second() -> None:
    assert SECOND // 60 > 2 * FREE_MERGE_NS
