"""What was on the wall and when, through any steps of the wall clock."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from installation.ledger import ClockRow, CycleBeganRow, CycleEndedRow
from installation.ledger._cycle_times import ShownCycle, read_cycles
from installation.ledger._tables import FORMATS, write
from installation.units import MILLISECOND

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
WALL = 1_700_000_000_000
ALWAYS = (-(10**15), 10**15)
ENTRIES = {"left": ("a", "ra")}
CYCLE_MS = 120_000


@dataclass
class Machine:
    """A show's machine: a clock that goes on, and one that is set."""

    db: sqlite3.Connection
    boot: int = 0
    now_ms: int = 1000
    wall_ms: int = WALL
    cycle: int = 0
    shown: list[tuple[int, int]] = field(default_factory=list)
    """Each cycle of this boot: when it began by the clock that goes on, and its length."""

    def show(self, length_ms: int, step_ms: int = 0, cut: bool = False) -> None:
        """Show a cycle, in the middle of which the clock is set."""
        self.cycle += 1
        boot = f"boot {self.boot}"
        began = (self.wall_ms, boot, self.cycle, CYCLE_MS, ENTRIES, self.now_ms * MILLISECOND)
        write(CycleBeganRow(*began), self.db)
        self.shown.append((self.now_ms, length_ms))
        self.wait(length_ms // 2)
        if step_ms:
            self.set(step_ms)
        self.wait(length_ms - length_ms // 2)
        if not cut:
            at_ns = self.now_ms * MILLISECOND
            ended = CycleEndedRow(self.wall_ms, boot, self.cycle, True, at_ns=at_ns)
            write(ended, self.db)

    def wait(self, length_ms: int) -> None:
        self.now_ms += length_ms
        self.wall_ms += length_ms

    def set(self, step_ms: int) -> None:
        self.wall_ms += step_ms
        at_ns = self.now_ms * MILLISECOND
        write(ClockRow(self.wall_ms, f"boot {self.boot}", at_ns, step_ms), self.db)

    def reboot(self) -> None:
        self.boot, self.now_ms, self.shown = self.boot + 1, 1000, []


@contextmanager
def machine() -> Iterator[Machine]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript("".join(FORMATS))
        yield Machine(db)


def lengths(cycles: Sequence[ShownCycle]) -> list[int]:
    return [cycle.end_ms - cycle.at_ms for cycle in cycles]


def test_a_machine_whose_clock_is_set_right_has_shown_for_minutes_not_for_years() -> None:
    with machine() as one:
        one.wall_ms = WALL - 16 * 365 * DAY_MS
        one.show(120_000)
        one.show(120_000, step_ms=16 * 365 * DAY_MS)
        one.show(120_000)
        found = read_cycles(one.db, (WALL, WALL + DAY_MS), one.wall_ms)
        assert lengths(found) == [120_000] * 3
        assert [cycle.at_ms - WALL for cycle in found] == [0, 120_000, 240_000]


def test_a_clock_that_is_set_back_shows_no_hour_twice() -> None:
    with machine() as one:
        for n in range(60):
            one.show(120_000, step_ms=-HOUR_MS if n == 40 else 0)
        found = read_cycles(one.db, ALWAYS, one.wall_ms)
        assert sum(lengths(found)) == 60 * 120_000
        assert found[-1].end_ms == one.wall_ms
        assert found[0].at_ms == one.wall_ms - 60 * 120_000


def test_a_cycle_over_midnight_belongs_to_both_days_and_counts_in_the_first() -> None:
    with machine() as one:
        one.wall_ms = midnight = WALL // DAY_MS * DAY_MS
        one.wall_ms -= 30_000
        one.show(120_000)
        before = read_cycles(one.db, (midnight - DAY_MS, midnight), one.wall_ms)
        after = read_cycles(one.db, (midnight, midnight + DAY_MS), one.wall_ms)
        assert [(c.began, c.end_ms - c.at_ms) for c in before + after] == [
            (True, 30_000),
            (False, 90_000),
        ]


def test_a_cycle_that_was_cut_off_ends_when_it_must_have() -> None:
    with machine() as one:
        one.show(50_000, cut=True)
        one.show(70_000)
        one.wait(HOUR_MS)
        one.show(CYCLE_MS, cut=True)
        one.wait(HOUR_MS)
        assert lengths(read_cycles(one.db, ALWAYS, one.wall_ms)) == [50_000, 70_000, CYCLE_MS]


def test_cycles_of_an_older_format_are_at_most_as_long_as_they_could_be() -> None:
    with machine() as one:
        write(CycleBeganRow(WALL, "old", 1, CYCLE_MS, ENTRIES), one.db)
        write(CycleEndedRow(WALL + 16 * 365 * DAY_MS, "old", 1, True), one.db)
        assert lengths(read_cycles(one.db, ALWAYS, one.wall_ms)) == [CYCLE_MS]


STEPS = st.one_of(st.just(0), st.integers(-3 * DAY_MS, 3 * DAY_MS))
SHOWN = st.tuples(st.integers(2, HOUR_MS), STEPS, st.booleans(), st.integers(0, HOUR_MS))


@given(st.lists(SHOWN, max_size=30))
def test_a_boot_has_shown_exactly_what_it_has_shown(
    cycles: list[tuple[int, int, bool, int]],
) -> None:
    with machine() as one:
        for length_ms, step_ms, _, pause_ms in cycles:
            one.show(length_ms, step_ms)
            one.wait(pause_ms)
        found = read_cycles(one.db, ALWAYS, one.wall_ms)
        offset_ms = one.wall_ms - one.now_ms
        assert [(c.at_ms - offset_ms, c.end_ms - c.at_ms) for c in found] == one.shown


@given(
    st.lists(st.tuples(SHOWN, st.booleans(), STEPS), max_size=30),
    st.integers(-4 * DAY_MS, 4 * DAY_MS),
    st.integers(1, 2 * DAY_MS),
)
def test_no_span_has_more_shown_in_it_than_it_is_long(
    cycles: list[tuple[tuple[int, int, bool, int], bool, int]], first: int, length: int
) -> None:
    with machine() as one:
        for (length_ms, step_ms, cut, pause_ms), reboots, other_clock_ms in cycles:
            one.show(length_ms, step_ms, cut)
            one.wait(pause_ms)
            if reboots:
                one.reboot()
                one.wall_ms += other_clock_ms  # nobody saw by how much
        span = (WALL + first, WALL + first + length)
        found = read_cycles(one.db, span, one.wall_ms)
        assert sum(lengths(found)) <= length
        assert all(span[0] <= c.at_ms <= c.end_ms <= span[1] for c in found)
        days = [(span[0] + n * DAY_MS, span[0] + (n + 1) * DAY_MS) for n in range(3)]
        apart = [read_cycles(one.db, day, one.wall_ms) for day in days]
        whole = read_cycles(one.db, (days[0][0], days[-1][1]), one.wall_ms)
        assert sum(sum(lengths(day)) for day in apart) == sum(lengths(whole))
        assert sum(c.began for day in apart for c in day) == sum(c.began for c in whole)
