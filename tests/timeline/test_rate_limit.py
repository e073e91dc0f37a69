"""The rate limit: never more than it allows, and no less for one who keeps to it."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from installation.timeline import RateLimits
from installation.timeline._rate_limit import TokenBucket
from installation.units import MILLISECOND, SECOND

STEPS = st.lists(st.integers(0, 2 * SECOND), min_size=1, max_size=200)
AT_ONCE = st.integers(1, 30)
RATES = st.sampled_from([0.1, 0.5, 1, 3, 10, 20, 1000])


@given(STEPS, AT_ONCE, RATES, st.integers(0, 10**18))
def test_no_span_of_time_lets_more_through_than_it_may(
    steps: list[int], at_once: int, per_second: float, start: int
) -> None:
    bucket = TokenBucket(at_once, per_second)
    passed = [at for at in accumulate(steps, initial=start) if bucket.take(at)]
    assert passed[: min(at_once, len(passed))] == passed[:at_once]
    each_ns = round(SECOND / per_second)
    for first, begin in enumerate(passed):
        for last in range(first, len(passed)):
            count, span_ns = last - first + 1, passed[last] - begin
            assert count <= at_once + span_ns // each_ns


@given(STEPS, AT_ONCE, RATES)
def test_one_who_keeps_to_it_is_never_refused(
    steps: list[int], at_once: int, per_second: float
) -> None:
    bucket = TokenBucket(at_once, per_second)
    each_ns = round(SECOND / per_second)
    assert all(bucket.take(at) for at in accumulate(step + each_ns for step in steps))


@given(AT_ONCE, RATES)
def test_after_a_flood_and_a_rest_as_many_pass_at_once_as_at_first(
    at_once: int, per_second: float
) -> None:
    bucket = TokenBucket(at_once, per_second)
    assert sum(bucket.take(0) for _ in range(1000)) == at_once
    rested = at_once * round(SECOND / per_second)
    assert not bucket.is_full(rested - 1)
    assert bucket.is_full(rested)
    assert sum(bucket.take(rested) for _ in range(1000)) == at_once


def test_an_instant_that_goes_back_gives_nothing_away() -> None:
    bucket = TokenBucket(2, 1)
    assert [bucket.take(at) for at in (10 * SECOND, 10 * SECOND, 3 * SECOND)] == [True, True, False]


def test_one_source_takes_nothing_from_another() -> None:
    limits = RateLimits(3, 1)
    assert sum(limits.take("desk", n * MILLISECOND) for n in range(500)) == 3
    assert limits.take("hand", 500 * MILLISECOND)


def test_more_sources_than_are_kept_share_one_bucket_until_some_are_at_rest() -> None:
    limits = RateLimits(2, 1, most=4)
    assert all(limits.take(source, 0) for source in range(4))
    assert sum(limits.take(source, 0) for source in range(4, 100)) == 2
    assert sum(limits.take(source, 2 * SECOND) for source in range(100, 108)) == 4 + 2
