"""The second phase: what all screens stand by for gets its instant. Pure.

A screen that is not ready in time is not waited for; it joins by itself.
"""

from msgspec import structs

from installation.director import _swap_moves as swapping
from installation.director import _timecode_moves as chasing
from installation.director._holds import standing
from installation.director._state import Aim, State
from installation.timeline import (
    FIRST_PATIENCE_NS,
    NEWS_NS,
    PATIENCE_NS,
    SYNC_AHEAD_NS,
    Cue,
    Plan,
    Take,
    moment_at,
    plan_of,
)


def committed(state: State, now_ns: int) -> State:
    """Give the pending cue its instant, if all stand ready; else the state as it is.

    Asked whenever something has happened. A cue that has come too late for its place aims again.
    """
    pending, standby = state.programme.pending, state.standby
    if pending is None or not standby.armed:
        return state
    if standby.aim is Aim.SWAP:
        return swapping.decided(state, pending, now_ns)
    soonest_ns = state.soonest(now_ns)
    if standby.at_ns is None:
        then = moment_at(state.programme, soonest_ns)
        if then is not None and then.cycle > pending.cycle:
            return _overtaken(state, pending, now_ns, then.cycle)
        if then is not None and pending.plan is not None and then.cycle == pending.cycle:
            # another line-up in a cycle that plays already: in the next one
            return _overtaken(state, pending, now_ns, then.cycle + 1)
    if pending.plan is not None and swapping.unready(state, pending):
        # a restart brings what has arrived, if that is cued in time
        if now_ns - standby.asked_ns <= NEWS_NS:
            return state
        recued = state.cued(standby.aim, now_ns, pending.cycle, pending.story_ns)
        return recued.asked(standby.asked_ns)
    if not _stand_ready(state, pending.serial, now_ns):
        return state
    if standby.at_ns is None:
        return _taken(state, pending, soonest_ns, now_ns)
    if standby.at_ns < soonest_ns:
        return _aimed_anew(state, now_ns)
    return _taken(state, pending, standby.at_ns, now_ns)


def synced(state: State, now_ns: int, asked_ns: int) -> State:
    """Cue all screens for a place that the story reaches soon, and take over there unseen."""
    at_ns = now_ns + SYNC_AHEAD_NS + min(now_ns - asked_ns, PATIENCE_NS)
    moment = moment_at(state.programme, at_ns)
    assert moment is not None
    state = state.cued(Aim.SYNC, now_ns, moment.cycle, moment.story_ns)
    return state.asked(asked_ns, at_ns=at_ns)


def _taken(state: State, pending: Cue, at_ns: int, now_ns: int) -> State:
    """The cue becomes a take."""
    take = Take(pending.serial, at_ns, pending.cycle, pending.story_ns)
    if state.standby.aim is Aim.STAND:
        take = structs.replace(take, hold_ns=at_ns)
    # a sync may have been set for later than a restart that came after it
    before = [earlier for earlier in state.programme.takes if earlier.at_ns < at_ns]
    takes = (*before, take)
    if pending.plan is not None:
        return swapping.joined(state, pending.plan, takes, now_ns)
    state = state.stood_down(now_ns, takes=takes, plans=_settled(state, now_ns))
    return state if take.hold_ns is None else standing(state, now_ns)


def _settled(state: State, now_ns: int) -> tuple[Plan, ...]:
    """Return the plans; in a cycle that plays already a jump brings no film that leaves again."""
    moment = moment_at(state.programme, now_ns)
    cycle = moment.cycle if moment else -1
    return tuple(
        structs.replace(plan, leaving={}) if plan.leaving and plan.from_cycle <= cycle else plan
        for plan in state.programme.plans
    )


def _aimed_anew(state: State, now_ns: int) -> State:
    """The screens stand ready too late for the instant that was aimed at."""
    asked_ns = state.standby.asked_ns
    if state.standby.aim is Aim.SYNC:
        return synced(state, now_ns, asked_ns)
    return chasing.followed(chasing.given_up(state, now_ns), now_ns, asked_ns)


def _stand_ready(state: State, serial: int, now_ns: int) -> bool:
    """Tell whether all screens that are waited for are cued, or some, and the patience is over."""
    first = state.standby.aim is Aim.START
    awaited = state.screens if first else [s for s in state.screens if s in state.ready]
    there = [screen for screen in awaited if state.ready.get(screen) == serial]
    complete = len(there) == len(awaited) and (state.stage or not first)
    waited_ns = now_ns - state.standby.asked_ns
    return bool(there) and (complete or waited_ns > (FIRST_PATIENCE_NS if first else PATIENCE_NS))


def _overtaken(state: State, pending: Cue, now_ns: int, cycle: int) -> State:
    """The seam came before the cue: the same place, in the cycle that plays by then."""
    proposed = structs.replace(pending.plan, from_cycle=cycle) if pending.plan else None
    plan = proposed or plan_of(state.programme, cycle)
    if plan is None or pending.story_ns >= plan.cycle_ns:  # a shorter story has no such place
        return state.stood_down(now_ns)
    recued = state.cued(state.standby.aim, now_ns, cycle, pending.story_ns, proposed)
    return recued.asked(state.standby.asked_ns)
