"""Terms in front of revisions: later terms are later, whatever was written before."""

from hypothesis import given
from hypothesis import strategies as st

from installation.timeline import Term, term_of
from installation.timeline._terms import RANKS

EPOCHS = st.integers(1, 65_535)
PLACES = st.integers(0, RANKS - 1)
SERIALS = st.integers(0, (1 << 32) - 1)


@given(EPOCHS, PLACES, SERIALS)
def test_a_revision_tells_its_term(epoch: int, rank: int, serial: int) -> None:
    assert term_of(Term(epoch, rank).revision + serial) == Term(epoch, rank)


@given(EPOCHS, PLACES, SERIALS, EPOCHS, PLACES, SERIALS)
def test_a_later_term_is_later_and_of_one_epoch_the_first_in_order(
    epoch: int, rank: int, serial: int, other: int, place: int, number: int
) -> None:
    one, two = Term(epoch, rank).revision + serial, Term(other, place).revision + number
    if (epoch, rank) != (other, place):
        assert (one > two) == ((epoch, -rank) > (other, -place))


@given(st.integers(0, (1 << 53) - 1), PLACES)
def test_the_next_term_is_above_all_that_is_known(known: int, rank: int) -> None:
    term = Term(0, rank).after(known)
    assert term.revision > known and term.rank == rank


@given(SERIALS)
def test_a_machine_alone_counts_as_it_always_did(serial: int) -> None:
    assert term_of(serial) == Term() and Term().revision == 0


def test_revisions_are_numbers_that_a_browser_can_hold() -> None:
    assert Term(65_535, 0).revision + (1 << 32) - 1 < 1 << 53
