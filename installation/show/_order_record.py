"""Decides which orders become rows of the ledger, so that no flood fills it. Pure.

A fader on its way is one row, once it rests. Other orders are a row each, as long as their source
gives no more than hands do; what is beyond that is counted, and the count is a row.
"""

from dataclasses import dataclass, replace

from installation.ledger import OrderRow
from installation.link import Reply
from installation.model import Level, Order
from installation.said import Said, on_one_line
from installation.timeline import RateLimits
from installation.units import SECOND

REST_NS = 2 * SECOND
"""A level that has stood for so long is where somebody wanted it."""
LONGEST_NS = 60 * SECOND
"""A level that never rests is a row as often as this; so is the count of what is no row."""
AT_ONCE = 40
PER_SECOND = 0.25
"""Rows of one source: as many as somebody needs who tries everything, and 15 a minute for good."""


@dataclass(frozen=True)
class _MovingLevel:
    row: OrderRow
    since_ns: int
    at_ns: int

    def is_due(self, now_ns: int) -> bool:
        return now_ns - self.at_ns >= REST_NS or now_ns - self.since_ns >= LONGEST_NS


@dataclass(frozen=True)
class _Beyond:
    """Orders of a source that are no rows: when the first and the last came, and how many."""

    first_ns: int
    last_ns: int
    orders: int = 0
    refused: int = 0

    def is_due(self, now_ns: int) -> bool:
        return now_ns - self.first_ns >= LONGEST_NS

    def row(self, by: str, at_ms: int) -> OrderRow:
        span_s = max(1, round((self.last_ns - self.first_ns) / SECOND))
        counts = {"count": self.orders, "span_s": span_s}
        answer = Said("{count} more within {span_s} s, not noted one by one", **counts)
        if self.refused:
            answer = Said(
                "{count} more within {span_s} s, {refused} of them refused, not noted one by one",
                refused=self.refused,
                **counts,
            )
        return OrderRow(at_ms, "orders", "", by, True, answer)


class OrderRecord:
    """Keeps orders back until they are rows. Instants never go back."""

    def __init__(self) -> None:
        self._levels: dict[tuple[str, str], _MovingLevel] = {}
        self._rows = RateLimits(AT_ONCE, PER_SECOND)
        self._beyond: dict[str, _Beyond] = {}

    def given(self, order: Order, by: str, reply: Reply, at_ms: int, now_ns: int) -> list[OrderRow]:
        """Return the rows that an order and its answer are by now."""
        row = order_row(order, by, reply, at_ms)
        if isinstance(order, Level) and reply.ok:
            key = by, order.screen
            before = self._levels.get(key)
            since_ns = before.since_ns if before else now_ns
            self._levels[key] = _MovingLevel(row, since_ns, now_ns)
            return []
        if self._rows.take(by, now_ns):
            return [row]
        self._count(by, now_ns, refused=not reply.ok)
        return []

    def refused(self, by: str, now_ns: int) -> None:
        """Count an order that came too fast to be carried out."""
        self._count(by, now_ns, refused=True)

    def due(self, at_ms: int, now_ns: int) -> list[OrderRow]:
        """Return the rows that have become due by time alone: at FOREVER all that are kept back."""
        rows = []
        for key, level in list(self._levels.items()):
            if level.is_due(now_ns):
                del self._levels[key]
                rows.append(level.row)
        for by, beyond in list(self._beyond.items()):
            if beyond.is_due(now_ns):
                del self._beyond[by]
                rows.append(beyond.row(by, at_ms))
        return rows

    def _count(self, by: str, now_ns: int, refused: bool) -> None:
        before = self._beyond.get(by) or _Beyond(now_ns, now_ns)
        self._beyond[by] = replace(
            before, last_ns=now_ns, orders=before.orders + 1, refused=before.refused + refused
        )


def order_row(order: Order, by: str, reply: Reply, at_ms: int) -> OrderRow:
    """Return the ledger's row of an order: its name, the words behind it, the answer on a line."""
    name, _, words = str(order).partition(" ")
    return OrderRow(at_ms, name, words, by, reply.ok, on_one_line(reply.text))
