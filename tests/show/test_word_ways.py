"""Two machines' clocks, compared by how long words between them seem to take."""

from hypothesis import given
from hypothesis import strategies as st

from installation.show._word_ways import WORDS, WordWays
from installation.units import MILLISECOND

few_ms = st.integers(0, 20 * MILLISECOND)


@given(
    st.integers(-5_000 * MILLISECOND, 5_000 * MILLISECOND),
    few_ms,
    st.lists(few_ms, min_size=1, max_size=WORDS - 1),
    st.lists(few_ms, min_size=1, max_size=WORDS - 1),
)
def test_the_offset_is_found_whatever_held_words_up_if_one_came_through(
    ahead_ns: int, way_ns: int, held_here: list[int], held_there: list[int]
) -> None:
    here, there = WordWays(), WordWays()
    for late_ns in (*held_here, 0):
        here.heard("west", way_ns + late_ns - ahead_ns)  # west's clock is ahead
    for late_ns in (*held_there, 0):
        there.heard("east", way_ns + late_ns + ahead_ns)
    assert here.offset_ns("west", there.least_ns["east"]) == ahead_ns


def test_what_is_old_does_not_count() -> None:
    ways = WordWays()
    for took_ns in (1, *[7] * WORDS):
        ways.heard("west", took_ns)
    assert ways.least_ns == {"west": 7}
    ways.forget("west")
    assert ways.least_ns == {} and ways.offset_ns("west", 3) is None


def test_without_a_word_from_there_nothing_is_known() -> None:
    ways = WordWays()
    ways.heard("west", 7)
    assert ways.offset_ns("west", None) is None
