"""The director: what happened in, the next programme out. Pure; all its memory is its state.

Every discontinuity has two phases. *Prepare*: the programme names a pending cue, every screen cues
its picture and says so. *Commit*: when all stand ready the programme gets a take with an instant a
little ahead, the same for all. A screen that is not ready in time is not waited for; it joins by
itself.
"""

from dataclasses import dataclass, field, replace
from enum import Enum

from installation.show.shelf import Shelf
from installation.timeline.programme import Cue, Plan, Programme, Take
from installation.timeline.transport import Moment, moment_at, plan_of, pruned, run_at
from installation.units import MILLISECOND, SECOND, seconds

HEADROOM_NS = 45 * MILLISECOND
"""Beyond the lead, for the message to arrive and the decks to roll (10.3 ms)."""
INSIDE_NS = 65 * MILLISECOND
"""More of it for a cue inside a film: a deck begins at the picture that is on, half a picture
early; one and a half pictures at 24 a second."""
PAUSE_NS = 45 * MILLISECOND
"""From a pause to the instant it holds from: the stage must hear of it before."""
SYNC_NS = 900 * MILLISECOND
"""How far ahead a sync aims; time enough to cue inside a film with long stretches between keys."""
PATIENCE_NS = 4 * SECOND
FIRST_PATIENCE_NS = 12 * SECOND
"""How long a cue waits for the last screen; the first also for processes to start."""
SETTLED_NS = 1800 * MILLISECOND
"""A line-up that changes later than this before a seam waits for the next one."""


class Aim(Enum):
    """What the pending cue is for."""

    NONE = "none"
    START = "start"
    RESTART = "restart"
    RESUME = "resume"
    SYNC = "sync"
    GO = "go"


@dataclass(frozen=True)
class State:
    """Everything that the director knows.

    ``ready`` has each connected screen's last word on the serial it is cued for. ``armed`` is
    False for a cue that waits for an order (a paused show stands cued for its resume).
    ``at_ns`` is a pending cue's fixed instant, if it has one.
    """

    shelf: Shelf
    screens: tuple[str, ...]
    lead_ns: int
    programme: Programme = Programme()
    ready: dict[str, int] = field(default_factory=dict)
    stage: bool = False
    aim: Aim = Aim.NONE
    armed: bool = False
    at_ns: int | None = None
    asked_ns: int = 0
    serial: int = 0


@dataclass(frozen=True)
class Answer:
    """What an order's giver is told."""

    ok: bool
    text: str


def taken_over(state: State, programme: Programme, now_ns: int) -> State:
    """Continue from a programme that the show's processes play by.

    One of another boot has lost its clock: its cycle count goes on, its takes do not.
    """
    serial = max([take.serial for take in programme.takes], default=0)
    if programme.pending is not None:
        serial = max(serial, programme.pending.serial)
    if programme.boot == state.programme.boot and programme.takes:
        held = programme.takes[-1].hold_ns is not None
        state = replace(state, programme=programme, serial=serial)
        if held:
            return _resume_cue(state, now_ns)
        return _published(state, pending=None)
    cycle = max([take.cycle for take in programme.takes], default=0)
    fresh = Programme(programme.revision, state.programme.boot, (), None, ())
    state = replace(state, programme=fresh, serial=serial)
    return _start(state, now_ns, cycle + 1)


def stocked(state: State, shelf: Shelf, now_ns: int) -> State:
    """The library or the displays have changed: another shelf."""
    state = replace(state, shelf=shelf)
    if not state.programme.takes and state.aim is Aim.NONE:
        return _start(state, now_ns, 1)
    if not state.programme.takes and state.programme.pending is not None:
        return _start(state, now_ns, state.programme.pending.cycle)
    return ticked(state, now_ns)


def reported(state: State, screen: str, cued: int, now_ns: int) -> State:
    """A player says which cue it stands ready for."""
    if screen not in state.screens:
        return state
    return _try_commit(replace(state, ready={**state.ready, screen: cued}), now_ns)


