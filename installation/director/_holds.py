"""The story stands still: pauses, holds at a place to come, and standing ready to go on. Pure."""

from dataclasses import replace

from msgspec import structs

from installation.director._state import Aim, Answer, State
from installation.director._story_places import outside
from installation.said import Said
from installation.timeline import DECIDE_NS, Moment, Programme, moment_at, plan_of, run_at
from installation.units import seconds


def paused(state: State, now_ns: int) -> tuple[State, Answer]:
    """Hold all screens as soon as all can know of it, and stand ready to go on."""
    state = released(state, now_ns)[0]  # a pause now is sooner than a hold to come
    hold_ns = state.hold_ns
    if hold_ns is not None and hold_ns <= state.holds_from(now_ns):
        if state.standby.aim is Aim.RESUME and not state.standby.armed:
            return state, Answer(False, Said("paused already"))
        return standing(state, now_ns), Answer(True, Said("stays paused"))
    # a sync far ahead is given up; any other take is too near for its decks to be called back
    *before, last = state.near_takes(now_ns)
    hold_ns = max(state.holds_from(now_ns), last.at_ns)
    if last.hold_ns is not None:  # a start that was far ahead is given up
        hold_ns = min(hold_ns, last.hold_ns)
    takes = (*before, structs.replace(last, hold_ns=hold_ns))
    return standing(state.published(now_ns, takes=takes), now_ns), Answer(True, Said("paused"))


def standing(state: State, now_ns: int) -> State:
    """Stand cued at the held picture, so that a resume is quick."""
    hold_ns = state.hold_ns
    held = moment_at(state.programme, hold_ns) if hold_ns is not None else None
    assert held is not None
    return state.cued(Aim.RESUME, now_ns, held.cycle, held.story_ns)


def hold_ordered(state: State, moment: Moment, story_ns: int, now_ns: int) -> tuple[State, Answer]:
    """Hold all screens at a place when the story comes to it, in this cycle or the next."""
    refused = outside(story_ns, plan_of(state.programme, moment.cycle))
    if refused:
        return state, Answer(False, refused)
    if moment.held:
        return state, Answer(False, Said("paused: resume, or go to the place"))
    state = replace(released(state, now_ns)[0], stop_ns=story_ns)
    return _set(state, now_ns), Answer(
        True, Said("holds at {story_s:.1f} s", story_s=seconds(story_ns))
    )


def released(state: State, now_ns: int) -> tuple[State, Answer]:
    """Call off a hold that has not come yet."""
    if state.stop_ns is None:
        return state, Answer(False, Said("not paused: it plays"))
    state = replace(state, stop_ns=None)
    if state.hold_ns is not None and state.hold_ns > state.holds_from(now_ns):
        state = state.held(None, now_ns)
    return state, Answer(True, Said("plays on, without a hold"))


def ticked(state: State, now_ns: int) -> State:
    """Time has passed: a hold that was ordered is set when its run is known, or has come."""
    state = _set(state, now_ns)
    if state.stop_ns is None or not state.programme.takes:
        return state
    if state.hold_ns is None or now_ns < state.hold_ns:
        return state
    return standing(replace(state, stop_ns=None), now_ns)


def _set(state: State, now_ns: int) -> State:
    """Give the take its hold as soon as the run that comes to the place is known."""
    standby = state.standby
    if state.stop_ns is None or (standby.armed and standby.aim is not Aim.RESUME):
        return state  # with a jump on its way the place is looked for from there on
    after_ns = state.holds_from(now_ns)
    hold_ns = instant_of(state.programme, state.stop_ns, after_ns, DECIDE_NS)
    return state if hold_ns is None else state.held(hold_ns, now_ns)


def instant_of(programme: Programme, story_ns: int, after_ns: int, sight_ns: int) -> int | None:
    """The instant at which the last take comes to a story time, after an instant.

    None while that is behind the end of the run that plays ``sight_ns`` later: line-ups may change
    until then, and with them the length of a cycle. None, too, when the take holds anyway.
    """
    if not programme.takes or programme.takes[-1].hold_ns is not None:
        return None
    last = programme.takes[-1]
    for at_ns in (after_ns, after_ns + sight_ns):
        run = run_at(programme, max(at_ns, last.at_ns))
        if run is None or run.take != last.serial or run.story_ns > story_ns:
            continue
        hold_ns = run.instant(story_ns)
        if after_ns <= hold_ns < run.end_ns:
            return hold_ns
    return None
