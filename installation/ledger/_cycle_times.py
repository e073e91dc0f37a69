"""Reads when each cycle was on the wall, whatever was done to the clock meanwhile.

Three rules, so that a report never tells of more time than there was: a length is reckoned by the
clock of the boot, which nobody sets; what was noted before a step of the wall clock is told by the
time that the clock was set to; and no instant is told twice.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from installation.units import MILLISECOND


@dataclass(frozen=True)
class ShownCycle:
    """A cycle's time on the wall within a span; ``began`` when it began in it, too."""

    at_ms: int
    end_ms: int
    lineup: int
    whole: bool
    skew: int
    misses: tuple[int, int, int]
    began: bool = True


Steps = Mapping[str, Sequence[tuple[int, int]]]
"""By boot: the instants (ns) at which the wall clock was set, and by how many ms."""


def read_cycles(db: sqlite3.Connection, span: tuple[int, int], now_ms: int) -> list[ShownCycle]:
    """Read the cycles that were on in a span; one that was cut off ends when it must have."""
    steps: dict[str, list[tuple[int, int]]] = {}
    for boot, at_ns, step_ms in db.execute("SELECT boot, at_ns, step_ms FROM clock"):
        steps.setdefault(boot, []).append((at_ns, step_ms))
    return list(_within(_apart(_told_by_the_last_clock(db, steps, now_ms)), span))


def _told_by_the_last_clock(
    db: sqlite3.Connection, steps: Steps, now_ms: int
) -> Iterator[ShownCycle]:
    misses = {
        cycle: (late, held, skipped)
        for cycle, late, held, skipped in db.execute(
            "SELECT cycle, sum(late), sum(held), sum(skipped) FROM misses GROUP BY cycle"
        )
    }
    rows = db.execute(
        "SELECT id, boot, at_ms, ended_ms, began_ns, ended_ns, cycle_ms, lineup, whole, skew,"
        " lead(at_ms, 1, ?) OVER (ORDER BY id) FROM cycles ORDER BY id",
        (now_ms,),
    )
    for number, boot, at, ended, began_ns, ended_ns, cycle_ms, lineup, whole, skew, after in rows:
        length = min(cycle_ms, max(0, (after if ended is None else ended) - at))
        if began_ns is not None and ended_ns is not None:
            length = max(0, ended_ns - began_ns) // MILLISECOND
        if began_ns is not None:
            at += sum(step for at_ns, step in steps.get(boot, ()) if at_ns > began_ns)
        missed = misses.get(number, (0, 0, 0))
        yield ShownCycle(at, at + length, lineup, bool(whole), skew, missed)


def _apart(cycles: Iterable[ShownCycle]) -> Iterator[ShownCycle]:
    """Take from each what an earlier one has: two boots' clocks may contradict each other."""
    free_ms: int | None = None
    for cycle in sorted(cycles, key=lambda one: one.at_ms):
        at = cycle.at_ms if free_ms is None else max(cycle.at_ms, free_ms)
        free_ms = max(at, cycle.end_ms)
        yield replace(cycle, at_ms=at, end_ms=free_ms)


def _within(cycles: Iterable[ShownCycle], span: tuple[int, int]) -> Iterator[ShownCycle]:
    first, last = span
    for cycle in cycles:
        began = first <= cycle.at_ms < last
        at, end = max(cycle.at_ms, first), min(cycle.end_ms, last)
        if began or at < end:
            yield replace(cycle, at_ms=at, end_ms=max(at, end), began=began)