def staged(state: State, now_ns: int) -> State:
    """The stage is there."""
    return state if state.stage else _try_commit(replace(state, stage=True), now_ns)


def lost(state: State, who: str) -> State:
    """A player (by its screen) or the stage is gone."""
    if who not in state.screens:
        return replace(state, stage=False)
    return replace(state, ready={s: c for s, c in state.ready.items() if s != who})


def ticked(state: State, now_ns: int) -> State:
    """Time has passed: plan the next cycle, give up waiting for a screen."""
    state = _try_commit(state, now_ns)
    moment = moment_at(state.programme, now_ns)
    run = run_at(state.programme, now_ns)
    if moment is None or run is None:
        return state
    pending = state.programme.pending
    if pending is not None and state.aim in (Aim.GO, Aim.SYNC) and pending.cycle < moment.cycle:
        # the seam came first: the same place, in the cycle that plays now
        return _cue(state, state.aim, now_ns, moment.cycle, pending.story_ns, state.armed)
    if run.end_ns - now_ns < SETTLED_NS:
        return state
    return _planned(state, moment.cycle + 1, now_ns)


def ordered(state: State, what: str, story_ns: int | None, now_ns: int) -> tuple[State, Answer]:
    """A person's order: ``restart pause resume sync go``; go has the story time."""
    moment = moment_at(state.programme, now_ns)
    if moment is None:
        return state, Answer(False, "nothing plays yet")
    if what == "restart":
        state = _planned(state, moment.cycle + 1, now_ns)
        state = _cue(state, Aim.RESTART, now_ns, moment.cycle + 1, 0, True)
        return _try_commit(state, now_ns), Answer(True, "from the beginning")
    if what == "pause":
        return _paused(state, moment, now_ns)
    if what == "resume":
        if state.aim is not Aim.RESUME:
            return state, Answer(False, "not paused: it plays")
        state = replace(state, armed=True, asked_ns=now_ns)
        return _try_commit(state, now_ns), Answer(True, "plays on")
    if what == "sync":
        if state.programme.takes[-1].hold_ns is not None:
            return state, Answer(False, "paused: resume cues all screens anew")
        return _synced(state, now_ns), Answer(True, "all screens are cued anew")
    if what == "go" and story_ns is not None:
        return _gone(state, moment, story_ns, now_ns)
    return state, Answer(False, f"no such order: {what}")


def _gone(state: State, moment: Moment, story_ns: int, now_ns: int) -> tuple[State, Answer]:
    plan = plan_of(state.programme, moment.cycle)
    assert plan is not None  # something plays
    if not 0 <= story_ns < plan.cycle_ns:
        length = seconds(plan.cycle_ns)
        return state, Answer(False, f"the story is {length:.1f} s long: go to 0 - {length:.1f}")
    state = _cue(state, Aim.GO, now_ns, moment.cycle, story_ns, True)
    return state, Answer(True, f"to {seconds(story_ns):.1f} s")


def _paused(state: State, moment: Moment, now_ns: int) -> tuple[State, Answer]:
    last = state.programme.takes[-1]
    if last.hold_ns is not None:
        return state, Answer(False, "paused already")
    hold_ns = max(now_ns + PAUSE_NS, last.at_ns)
    takes = (*state.programme.takes[:-1], replace_take(last, hold_ns))
    state = _published(state, takes=takes, pending=None)
    return _resume_cue(state, now_ns), Answer(True, "paused")


def replace_take(take: Take, hold_ns: int) -> Take:
    """The same take, held from an instant on."""
    return Take(take.serial, take.at_ns, take.cycle, take.story_ns, hold_ns)


def _resume_cue(state: State, now_ns: int) -> State:
    """Stand cued at the held picture, so that a resume is quick."""
    hold_ns = state.programme.takes[-1].hold_ns
    held = moment_at(state.programme, hold_ns) if hold_ns is not None else None
    assert held is not None
    return _cue(state, Aim.RESUME, now_ns, held.cycle, held.story_ns, False)


