"""Where a swap comes, who is waited for, and what is decided: all by property."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from installation.director import _swap_decision as swap
from installation.director._swap_decision import SwapVerdict, Target
from installation.timeline import Cue, Entry, Plan, Programme, Take, identity_map, run_at
from installation.timeline import _budget as budget
from installation.units import MILLISECOND, SECOND

BEGIN = 1000 * SECOND


def entry(version: str, revision: str = "1") -> Entry:
    return Entry(version, f"{version}-{revision}", version, version, version, identity_map(SECOND))


def plan(cycle_ns: int, from_cycle: int = 1, **shown: str) -> Plan:
    shown = shown or {"left": "a", "right": "b"}
    return Plan(from_cycle, cycle_ns, {screen: entry(version) for screen, version in shown.items()})


def programme(cycle_ns: int, **changes: Any) -> Programme:
    return Programme(1, "boot", (Take(1, BEGIN, 1, 0),), None, (plan(cycle_ns),), **changes)


lengths = st.integers(30 * MILLISECOND, 600 * SECOND)
places = st.one_of(st.none(), st.just(0), st.integers(1, 600 * SECOND))


@given(lengths, lengths, places, st.integers(0, 2000 * SECOND), st.integers(0, 20 * SECOND))
def test_a_target_can_be_reached_and_both_stories_have_it(
    cycle_ns: int, new_ns: int, place_ns: int | None, passed_ns: int, waited_ns: int
) -> None:
    now_ns = BEGIN + passed_ns
    run = run_at(programme(cycle_ns), now_ns)
    assert run is not None
    new = plan(new_ns)
    to = swap.target(run, cycle_ns, new, place_ns, now_ns, now_ns - waited_ns)
    if to is None:
        # only what is too near waits for the next cycle, or a beat that is over
        assert place_ns or run.end_ns - now_ns < 2 * SECOND
        return
    assert to.cycle > run.cycle
    if to.at_ns is None:
        assert cycle_ns < budget.SHORT_NS and to.story_ns == 0
        assert (to.cycle - run.cycle) * cycle_ns > SECOND  # not over before it is cued
    elif to.inside:
        assert to.story_ns < new_ns
        assert to.story_ns == run.story_at(to.at_ns)
        assert now_ns + 800 * MILLISECOND < to.at_ns < run.end_ns - 1500 * MILLISECOND
        assert place_ns in (None, to.story_ns)
    else:
        assert to.at_ns == run.end_ns
        assert to.at_ns - now_ns >= budget.DECIDE_NS + budget.CUE_NS
    assert swap.verdict(to, run, True, now_ns) is not SwapVerdict.WITHDRAW


@given(lengths.filter(lambda n: n > 2 * SECOND), st.booleans(), st.integers(0, 20 * SECOND))
def test_a_proposal_is_decided_once_and_in_time(cycle_ns: int, ready: bool, ahead: int) -> None:
    shown = programme(cycle_ns)
    run = run_at(shown, BEGIN)
    assert run is not None
    to = Target(run.end_ns, 2)
    verdict = swap.verdict(to, run, ready, run.end_ns - ahead)
    if ahead > budget.DECIDE_NS:
        assert verdict is SwapVerdict.WAIT
    elif ahead > 800 * MILLISECOND and ready:
        assert verdict is SwapVerdict.COMMIT
    else:
        # half of a second is left to cue what goes on
        assert verdict is (SwapVerdict.COMMIT if ready and ahead > 750 * MILLISECOND else verdict)
        assert ready or verdict is SwapVerdict.WITHDRAW
    after = run_at(shown, run.end_ns)
    assert after is not None
    assert swap.verdict(to, after, True, run.end_ns) is SwapVerdict.WITHDRAW


def test_all_who_are_there_and_all_who_are_concerned_are_waited_for() -> None:
    shown = programme(20 * SECOND)
    pending = Cue(7, 2, 0, plan(20 * SECOND, 2, left="a", right="c"))
    assert swap.concerned(shown, plan(20 * SECOND, 2, left="a", right="c")) == {"right"}
    screens = ("left", "right")
    assert swap.missing(shown, pending, screens, {"left": 7, "right": 7}, 0) == ()
    assert swap.missing(shown, pending, screens, {"left": -1, "right": 7}, 0) == ("left",)
    assert swap.missing(shown, pending, screens, {"left": 7}, 0) == ("right",)
    assert swap.missing(shown, pending, ("left",), {"left": 7}, 0) == ()  # no display
    # a player that is away for long, or a screen that keeps its film, does not hold it up for ever
    assert swap.missing(shown, pending, screens, {"left": 6}, swap.TRIES) == ()
    assert swap.missing(shown, pending, screens, {"left": 7, "right": 6}, 99) == ("right",)


def test_a_plan_takes_the_place_of_all_that_come_later() -> None:
    plans = (plan(SECOND, 1), plan(SECOND, 3), plan(SECOND, 5))
    new = plan(2 * SECOND, 3)
    assert swap.joined(plans, new) == (plans[0], new)
