"""What takes back a decision about versions: given after it, all is as it was before."""

import pytest

from installation.library import Decisions
from installation.library import decisions as d
from installation.model import Approve, Pin, Reject, Restore, Retire, Rollback, Unpin, VersionOrder
from installation.said import verbatim
from installation.show._undoing import undoing
from installation.show._version_orders import Known, decided

KNOWN = Known(
    revisions=(("a", "a1"), ("b", "b1"), ("c", "c1")),
    screens=("left", "right"),
    shown={"left": ("a", "a1"), "right": ("b", "b1")},
)
ALL = d.approve(Decisions(), KNOWN.revisions, 1, "auto")
PINNED = d.pin(ALL, "left", "b", 2, "panel")
ASIDE = d.quarantine(ALL, "c", "c1", 2, "panel", verbatim("too dark"))


def after(decisions: Decisions, order: VersionOrder) -> Decisions:
    return decided(decisions, KNOWN, order, 9, "door: Anna")[0]


def standing(decisions: Decisions) -> tuple[object, ...]:
    """What holds, whoever decided it and when."""
    return (
        {screen: pin.version for screen, pin in decisions.pinned.items()},
        {revision: one.reason for revision, one in decisions.quarantined.items()},
        set(decisions.retired),
        set(decisions.approved),
    )


@pytest.mark.parametrize(
    ("before", "order", "back"),
    [
        (ALL, Pin("c", "left"), Unpin("left")),
        (PINNED, Pin("c", "left"), Pin("b", "left")),
        (PINNED, Unpin("left"), Pin("b", "left")),
        (ALL, Retire("b"), Restore("b")),
        (ALL, Reject("b", "dark"), Restore("b")),
        (ALL, Rollback("right"), Restore("b")),
        (d.retire(ALL, "b", 2, "panel"), Restore("b"), Retire("b")),
        (ASIDE, Restore("c"), Reject("c", "too dark")),
    ],
)
def test_what_was_decided_is_taken_back(
    before: Decisions, order: VersionOrder, back: VersionOrder
) -> None:
    then = after(before, order)
    assert undoing(before, then) == back
    assert standing(after(then, back)) == standing(before)


def test_an_approval_that_is_taken_back_sets_aside() -> None:
    before = d.approve(Decisions(), KNOWN.revisions[:2], 1, "auto")
    then = after(before, Approve("c"))
    back = undoing(before, then)
    assert back == Reject("c", "the approval was taken back")
    assert not after(then, back).admits("c", "c1")


@pytest.mark.parametrize("order", [Unpin("left"), Approve("a"), Restore("a")])
def test_what_changes_nothing_has_nothing_to_take_back(order: VersionOrder) -> None:
    assert undoing(ALL, after(ALL, order)) is None
