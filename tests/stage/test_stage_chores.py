"""A chore that waits for a gap does not wait for ever."""

from hypothesis import given
from hypothesis import strategies as st

from installation.stage._chores import Chore
from installation.units import MILLISECOND

EVERY_NS, GAP_NS, PATIENCE = 500 * MILLISECOND, 4 * MILLISECOND, 4


def test_it_is_done_in_a_gap_as_soon_as_its_time_has_come() -> None:
    chore = Chore(EVERY_NS, GAP_NS, PATIENCE)
    assert not chore.is_due(EVERY_NS, 2 * GAP_NS)
    assert chore.is_due(EVERY_NS + 1, GAP_NS + 1)
    assert not chore.is_due(EVERY_NS + 1, GAP_NS)


@given(st.integers(-GAP_NS, GAP_NS))
def test_on_a_machine_without_gaps_it_is_done_all_the_same(slack_ns: int) -> None:
    chore, done = Chore(EVERY_NS, GAP_NS, PATIENCE), 0
    for now_ns in range(0, 100 * EVERY_NS, 10 * MILLISECOND):
        if chore.is_due(now_ns, slack_ns):
            chore.done_ns = now_ns
            done += 1
    assert done >= 100 // (PATIENCE + 1)
