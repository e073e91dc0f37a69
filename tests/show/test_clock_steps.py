"""When the wall clock was set, and by how much."""

from hypothesis import given
from hypothesis import strategies as st

from installation.show._clock_steps import AT_ONCE, STEP_MS, ClockSteps
from installation.units import MILLISECOND, SECOND

WALL = 1_700_000_000_000
HOUR_MS = 3_600_000


def test_a_clock_that_goes_on_was_not_set_however_late_one_looks() -> None:
    steps = ClockSteps()
    at_ms = 0
    for after_ms in (0, 100, 40, 60_000, 7 * 24 * HOUR_MS, 1):
        at_ms += after_ms
        assert steps.look(at_ms * MILLISECOND, WALL + at_ms) == 0


def test_a_slewed_clock_was_not_set() -> None:
    steps = ClockSteps()
    looks = ((n * 100 * MILLISECOND, WALL + n * 100 + n // 20) for n in range(10_000))
    assert not any(steps.look(*look) for look in looks)


@given(
    st.lists(st.integers(-20 * HOUR_MS, 20 * HOUR_MS), max_size=AT_ONCE),
    st.integers(1, 10 * SECOND),
)
def test_every_step_is_told_once(steps_ms: list[int], apart_ns: int) -> None:
    watch, wall_ms, now_ns = ClockSteps(), WALL, SECOND
    watch.look(now_ns, wall_ms)
    for step_ms in steps_ms:
        wall_ms += step_ms + (now_ns + apart_ns) // MILLISECOND - now_ns // MILLISECOND
        now_ns += apart_ns
        assert watch.look(now_ns, wall_ms) == (step_ms if abs(step_ms) >= STEP_MS else 0)
        assert watch.look(now_ns, wall_ms) == 0


def test_a_clock_that_is_set_all_the_time_is_summed_up() -> None:
    watch = ClockSteps()
    told = [watch.look(second * SECOND, WALL + second * 2000) for second in range(3600)]
    rows = [step_ms for step_ms in told if step_ms]
    assert len(rows) <= AT_ONCE + 60
    assert 3_599_000 - 60_000 <= sum(rows) <= 3_599_000
