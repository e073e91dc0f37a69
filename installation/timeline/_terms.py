"""The terms of those who write the programme: the upper digits of its revisions. Pure.

Of several machines one writes the programme. When another one begins to, it begins a term: an epoch
above all that it knows of, with its rank, its place in the layout's order. Both stand in front of
the serial in every revision and every cue. So whoever follows only later revisions, as all do,
refuses a writer whose term is over, and no two writers can ever use the same serial. A machine
alone writes in term 0, and counts as it always did.
"""

from msgspec import Struct

RANKS = 32
"""Places in an order of machines; more than a layout may have."""
_SERIALS = 1 << 32


class Term(Struct, frozen=True):
    """One machine's time as the writer. ``rank`` is its place in the layout's order, from 0."""

    epoch: int = 0
    rank: int = 0

    @property
    def revision(self) -> int:
        """The revision with which this term begins: above all of those before it.

        Of two that begin in one epoch, by machines that do not hear each other, the one that comes
        first in the layout's order is the later.
        """
        return (self.epoch * RANKS + RANKS - 1 - self.rank) * _SERIALS if self.epoch else 0

    def after(self, revision: int) -> "Term":
        """The term that this rank begins when it knows of programmes up to a revision."""
        return Term(term_of(revision).epoch + 1, self.rank)


def term_of(revision: int) -> Term:
    """Return the term in which a revision was written."""
    epoch, turned = divmod(revision // _SERIALS, RANKS)
    return Term(epoch, RANKS - 1 - turned) if epoch else Term()
