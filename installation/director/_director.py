"""The director: what happened in, the next programme out. Pure; all its memory is its state.

Every discontinuity has two phases. *Prepare*: the programme names a pending cue, every screen cues
its picture and says so. *Commit*: when all stand ready the programme gets a take with an instant a
little ahead, the same for all. Another line-up is prepared in the same way, and is waited for.

This is what happens to a show by itself. The rest stands in files of its own:

* :mod:`~installation.director._ordering`: what people ask for
* :mod:`~installation.director._holds`: pauses, and places to hold at
* :mod:`~installation.director._timecode_moves`: a master's timecode
* :mod:`~installation.director._swap_moves`: another line-up
* :mod:`~installation.director._commit`: the second phase of them all
* :mod:`~installation.director._writing`: which of several machines writes
* :mod:`~installation.director._state`: the state, and the moves that all are made of
"""

from dataclasses import replace

from msgspec import structs

from installation.director import _holds as holds
from installation.director._commit import committed
from installation.director._holds import standing
from installation.director._line_up import LineupPlanner
from installation.director._state import Aim, State, for_writer
from installation.director._swap_moves import proposed
from installation.director._timecode_decision import MasterClock
from installation.link import REMOTE, STAGE
from installation.timeline import Heard, Plan, Programme


def taken_over(state: State, programme: Programme, now_ns: int, again: Plan | None = None) -> State:
    """Continue from a programme that the show's processes play by.

    One of another boot has lost its clock: its cycle count goes on, its takes do not. The show then
    begins with the line-up ``again``, which held last; what is newer takes over at a boundary, with
    all that belongs to it.
    """
    if programme.boot == state.programme.boot and programme.takes:
        state = replace(state, programme=programme)
        return state.stood_down(now_ns) if state.hold_ns is None else standing(state, now_ns)
    # a plan was made for a cycle that had not begun yet
    cycles = [take.cycle + 1 for take in programme.takes] + [p.from_cycle for p in programme.plans]
    fresh = Programme(
        programme.revision,
        state.programme.boot,
        heard=programme.heard,
        captions=programme.captions,
        labels=state.programme.labels,
    )
    first = max(cycles, default=state.first_cycle)
    state = replace(state, programme=fresh, first_cycle=first)
    if again is None:
        return _begun(state, now_ns)
    plan = structs.replace(again, from_cycle=first, fade_ns=0)
    return _first_cued(replace(state, again=True), plan, now_ns)


@for_writer
def outrun(state: State, revision: int, now_ns: int) -> State:
    """Somebody plays by a later programme than this one: go on above its revision.

    It is an earlier controller's, which could not be kept. Processes follow only what is later than
    what they know, and a cue that was told of below it might have a serial that is theirs already.
    """
    if revision <= state.programme.revision:
        return state
    pending = state.programme.pending
    state = replace(state, programme=structs.replace(state.programme, revision=revision))
    if pending is None:
        return state.published(now_ns)
    return state.cue_told(now_ns, pending.cycle, pending.story_ns, pending.plan)


def displayed(state: State, screens: tuple[str, ...]) -> State:
    """The displays have changed: these screens have one."""
    return replace(state, screens=screens)


def shelved(state: State, shelf: LineupPlanner) -> State:
    """Another shelf, of which nothing follows yet: there is a programme to take over first."""
    return replace(state, shelf=shelf)


def stocked(state: State, shelf: LineupPlanner, now_ns: int) -> State:
    """The library has changed: another shelf."""
    state = shelved(state, shelf)
    return ticked(state, now_ns) if state.programme.takes else _begun(state, now_ns)


def reported(state: State, screen: str, cued: int, now_ns: int, came_ns: int = 0) -> State:
    """A player says which cue it stands ready for, and since when its pictures come."""
    if screen not in state.screens:
        return state
    came = {**state.came, screen: came_ns}
    ready = {**state.ready, screen: cued}
    return committed(replace(state, ready=ready, came=came), now_ns)


def staged(state: State, now_ns: int) -> State:
    """The stage is there."""
    return state if state.stage else committed(replace(state, stage=True), now_ns)


def lost(state: State, who: str) -> State:
    """A player (by its screen), the stage or the remote is gone."""
    ready = {screen: cued for screen, cued in state.ready.items() if screen != who}
    master = MasterClock() if who == REMOTE else state.master
    return replace(state, ready=ready, stage=state.stage and who != STAGE, master=master)


def heard(state: State, heard: Heard, now_ns: int) -> State:
    """Another screen speaks, or at another level: players fade as soon as they know."""
    return state if heard == state.programme.heard else state.published(now_ns, heard=heard)


@for_writer
def ticked(state: State, now_ns: int) -> State:
    """Time has passed: give up waiting for a screen, propose a line-up, stop where asked to."""
    return holds.ticked(proposed(committed(state, now_ns), now_ns), now_ns)


@for_writer
def _begun(state: State, now_ns: int) -> State:
    """Stand by for the beginning, with what there is to play."""
    if state.again and state.programme.pending is not None:
        return committed(state, now_ns)
    plan = state.shelf.plan(state.first_cycle)
    if plan is None:
        return state.stood_down(now_ns, plans=())
    if state.programme.pending is not None and state.programme.plans == (plan,):
        return committed(state, now_ns)
    return _first_cued(state, plan, now_ns)


def _first_cued(state: State, plan: Plan, now_ns: int) -> State:
    state = state.published(now_ns, plans=(plan,))
    return state.cued(Aim.START, now_ns, plan.from_cycle, 0)
