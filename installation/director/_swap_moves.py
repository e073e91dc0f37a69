"""Another line-up takes over: it is proposed, decided on, joined or withdrawn. Pure.

When and where is a matter of :mod:`installation.director._swap_decision`.
"""

from dataclasses import replace

from msgspec import structs

from installation.director import _swap_decision as swaps
from installation.director._state import Aim, Answer, Standby, State, for_writer
from installation.director._story_places import story_time
from installation.director._swap_decision import SwapVerdict
from installation.errors import UsageError
from installation.model import BOUNDARY, NOW
from installation.said import Said
from installation.timeline import (
    PATIENCE_NS,
    Cue,
    Plan,
    Take,
    moment_at,
    named_beats,
    plan_of,
    run_at,
)
from installation.units import SECOND


def other(state: State, cycle: int) -> Plan | None:
    """The line-up that the shelf has for a cycle, if that shows something else."""
    plan, holding = state.shelf.plan(cycle), plan_of(state.programme, cycle)
    if plan is None or holding is None or swaps.same(plan, holding):
        return None
    return plan


def coming(state: State, now_ns: int) -> tuple[Plan, str] | None:
    """Return the line-up that waits to take over, and where it will: now, boundary or a beat."""
    moment = moment_at(state.programme, now_ns)
    plan = other(state, moment.cycle + 1) if moment is not None else None
    return (plan, state.swapping.at) if plan is not None else None


def unready(state: State, pending: Cue) -> tuple[str, ...]:
    """The screens that a cue with a line-up waits for."""
    tries = state.swapping.tries
    return swaps.missing(state.programme, pending, state.screens, state.ready, tries)


def swap_ordered(state: State, at: str, now_ns: int) -> tuple[State, Answer]:
    """A person's order: the line-up that waits takes over ``now``, at the ``boundary`` or a beat.

    Raises UsageError for a beat that there is not.
    """
    moment = moment_at(state.programme, now_ns)
    if moment is None:
        return state, Answer(False, Said("nothing plays yet"))
    if state.hold_ns is not None:
        return state, Answer(False, Said("paused: resume first, then swap"))
    if other(state, moment.cycle + 1) is None:
        return state, Answer(False, Said("no other line-up waits"))
    if at not in (NOW, BOUNDARY):
        story_time(at, named_beats(plan_of(state.programme, moment.cycle)))
    state = replace(state, swapping=replace(state.swapping, once=at, urgent=False, refused=0))
    return _proposed_anew(state, now_ns), Answer(True, _comes(at))


def _comes(at: str) -> Said:
    if at == NOW:
        return Said("the new line-up comes now")
    if at == BOUNDARY:
        return Said("the new line-up comes at the next boundary")
    return Said("the new line-up comes at '{beat}'", beat=at)


@for_writer
def hurried(state: State, now_ns: int) -> State:
    """Have what waits take over now, without waiting for a screen that is stuck."""
    swapping = replace(state.swapping, once=NOW, urgent=True, refused=0)
    return _proposed_anew(replace(state, swapping=swapping), now_ns)


def _proposed_anew(state: State, now_ns: int) -> State:
    if state.standby.aim is Aim.SWAP:
        state = state.stood_down(now_ns)
    return proposed(state, now_ns)


def proposed(state: State, now_ns: int) -> State:
    """Have the screens cue another line-up, if the shelf has one; an order goes first."""
    programme, standby = state.programme, state.standby
    swaps_already = standby.aim is Aim.SWAP
    ordered = programme.pending is not None and not swaps_already
    run = run_at(programme, now_ns)
    if run is None or ordered or programme.takes[-1].at_ns > now_ns:
        return state
    plan = other(state, run.cycle + 1)
    if plan is None:
        calm = replace(state, swapping=state.swapping.over)
        return calm.stood_down(now_ns) if swaps_already else calm
    pending = programme.pending.plan if programme.pending else None
    if run.cycle <= state.swapping.refused or (pending and swaps.same(pending, plan)):
        return state
    holding = plan_of(programme, run.cycle)
    assert holding is not None  # something plays
    asked_ns = standby.asked_ns if swaps_already else now_ns
    place_ns = _place(state, holding)
    to = swaps.target(run, holding.cycle_ns, plan, place_ns, now_ns, asked_ns)
    if to is None:
        # what is proposed already comes all the same, unless a film new to the wall has gone
        return state.stood_down(now_ns) if pending and _gone(state, pending, holding) else state
    fade_ns = min(state.swapping.rule.fade_ns, plan.cycle_ns // 2)
    leaving = swaps.leaving(holding, plan) if fade_ns else {}
    plan = structs.replace(plan, from_cycle=to.cycle, fade_ns=fade_ns, leaving=leaving)
    state = state.cued(Aim.SWAP, now_ns, to.cycle, to.story_ns, plan)
    return state.asked(asked_ns, target=to)


def _place(state: State, holding: Plan) -> int | None:
    """Return where the next swap is wanted, as :func:`_swap_decision.target` takes it."""
    at = state.swapping.at
    if at == NOW:
        return None
    try:
        return 0 if at == BOUNDARY else story_time(at, named_beats(holding))
    except UsageError:  # these versions do not have that beat
        return 0


def _gone(state: State, plan: Plan, holding: Plan) -> bool:
    """Tell whether a film that a plan would bring onto the wall is on the shelf no longer.

    One that is on the wall stays for this cycle either way: it keeps no other film from coming.
    """
    known = {ready.hash for ready in state.shelf.versions}
    known |= {entry.revision for entry in holding.entries.values()}
    return any(entry.revision not in known for entry in plan.entries.values())


def decided(state: State, pending: Cue, now_ns: int) -> State:
    """Decide on a proposal when its time has come: it joins the programme, or is withdrawn."""
    standby, plan = state.standby, pending.plan
    run, to = run_at(state.programme, now_ns), standby.target
    assert run is not None and to is not None and plan is not None
    missing, waited_ns = unready(state, pending), now_ns - standby.asked_ns
    there = [screen for screen, cued in state.ready.items() if cued == pending.serial]
    ready = bool(there) and (not missing or (state.swapping.urgent and waited_ns > SECOND))
    verdict = swaps.verdict(to, run, ready, now_ns)
    if verdict is SwapVerdict.WAIT:
        return state
    if verdict is SwapVerdict.COMMIT:
        takes = state.programme.takes
        if to.at_ns is None or to.inside:  # at a boundary the seam comes anyway
            at_ns = to.at_ns or state.soonest(now_ns)
            takes = (*takes, Take(pending.serial, at_ns, to.cycle, to.story_ns))
        return joined(state, plan, takes, now_ns)
    if to.at_ns is None or (to.inside and waited_ns < PATIENCE_NS):
        still = replace(
            state.stood_down(now_ns), standby=Standby(Aim.SWAP, asked_ns=standby.asked_ns)
        )
        return proposed(still, now_ns)
    swapping = replace(
        state.swapping,
        refused=min(run.cycle, to.cycle - 1),
        unready=missing,
        tries=state.swapping.tries + 1,
        once="",
    )
    return replace(state, swapping=swapping).stood_down(now_ns)


def joined(state: State, plan: Plan, takes: tuple[Take, ...], now_ns: int) -> State:
    """A proposed line-up holds from now on."""
    state = replace(state, swapping=state.swapping.over)
    plans = swaps.joined(state.programme.plans, plan)
    return state.stood_down(now_ns, takes=takes, plans=plans)
