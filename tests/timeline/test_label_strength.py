"""A screen's label: in story time as a cycle begins, by the clock when somebody asks for it."""

from hypothesis import given
from hypothesis import strategies as st

from installation.timeline import (
    EASE_NS,
    FOREVER,
    Called,
    LabelTimes,
    Run,
    label_strength,
    next_label,
)
from installation.units import MILLISECOND, SECOND

T = 100 * SECOND
STEP = 50 * MILLISECOND
OPENING = LabelTimes(opening=True, for_ns=8 * SECOND)


def run(cycle: int = 3, hold_ns: int = FOREVER, story_ns: int = 0) -> Run:
    return Run(1, cycle, T, story_ns, T + 60 * SECOND - story_ns, hold_ns)


def seen(times: LabelTimes, at_s: float, **more: int) -> float:
    return label_strength(times, "left", run(**more), T + round(at_s * SECOND))


def test_it_comes_with_the_cycle_and_goes_after_its_time() -> None:
    found = [seen(OPENING, at_s) for at_s in (0, 0.3, 0.6, 4, 7.7, 8, 30)]
    assert [round(strength, 2) for strength in found] == [0, 0.5, 1, 1, 0.5, 0, 0]


def test_a_held_picture_holds_it_and_a_jump_past_it_has_none() -> None:
    held = run(hold_ns=T + 2 * SECOND)
    assert label_strength(OPENING, "left", held, T + 500 * SECOND) == 1
    assert next_label(OPENING, "left", held, T + SECOND, STEP) == FOREVER
    assert seen(OPENING, 1, story_ns=20 * SECOND) == 0


def test_without_an_opening_there_is_one_on_an_order_only() -> None:
    called = LabelTimes(called={"left": Called(T + 10 * SECOND, T + 18 * SECOND)})
    assert [seen(called, at_s) for at_s in (2, 10, 14, 18)] == [0, 0, 1, 0]
    assert label_strength(called, "right", run(), T + 14 * SECOND) == 0
    assert [called.ever_on(screen) for screen in ("left", "right")] == [True, False]


def test_one_that_was_taken_away_stays_away_until_the_next_cycle() -> None:
    off = LabelTimes(True, 8 * SECOND, {"left": Called(T, T + 3 * SECOND, dismissed=3)})
    assert seen(off, 4) == 0
    assert seen(off, 4, cycle=4) == 1


@given(
    st.booleans(),
    st.none() | st.tuples(st.integers(-20, 20), st.integers(0, 20)),
    st.integers(0, 20_000),
)
def test_between_the_instants_that_are_told_it_never_leaps(
    opening: bool, call: tuple[int, int] | None, at_ms: int
) -> None:
    called = {}
    if call is not None:
        called["left"] = Called(T + call[0] * SECOND, T + (call[0] + call[1]) * SECOND)
    times, on = LabelTimes(opening, 8 * SECOND, called), run()
    now_ns = T + at_ms * MILLISECOND
    due_ns = next_label(times, "left", on, now_ns, STEP)
    assert due_ns > now_ns
    before = label_strength(times, "left", on, now_ns)
    most = STEP / EASE_NS + 0.001
    for part in range(1, 5):
        at_ns = now_ns + (min(due_ns, now_ns + 30 * SECOND) - now_ns) * part // 5
        found = label_strength(times, "left", on, at_ns)
        assert 0 <= found <= 1
        # a call of less than its own coming and going is the one that breaks off
        assert abs(found - before) <= most or (call and call[1] == 0)