def _synced(state: State, now_ns: int) -> State:
    """Cue all screens for a place that the story reaches soon, and take over there unseen."""
    at_ns = now_ns + SYNC_NS
    moment = moment_at(state.programme, at_ns)
    assert moment is not None
    state = _cue(state, Aim.SYNC, now_ns, moment.cycle, moment.story_ns, True)
    return replace(state, at_ns=at_ns)


def _start(state: State, now_ns: int, cycle: int) -> State:
    plan = state.shelf.plan(cycle)
    if plan is None:
        if state.programme.pending is None and not state.programme.plans:
            return _published(replace(state, aim=Aim.NONE))
        return _published(replace(state, aim=Aim.NONE), pending=None, plans=())
    state = _published(state, plans=(plan,))
    return _cue(state, Aim.START, now_ns, cycle, 0, True)


def _cue(state: State, aim: Aim, now_ns: int, cycle: int, story_ns: int, armed: bool) -> State:
    serial = state.serial + 1
    state = replace(state, aim=aim, armed=armed, at_ns=None, asked_ns=now_ns, serial=serial)
    return _published(state, pending=Cue(serial, cycle, story_ns))


def _try_commit(state: State, now_ns: int) -> State:
    pending = state.programme.pending
    if pending is None or not state.armed:
        return state
    first = state.aim is Aim.START
    waited = now_ns - state.asked_ns > (FIRST_PATIENCE_NS if first else PATIENCE_NS)
    there = [s for s in state.screens if state.ready.get(s) == pending.serial]
    complete = len(there) == len(state.screens) if first else set(there) >= set(state.ready)
    if first:
        complete = complete and state.stage
    if not there or not (complete or waited):
        return state
    soonest_ns = now_ns + state.lead_ns + HEADROOM_NS + (INSIDE_NS if pending.story_ns else 0)
    if state.aim is Aim.SYNC:
        if state.at_ns is None or state.at_ns < soonest_ns:
            return _synced(state, now_ns)  # too late for the place that was aimed at
        soonest_ns = state.at_ns
    take = Take(pending.serial, soonest_ns, pending.cycle, pending.story_ns)
    state = replace(state, aim=Aim.NONE, armed=False, at_ns=None)
    return _published(state, takes=(*state.programme.takes, take), pending=None, now_ns=now_ns)


def _planned(state: State, cycle: int, now_ns: int) -> State:
    """See that a coming cycle has the line-up that the shelf gives it."""
    plan = state.shelf.plan(cycle)
    holding = plan_of(state.programme, cycle)
    if plan is None or holding is None or _same(plan, holding):
        return state
    earlier = tuple(p for p in state.programme.plans if p.from_cycle < cycle)
    return _published(state, plans=(*earlier, plan), now_ns=now_ns)


def _same(one: Plan, other: Plan) -> bool:
    return one.entries == other.entries and one.cycle_ns == other.cycle_ns


class _Keep(Enum):
    """A stand-in for "as it is", since None is a value of its own."""

    AS_IT_IS = 0


def _published(
    state: State,
    *,
    takes: tuple[Take, ...] | _Keep = _Keep.AS_IT_IS,
    pending: Cue | None | _Keep = _Keep.AS_IT_IS,
    plans: tuple[Plan, ...] | _Keep = _Keep.AS_IT_IS,
    now_ns: int | None = None,
) -> State:
    """The next revision of the programme; what has passed is left out when the time is given."""
    old = state.programme
    new = Programme(
        old.revision + 1,
        old.boot,
        old.takes if isinstance(takes, _Keep) else takes,
        old.pending if isinstance(pending, _Keep) else pending,
        old.plans if isinstance(plans, _Keep) else plans,
    )
    if now_ns is not None and new.takes:
        kept_takes, kept_plans = pruned(new, now_ns)
        new = Programme(new.revision, new.boot, kept_takes, new.pending, kept_plans)
    return replace(state, programme=new)
