"""What a programme means: runs that tile time, a story that never jumps, seams that count up."""

from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from installation.timeline import (
    FOREVER,
    Entry,
    Plan,
    Programme,
    Run,
    Take,
    entry_of,
    moment_at,
    plan_of,
    prune,
    run_at,
)
from installation.units import MILLISECOND, SECOND

LENGTHS = st.integers(50 * MILLISECOND, 90 * SECOND)
YEAR = 365 * 24 * 3600 * SECOND


def film(name: str) -> Entry:
    return Entry(name, name, name, name, name, ((0, 0), (SECOND, SECOND)))


@st.composite
def programmes(draw: st.DrawFn, holds: bool = True) -> Programme:
    """Plans of different lengths, takes that begin inside the story, the last perhaps held."""
    cycle = draw(st.integers(1, 1000))
    plans = []
    for _ in range(draw(st.integers(1, 5))):
        plans.append(Plan(cycle, draw(LENGTHS), {"left": film(f"v{cycle}")}))
        cycle += draw(st.integers(1, 4))
    programme = Programme(1, "boot", (), None, tuple(plans))
    at_ns = draw(st.integers(0, 100 * SECOND))
    cycle = plans[0].from_cycle
    takes: list[Take] = []
    for serial in range(1, draw(st.integers(2, 5))):
        plan = plan_of(programme, cycle)
        assert plan is not None
        inside = draw(st.one_of(st.just(0), st.integers(0, plan.cycle_ns - 1)))
        takes.append(Take(serial, at_ns, cycle, inside))
        at_ns += draw(st.integers(1, 200 * SECOND))
        cycle += draw(st.integers(0, 3))
    for i in range(len(takes) - 1):
        if holds and draw(st.booleans()):
            hold = draw(st.integers(takes[i].at_ns, takes[i + 1].at_ns))
            takes[i] = replace(takes[i], hold_ns=hold)
    if holds and draw(st.booleans()):
        hold = takes[-1].at_ns + draw(st.integers(0, 200 * SECOND))
        takes[-1] = replace(takes[-1], hold_ns=hold)
    return replace(programme, takes=tuple(takes))


def runs(programme: Programme, count: int = 60) -> list[Run]:
    """The first runs of a programme, one after the other."""
    run = run_at(programme, programme.takes[0].at_ns)
    found: list[Run] = []
    while run is not None and len(found) < count:
        found.append(run)
        run = None if run.end_ns >= FOREVER else run_at(programme, run.end_ns)
    return found


@given(programmes())
def test_runs_tile_time(programme: Programme) -> None:
    found = runs(programme)
    assert found[0].start_ns == programme.takes[0].at_ns
    for run, following in pairwise(found):
        assert run.start_ns < run.end_ns == following.start_ns
    for run in found:
        last_ns = min(run.end_ns, run.start_ns + YEAR) - 1
        middle_ns = (run.start_ns + last_ns) // 2
        assert [run_at(programme, at) for at in (run.start_ns, middle_ns, last_ns)] == [run] * 3


@given(programmes(), st.floats(0, 1), st.floats(0, 1))
def test_the_story_goes_on_at_its_pace_within_a_run(
    programme: Programme, one: float, other: float
) -> None:
    for run in runs(programme, 12):
        length = min(run.end_ns - run.start_ns, YEAR)
        early, late = sorted(run.start_ns + int(share * (length - 1)) for share in (one, other))
        first, second = moment_at(programme, early), moment_at(programme, late)
        assert first is not None and second is not None
        assert second.story_ns - first.story_ns == min(late, max(run.hold_ns, early)) - early
        assert first.held == (early >= run.hold_ns)
        plan = plan_of(programme, run.cycle)
        assert plan is not None
        assert 0 <= first.story_ns < plan.cycle_ns
        if not first.held:
            assert run.instant(first.story_ns) == early


@given(programmes())
def test_a_seam_counts_one_cycle_on_and_begins_the_story(programme: Programme) -> None:
    found = runs(programme)
    for run, following in pairwise(found):
        if following.take == run.take:
            assert (following.cycle, following.story_ns) == (run.cycle + 1, 0)
            plan = plan_of(programme, run.cycle)
            assert plan is not None
            assert run.story_at(run.end_ns) == plan.cycle_ns
        else:
            take = next(t for t in programme.takes if t.serial == following.take)
            assert (following.start_ns, following.cycle) == (take.at_ns, take.cycle)
            assert following.story_ns == take.story_ns


