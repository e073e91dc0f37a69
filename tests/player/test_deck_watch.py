"""A deck that libvlc does not come back to, told from one that works."""

from hypothesis import given
from hypothesis import strategies as st

from installation.player._deck_watch import KEPT_NS, DeckWatch
from installation.timeline import WatchedTime
from installation.units import MILLISECOND, SECOND

STEP_NS = 40 * MILLISECOND


def test_one_order_that_is_kept_too_long_is_found() -> None:
    watch = DeckWatch()
    found = [now_ns for now_ns in range(0, 2 * KEPT_NS, STEP_NS) if watch.looked(now_ns, 7)]
    assert found[0] == KEPT_NS + STEP_NS


@given(st.lists(st.integers(0, 3), min_size=1, max_size=600))
def test_a_deck_that_takes_its_orders_never_hangs(states: list[int]) -> None:
    watch, order = DeckWatch(), 0
    for number, state in enumerate(states):
        order += state > 0
        at_work = order if state else 0
        assert not watch.looked(number * KEPT_NS // 2, at_work)


def test_a_machine_that_stood_still_is_no_deck_that_hangs() -> None:
    watch = DeckWatch()
    watch.looked(0, 1)
    for hour in range(1, KEPT_NS // WatchedTime.LONGEST_NS + 1):
        assert not watch.looked(hour * 3600 * SECOND, 1)
