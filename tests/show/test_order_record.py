"""Which orders become rows: a hand's all of them, a flood's not more than a ledger can bear."""

from hypothesis import given
from hypothesis import strategies as st

from installation.link import Reply
from installation.model import Go, Level, Order, Pause, Sync
from installation.said import verbatim
from installation.show._order_record import AT_ONCE, LONGEST_NS, REST_NS, OrderRecord
from installation.timeline import FOREVER
from installation.units import MILLISECOND, SECOND

YES, NO = Reply(True, verbatim("done")), Reply(False, verbatim("nothing plays yet"))


def test_an_order_is_a_row_with_its_answer_on_a_line() -> None:
    answer = Reply(False, verbatim("no beat 'kis'.\n  There are kiss, march."))
    (row,) = OrderRecord().given(Go("kis"), "command", answer, 7, SECOND)
    assert (row.at_ms, row.what, row.to, row.by, row.ok) == (7, "go", "kis", "command", False)
    assert row.answer == "no beat 'kis'. There are kiss, march."


def test_a_fader_on_its_way_is_one_row_where_it_rests() -> None:
    record = OrderRecord()
    for n in range(100):
        assert record.given(Level("left", n), "remote", YES, n, n * 25 * MILLISECOND) == []
        assert record.due(n, n * 25 * MILLISECOND) == []
    rested_ns = 99 * 25 * MILLISECOND + REST_NS
    assert record.due(500, rested_ns - 1) == []
    (row,) = record.due(500, rested_ns)
    assert (row.at_ms, row.what, row.to) == (99, "level", "left 99")
    assert record.due(600, rested_ns + LONGEST_NS) == []


def test_what_is_kept_back_is_noted_when_the_show_ends() -> None:
    record = OrderRecord()
    record.given(Level("left", 40), "panel", YES, 3, SECOND)
    record.refused("command", SECOND)
    assert [row.what for row in record.due(9, FOREVER)] == ["level", "orders"]


def test_a_flood_is_counted_and_a_hand_beside_it_is_noted() -> None:
    record = OrderRecord()
    rows = []
    for n in range(30_000):  # a minute of 500 a second
        now_ns = n * 2 * MILLISECOND
        rows += record.given(Pause(), "remote", NO if n % 2 else YES, n, now_ns)
        rows += record.due(n, now_ns)
    assert len(rows) < 60
    (hand,) = record.given(Sync(), "command", YES, 1, 60 * SECOND)
    assert hand.what == "sync"
    (beyond,) = record.due(60_000, 61 * SECOND)
    assert beyond.what == "orders"
    assert beyond.answer.startswith(f"{30_000 - len(rows)} more within 60 s, ")
    assert beyond.answer.endswith(" of them refused, not noted one by one")


ORDERS: st.SearchStrategy[Order] = st.one_of(
    st.just(Pause()), st.builds(Level, st.sampled_from(["left", "right"]), st.integers(0, 100))
)
GIVEN = st.tuples(
    st.integers(0, SECOND), ORDERS, st.booleans(), st.sampled_from(["remote", "panel"])
)


@given(st.lists(GIVEN, max_size=300))
def test_nothing_is_lost_and_a_minute_has_few_rows(
    given_orders: list[tuple[int, Order, bool, str]],
) -> None:
    record, now_ns, rows = OrderRecord(), 0, []
    for after_ns, order, ok, by in given_orders:
        now_ns += after_ns
        found = record.given(order, by, YES if ok else NO, 0, now_ns) + record.due(0, now_ns)
        rows += [(now_ns, row) for row in found]
    last = {
        (by, order.screen): order
        for _, order, ok, by in given_orders
        if isinstance(order, Level) and ok
    }
    rows += [(now_ns, row) for row in record.due(0, FOREVER)]
    # every fader's last place is told, and every other order is a row or counted in one
    told = [row for _, row in rows if row.what == "level" and row.ok]
    for (by, screen), order in last.items():
        mine = [r.to for r in told if r.by == by and r.to.split()[0] == screen]
        assert mine[-1] == f"{screen} {order.percent}"
    moving = sum(isinstance(order, Level) and ok for _, order, ok, _ in given_orders)
    counted = sum(int(row.answer.split()[0]) for _, row in rows if row.what == "orders")
    singly = sum(row.what != "orders" for _, row in rows) - len(told)
    assert singly + counted == len(given_orders) - moving
    for begin_ns, _ in rows:
        minute = [r for at, r in rows if begin_ns <= at < begin_ns + 60 * SECOND]
        single = [r for r in minute if r.by == "remote" and r.what in ("pause", "level") and r.what]
        assert sum(r not in told for r in single) <= AT_ONCE + 15