@given(programmes(holds=False), st.integers(0, 400 * SECOND), st.integers(0, YEAR))
def test_a_hold_stops_the_story_at_its_instant_for_good(
    programme: Programme, after_ns: int, later_ns: int
) -> None:
    last = programme.takes[-1]
    hold_ns = last.at_ns + after_ns
    without = moment_at(programme, hold_ns)
    held = replace(programme, takes=(*programme.takes[:-1], replace(last, hold_ns=hold_ns)))
    stands = moment_at(held, hold_ns)
    assert without is not None and stands is not None
    assert (stands.cycle, stands.story_ns) == (without.cycle, without.story_ns)
    assert stands.held
    before = moment_at(held, hold_ns - 1)
    assert before is None or not before.held or before.take != last.serial
    assert moment_at(held, hold_ns + later_ns) == stands
    run = run_at(held, hold_ns + later_ns)
    assert run is not None and run.end_ns == FOREVER  # none follows


@given(programmes(), st.integers(0, 900 * SECOND), st.lists(st.integers(0, YEAR), max_size=5))
def test_pruning_changes_nothing_from_now_on(
    programme: Programme, now_ns: int, later: list[int]
) -> None:
    takes, plans = prune(programme, now_ns)
    kept = replace(programme, takes=takes, plans=plans)
    seams = [run.start_ns for run in runs(programme)] + [take.at_ns for take in programme.takes]
    for at_ns in (now_ns, *(now_ns + ns for ns in later), *(ns for ns in seams if ns >= now_ns)):
        run = run_at(programme, at_ns)
        assert run_at(kept, at_ns) == run
        if run is not None:
            assert entry_of(kept, run.cycle, "left") == entry_of(programme, run.cycle, "left")
    assert sum(take.at_ns <= now_ns for take in takes) <= 1
    assert prune(kept, now_ns) == (takes, plans)


@given(LENGTHS, st.integers(1, 10**9), st.integers(0, 100 * YEAR))
@example(SECOND, 1, 100 * YEAR)
def test_a_very_long_uptime_loses_no_nanosecond(length: int, cycle: int, up_ns: int) -> None:
    plan = Plan(cycle, length, {"left": film("a")})
    programme = Programme(1, "boot", (Take(1, 0, cycle, 0),), None, (plan,))
    moment = moment_at(programme, up_ns)
    assert moment is not None
    assert (moment.cycle, moment.story_ns) == (cycle + up_ns // length, up_ns % length)


def test_another_line_up_in_every_cycle_does_not_pile_up() -> None:
    programme = Programme(1, "boot", (Take(1, 0, 1, 0),), None, (Plan(1, SECOND, {}),))
    for cycle in range(2, 500):
        now_ns = (cycle - 1) * SECOND - 1
        plan = Plan(cycle, SECOND, {"left": film(str(cycle))})
        programme = replace(programme, plans=(*programme.plans, plan))
        takes, plans = prune(programme, now_ns)
        assert (len(takes), len(plans)) == (1, 2)
        programme = replace(programme, takes=takes, plans=plans)
        assert run_at(programme, now_ns + 1) == Run(
            1, cycle, now_ns + 1, 0, now_ns + 1 + SECOND, FOREVER
        )


@given(programmes())
def test_nothing_plays_before_the_first_take(programme: Programme) -> None:
    first_ns = programme.takes[0].at_ns
    assert run_at(programme, first_ns - 1) is None
    assert moment_at(programme, first_ns - 1) is None
    assert run_at(replace(programme, plans=()), first_ns) is None


@given(programmes(), st.integers(0, 1100))
def test_the_plan_of_a_cycle_is_the_last_that_began(programme: Programme, cycle: int) -> None:
    begun = [plan for plan in programme.plans if plan.from_cycle <= cycle]
    expected = begun[-1] if begun else programme.plans[0]
    assert plan_of(programme, cycle) == expected
    assert entry_of(programme, cycle, "left") == expected.entries["left"]
    assert entry_of(programme, cycle, "nowhere") is None


def test_a_programme_without_plans_has_none() -> None:
    assert plan_of(Programme(), 1) is None
    assert entry_of(Programme(), 1, "left") is None


@given(programmes(), st.integers(0, 100 * SECOND))
def test_a_run_can_be_asked_for_before_it_starts(programme: Programme, early_ns: int) -> None:
    run = runs(programme)[0]
    assume(run.hold_ns > run.start_ns)
    assert run.story_at(run.start_ns - early_ns) == run.story_ns - early_ns
