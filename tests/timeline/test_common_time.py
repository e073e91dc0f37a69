"""The common time: to others and back is where it was; slewed, and never stepped."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from installation.timeline import (
    FOREVER,
    Called,
    LabelTimes,
    Plan,
    Programme,
    Take,
    moment_at,
)
from installation.timeline._common_time import GOOD_NS, ClockReading, CommonTime, moved
from installation.timeline._programme import Fade
from installation.units import MILLISECOND, SECOND

DIFFERENCES = st.integers(-(10**18), 2 * 10**18)
GOOD = 100_000
WHOLE = Programme(
    7,
    "boot",
    (Take(3, 10 * SECOND, 2, 5 * SECOND, hold_ns=14 * SECOND), Take(5, 20 * SECOND, 4, 0)),
    None,
    (Plan(2, 60 * SECOND, {}),),
    fade=Fade(9 * SECOND, 0.0, 1.0),
    labels=LabelTimes(called={"left": Called(SECOND, FOREVER), "right": Called(1, 2 * SECOND)}),
)


def clock(difference_ns: int, bound_ns: int | None = GOOD, now_ns: int = 0) -> CommonTime:
    return CommonTime.first(ClockReading(difference_ns, bound_ns), now_ns)


@given(DIFFERENCES)
def test_what_is_told_and_heard_on_one_machine_is_what_it_was(difference_ns: int) -> None:
    assert clock(difference_ns).heard(clock(difference_ns).told(WHOLE), "boot") == WHOLE
    assert clock(difference_ns).told(WHOLE).boot == ""


@given(DIFFERENCES, DIFFERENCES, st.integers(0, 100 * SECOND))
def test_an_instant_is_the_same_story_on_machines_with_other_clocks(
    east_ns: int, west_ns: int, at_ns: int
) -> None:
    east, west = clock(east_ns), clock(west_ns)
    heard = west.heard(east.told(WHOLE), "west")
    there_ns = at_ns + east_ns - west_ns  # the same instant, by west's own clock
    assert moment_at(heard, there_ns) == moment_at(WHOLE, at_ns)


def test_what_never_ends_does_not_end_on_another_machine() -> None:
    assert moved(WHOLE, -SECOND).labels.called["left"].until_ns == FOREVER


@given(st.lists(st.tuples(st.integers(0, 5 * SECOND), st.integers(-2 * SECOND, 2 * SECOND))))
def test_it_is_slewed_and_never_stepped(looks: list[tuple[int, int]]) -> None:
    now_ns, known = 0, clock(0)
    for passed_ns, difference_ns in looks:
        now_ns += passed_ns
        after = known.read(ClockReading(difference_ns, GOOD), now_ns)
        assert abs(after.difference_ns - known.difference_ns) <= passed_ns * 500 // 1_000_000
        assert after.was_set == (abs(difference_ns - known.difference_ns) > MILLISECOND)
        known = after


def test_a_small_difference_is_followed_all_the_way() -> None:
    known = clock(0)
    for number in range(1, 6):
        known = known.read(ClockReading(MILLISECOND // 2, GOOD), number * SECOND)
    assert known.difference_ns == MILLISECOND // 2


def test_a_clock_that_was_set_is_not_trusted_until_it_joins() -> None:
    hour = ClockReading(3600 * SECOND, GOOD)
    known = clock(0).read(hour, SECOND)
    assert known.was_set and not known.trusted and known.difference_ns == 0
    joined = known.join(hour, 2 * SECOND)
    assert joined.trusted and joined.difference_ns == 3600 * SECOND


def test_a_clock_that_nobody_keeps_or_only_badly_is_not_trusted() -> None:
    assert clock(0, GOOD_NS).trusted
    assert not clock(0, GOOD_NS + 1).trusted
    assert not clock(0, None).trusted
    assert clock(0, None).read(ClockReading(0, GOOD), SECOND).trusted


def test_between_two_words_of_the_daemon_the_bound_grows_as_a_kept_clock_drifts() -> None:
    known = clock(0, MILLISECOND)
    for second in range(1, 101):  # the kernel adds half a millisecond a second
        known = known.read(
            ClockReading(0, MILLISECOND + second * MILLISECOND // 2), second * SECOND
        )
    assert known.bound_ns == 2 * MILLISECOND and known.trusted
    better = known.read(ClockReading(0, MILLISECOND // 2), 101 * SECOND)
    assert better.bound_ns == MILLISECOND // 2
    worse = known.read(ClockReading(0, 200 * MILLISECOND), 101 * SECOND)
    assert worse.bound_ns == 200 * MILLISECOND and not worse.trusted
    lost = known.read(ClockReading(0, None), 101 * SECOND)
    assert lost.bound_ns is None


@given(st.lists(st.integers(0, 20 * MILLISECOND), max_size=20))
def test_the_bound_is_never_more_than_what_is_told(bounds: list[int]) -> None:
    known = clock(0)
    for second, bound_ns in enumerate(bounds, 1):
        known = known.read(ClockReading(0, bound_ns), second * SECOND)
        assert known.bound_ns is not None and known.bound_ns <= bound_ns


def test_a_programme_without_anything_in_it_is_moved_as_well() -> None:
    assert moved(Programme(), SECOND) == Programme()
    assert moved(replace(WHOLE, fade=None), 0) == replace(WHOLE, fade=None)
