"""The show follows a master's timecode: what the director does about it. Pure.

What there is to do is found by :func:`installation.director._timecode_decision.step`.
"""

from dataclasses import replace

from msgspec import structs

from installation.director import _timecode_decision as following
from installation.director._holds import paused, standing
from installation.director._state import Aim, State, for_writer
from installation.director._timecode_decision import MasterClock, Move
from installation.link import Chase
from installation.timeline import CHASE_AHEAD_NS, CLEAR_NS, PATIENCE_NS, PAUSE_NS, run_at


def chased(state: State, chase: Chase, now_ns: int) -> State:
    """The remote says where a master's timecode is; without a light there is none any more."""
    if not chase.light:
        return replace(state, master=MasterClock())
    before = state.master.chase
    jumped = before is None or chase.serial != before.serial
    state = replace(state, master=replace(state.master, chase=chase))
    return _chased(state, jumped, now_ns)


@for_writer
def _chased(state: State, jumped: bool, now_ns: int) -> State:
    if jumped and state.master.leads:  # what was set for a seam of the line before is given up
        takes = state.near_takes(now_ns)
        if takes and takes != state.programme.takes:
            state = state.published(now_ns, takes=takes)
    return followed(state, now_ns, now_ns)


def followed(state: State, now_ns: int, asked_ns: int) -> State:
    """Do what follows from where the master is; what a person has asked for comes first.

    ``asked_ns`` is when it was there at first: the longer ago, the further ahead a cue aims.
    """
    standby, pending, chase = state.standby, state.programme.pending, state.master.chase
    ordered = standby.armed and standby.aim not in (Aim.MEET, Aim.STAND, Aim.SWAP)
    if chase is None or not state.master.leads or ordered or state.programme.shut:
        return state
    ahead_ns = CHASE_AHEAD_NS + min(now_ns - asked_ns, PATIENCE_NS)
    step = following.step(state.programme, chase, now_ns, ahead_ns)
    if step.move is Move.STAY:
        return state
    if step.move is Move.PAUSE:
        return paused(state, now_ns)[0]
    if step.move is Move.STAND:
        if pending and standby.aim is Aim.STAND and pending.story_ns == step.story_ns:
            return state
        if state.hold_ns is None:
            state = paused(state, now_ns)[0]
        return state.cued(Aim.STAND, now_ns, step.cycle, step.story_ns)
    if pending and standby.aim is Aim.MEET and standby.at_ns is not None:
        aside_ns = (step.at_ns - step.story_ns) - (standby.at_ns - pending.story_ns)
        if abs(aside_ns) < following.UNSEEN_NS:
            return state
    state = _kept_from_seam(state, now_ns)
    state = state.cued(Aim.MEET, now_ns, step.cycle, step.story_ns)
    return state.asked(asked_ns, at_ns=step.at_ns)


def given_up(state: State, now_ns: int) -> State:
    """Prepare no longer for the master; a show that stands is cued for its resume."""
    hold_ns = state.hold_ns
    if hold_ns is not None and hold_ns <= state.holds_from(now_ns):
        return standing(state, now_ns)
    *takes, last = state.programme.takes
    goes_on = structs.replace(last, hold_ns=None)  # it was to be kept from its seam
    return state.stood_down(now_ns, takes=(*takes, goes_on))


def _kept_from_seam(state: State, now_ns: int) -> State:
    """A seam that is near has both decks of every screen: the story rather waits at its end.

    So a deck is free at once for the place that the master is at, and a jump there takes no longer
    than elsewhere. Measured without: up to 1.9 s longer.
    """
    take, run = state.programme.takes[-1], run_at(state.programme, now_ns)
    if run is None or run.take != take.serial or take.hold_ns is not None:
        return state
    if not 2 * PAUSE_NS < run.end_ns - now_ns < CLEAR_NS:
        return state
    return state.held(run.end_ns - 1, now_ns)
