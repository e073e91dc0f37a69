"""What an order about versions will change, in a sentence."""

import msgspec
import pytest
from panel_status import READY, a_show

from installation.model import (
    NOW,
    Approve,
    Order,
    Pin,
    Recheck,
    Reject,
    Restore,
    Retire,
    Rollback,
    ShowState,
    Swap,
    Unpin,
    VersionState,
)
from installation.panel._lineup_view import lineup_page
from installation.panel._lineup_words import coming, intention, moment
from installation.panel._press_memory import PressMemory
from installation.panel._viewmodel import page
from installation.show._status import ComingLineUp

LUCID, GEN2 = "kiss-3-lucid", "kiss-2-gen2"
LATER = ComingLineUp({"left": GEN2, "centre": GEN2}, "boundary")


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (
            Pin(LUCID, "left"),
            "left shows The Kiss, lucid in place of STORYBOARD, AT, until it is unpinned.",
        ),
        (
            Pin(LUCID, "right"),
            "right keeps The Kiss, lucid, whatever the layout says, until it is unpinned.",
        ),
        (Recheck("kiss-4"), "kiss-4 is looked at again; nothing changes on the wall."),
        (Unpin("left"), "left follows the layout again, AT."),
        (
            Retire(GEN2),
            "The Kiss, second memory is taken out of the line-up; centre shows another one, AT.",
        ),
        (
            Reject("kiss-9"),
            "kiss-9 is set aside, and takes no part; nothing changes on the wall.",
        ),
        (
            Rollback("centre"),
            "The Kiss, second memory is set aside, and centre shows the one before, AT.",
        ),
        (
            Swap(NOW),
            "left shows The Kiss, second memory, now, as soon as all screens are ready.",
        ),
        (Swap("supper"), "left shows The Kiss, second memory, at 'supper', in 0:00."),
    ],
)
def test_it_says_what_will_change_where_and_when(order: Order, says: str) -> None:
    wanted = says.replace("AT", "at the next boundary, in 0:15")
    wanted = wanted.replace("STORYBOARD", "The Kiss, storyboard")
    assert intention(a_show(coming=LATER), order).will.lower() == wanted.lower()


def test_a_line_up_that_waits_is_told_of() -> None:
    assert coming(a_show()) == ""
    assert coming(a_show(coming=LATER)).startswith("Left shows The Kiss, second memory, at the")


def test_a_show_that_stands_has_no_time_left() -> None:
    assert moment(a_show(state=ShowState.PAUSED), "boundary") == "at the next boundary"
    assert moment(a_show(), "no such beat") == "at 'no such beat'"


def test_only_a_rejection_asks_for_a_reason() -> None:
    asked = [intention(a_show(), one).reason for one in (Reject(GEN2), Retire(GEN2), Approve(GEN2))]
    assert asked == [True, False, False]


def test_each_version_offers_what_can_be_done_with_it() -> None:
    asks = msgspec.structs.replace(READY[0], id="kiss-4", state=VersionState.APPROVAL)
    gone = msgspec.structs.replace(READY[0], id="kiss-0", state=VersionState.RETIRED)
    status = a_show(versions=(*READY, asks, gone), pinned={"left": LUCID}, coming=LATER)
    shown = lineup_page(status, page(status, PressMemory()).rows)
    deeds = {
        one.row.version: [deed.order for deed in one.deeds if deed.can] for one in shown.versions
    }
    assert len({len(one.deeds) for one in shown.versions if one.movable}) == 1
    assert deeds["kiss-4"] == [Approve("kiss-4"), Reject("kiss-4")]
    assert deeds["kiss-0"] == [Restore("kiss-0")]
    assert deeds[LUCID] == [Pin(LUCID, "centre"), Pin(LUCID, "right"), Retire(LUCID)]
    assert [one.movable for one in shown.versions] == [False, True, True, True, False]
    assert [(one.pinned, one.coming) for one in shown.screens] == [
        (True, "The Kiss, second memory"),
        (False, ""),
        (False, ""),
    ]
    assert shown.beat == "supper" or shown.beat == ""
