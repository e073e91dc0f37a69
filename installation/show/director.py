"""The director: what happened in, the next programme out. Pure; all its memory is its state.

Every discontinuity has two phases. *Prepare*: the programme names a pending cue, every screen cues
its picture and says so. *Commit*: when all stand ready the programme gets a take with an instant a
little ahead, the same for all. A screen that is not ready in time is not waited for; it joins by
itself. Another line-up is prepared in the same way, and is waited for: see
:mod:`installation.show.swap`.
"""

from dataclasses import dataclass, field, replace
from enum import Enum

from msgspec import structs

from installation.errors import UsageError
from installation.link.messages import REMOTE, STAGE, Chase
from installation.show import following
from installation.show import swap as swaps
from installation.show.following import Move
from installation.show.shelf import Shelf
from installation.show.stopping import stops_at
from installation.show.swap import Swap, Target, Verdict
from installation.show.times import story_time
from installation.timeline.light import faded, is_dark
from installation.timeline.programme import Cue, Plan, Programme, Take
from installation.timeline.transport import Moment, moment_at, plan_of, pruned, run_at
from installation.timeline.voice import Heard
from installation.units import MILLISECOND, SECOND, seconds

HEADROOM_NS = 45 * MILLISECOND
"""Beyond the lead, for the message to arrive and the decks to roll (10.3 ms)."""
INSIDE_NS = 65 * MILLISECOND
"""More of it for a cue inside a film: a deck begins at the picture that is on, half a picture
early; one and a half pictures at 24 a second."""
PAUSE_NS = 45 * MILLISECOND
"""From a pause to the instant it holds from: the stage must hear of it before."""
SYNC_NS = 900 * MILLISECOND
"""How far ahead a sync aims at first; one that was too slow for it is given more."""
PATIENCE_NS = 4 * SECOND
FIRST_PATIENCE_NS = 12 * SECOND
"""How long a cue waits for the last screen; the first also for processes to start."""
NEWS_NS = 1500 * MILLISECOND
"""How long a restart waits for screens that another line-up is not cued on."""

RELEASING = ("restart", "pause", "resume", "toggle", "go")
"""Orders that take the show out of a master's hand."""


class Aim(Enum):
    """What the pending cue is for."""

    NONE = "none"
    START = "start"
    RESTART = "restart"
    RESUME = "resume"
    SYNC = "sync"
    GO = "go"
    MEET = "meet"
    STAND = "stand"
    SWAP = "swap"


@dataclass(frozen=True)
class State:
    """Everything that the director knows.

    ``ready`` has each connected screen's last word on the serial it is cued for. ``armed`` is
    False for a cue that waits for an order (a paused show stands cued for its resume).
    ``at_ns`` is a pending cue's fixed instant, if it has one; ``asked_ns`` is when it was ordered.
    ``stop_ns`` is the story time at which all screens are to hold when it comes; ``run_ups`` has
    how long before its place each screen's cued deck has to roll, beyond what is usual.
    ``first_cycle`` is the one that the show begins with. ``chase`` is where a master's timecode is,
    if there is one; after a person's order it is not followed until it starts or jumps again, so as
    long as its serial is ``released``.

    ``swap`` says how another line-up takes over; ``once`` is where the next one does, by order.
    ``target`` is the place of the one that is proposed. One that had to be withdrawn is proposed
    again after cycle ``refused``; ``unready`` has the screens that it waits for, and ``tries``
    counts. ``urgent``: it does not wait for a screen that is stuck.
    """

    shelf: Shelf
    screens: tuple[str, ...]
    lead_ns: int
    programme: Programme = field(default_factory=Programme)
    ready: dict[str, int] = field(default_factory=dict)
    run_ups: dict[str, int] = field(default_factory=dict)
    stage: bool = False
    aim: Aim = Aim.NONE
    armed: bool = False
    at_ns: int | None = None
    stop_ns: int | None = None
    asked_ns: int = 0
    serial: int = 0
    first_cycle: int = 1
    chase: Chase | None = None
    released: int = -1
    swap: Swap = field(default_factory=Swap)
    once: str = ""
    urgent: bool = False
    target: Target | None = None
    refused: int = 0
    unready: tuple[str, ...] = ()
    tries: int = 0

    @property
    def led(self) -> bool:
        """Whether the show follows a master."""
        return self.chase is not None and self.chase.serial != self.released


@dataclass(frozen=True)
class Answer:
    """What an order's giver is told."""

    ok: bool
    text: str


def taken_over(state: State, programme: Programme, now_ns: int) -> State:
    """Continue from a programme that the show's processes play by.

    One of another boot has lost its clock: its cycle count goes on, its takes do not.
    """
    pending = [programme.pending.serial] if programme.pending else []
    serial = max([take.serial for take in programme.takes] + pending, default=0)
    if programme.boot == state.programme.boot and programme.takes:
        state = replace(state, programme=programme, serial=serial)
        if programme.takes[-1].hold_ns is not None:
            return _resume_cue(state, now_ns)
        return _published(state, now_ns, pending=None)
    # a plan was made for a cycle that had not begun yet
    cycles = [take.cycle + 1 for take in programme.takes] + [p.from_cycle for p in programme.plans]
    fresh = Programme(programme.revision, state.programme.boot, heard=programme.heard)
    first = max(cycles, default=state.first_cycle)
    return _start(replace(state, programme=fresh, serial=serial, first_cycle=first), now_ns)


def stocked(state: State, shelf: Shelf, now_ns: int) -> State:
    """The library has changed: another shelf."""
    state = replace(state, shelf=shelf)
    return ticked(state, now_ns) if state.programme.takes else _start(state, now_ns)


def reported(state: State, screen: str, cued: int, now_ns: int, run_up_ns: int = 0) -> State:
    """A player says which cue it stands ready for, and how long its deck has to run up to it."""
    if screen not in state.screens:
        return state
    state = replace(state, run_ups={**state.run_ups, screen: run_up_ns})
    return _try_commit(replace(state, ready={**state.ready, screen: cued}), now_ns)


def staged(state: State, now_ns: int) -> State:
    """The stage is there."""
    return state if state.stage else _try_commit(replace(state, stage=True), now_ns)


def lost(state: State, who: str) -> State:
    """A player (by its screen) or the stage is gone."""
    ready = {screen: cued for screen, cued in state.ready.items() if screen != who}
    if who == REMOTE:
        state = replace(state, chase=None, released=-1)
    return replace(state, ready=ready, stage=state.stage and who != STAGE)


def heard(state: State, heard: Heard, now_ns: int) -> State:
    """Another screen speaks, or at another level: players fade as soon as they know."""
    return state if heard == state.programme.heard else _published(state, now_ns, heard=heard)


def ticked(state: State, now_ns: int) -> State:
    """Time has passed: give up waiting for a screen, propose a line-up, stop where asked to."""
    state = _proposed(_try_commit(state, now_ns), now_ns)
    return _stood(_stopping(state, now_ns), now_ns)


def ordered(state: State, what: str, story_ns: int | None, now_ns: int) -> tuple[State, Answer]:
    """A person's order: ``restart pause resume toggle sync go hold``.

    Go, hold, and a restart that does not begin at the beginning, have a story time.
    """
    moment = moment_at(state.programme, now_ns)
    if moment is None:
        return state, Answer(False, "nothing plays yet")
    if state.chase is not None and what in (*RELEASING, "sync"):
        return _ordered_in_chase(state, state.chase, moment, what, story_ns, now_ns)
    return _ordered(state, moment, what, story_ns, now_ns)


def chased(state: State, chase: Chase, now_ns: int) -> State:
    """The remote says where a master's timecode is; without a light there is none any more."""
    if not chase.light:
        return replace(state, chase=None, released=-1)
    jumped = state.chase is None or chase.serial != state.chase.serial
    state = replace(state, chase=chase)
    if jumped and state.led:  # what was set for a seam of the line before is given up
        near_ns = _soonest(state, now_ns, 1)
        takes = tuple(take for take in state.programme.takes if take.at_ns <= near_ns)
        if takes and takes != state.programme.takes:
            state = _published(state, now_ns, takes=takes)
    return _followed(state, now_ns, now_ns)


def _ordered_in_chase(
    state: State, chase: Chase, moment: Moment, what: str, story_ns: int | None, now_ns: int
) -> tuple[State, Answer]:
    """A person's order goes before the master; a sync follows it again."""
    if what == "sync":
        state = replace(state, released=-1)
        return _followed(state, now_ns, now_ns), Answer(True, "follows the timecode")
    led, released = state.led, replace(state, released=chase.serial)
    if state.aim in (Aim.MEET, Aim.STAND) and state.armed:
        released = _given_up(released, now_ns)
    after, answer = _ordered(released, moment, what, story_ns, now_ns)
    if not answer.ok:
        return state, answer
    more = "; the timecode is not followed until it starts anew, or sync" if led else ""
    return after, Answer(True, answer.text + more)


def _followed(state: State, now_ns: int, asked_ns: int) -> State:
    """Do what follows from where the master is; what a person has asked for comes first."""
    ours = state.aim in (Aim.MEET, Aim.STAND)
    ordered = state.armed and state.aim is not Aim.SWAP and not ours
    if state.chase is None or not state.led or ordered:
        return state
    ahead_ns = following.AHEAD_NS + min(now_ns - asked_ns, PATIENCE_NS)
    step = following.step(state.programme, state.chase, now_ns, ahead_ns)
    if step.move is Move.STAY:
        return state
    pending = state.programme.pending
    if step.move is Move.PAUSE:
        return _paused(state, now_ns)[0]
    if step.move is Move.STAND:
        if pending is not None and state.aim is Aim.STAND and pending.story_ns == step.story_ns:
            return state
        if state.programme.takes[-1].hold_ns is None:
            state = _paused(state, now_ns)[0]
        return _cue(state, Aim.STAND, now_ns, step.cycle, step.story_ns)
    if pending is not None and state.aim is Aim.MEET and state.at_ns is not None:
        aside_ns = (step.at_ns - step.story_ns) - (state.at_ns - pending.story_ns)
        if abs(aside_ns) < following.UNSEEN_NS:
            return state
    state = _kept_from_seam(state, now_ns)
    state = _cue(state, Aim.MEET, now_ns, step.cycle, step.story_ns)
    return replace(state, at_ns=step.at_ns, asked_ns=asked_ns)


def _kept_from_seam(state: State, now_ns: int) -> State:
    """A seam that is near has both decks of every screen: the story rather waits at its end.

    So a deck is free at once for the place that the master is at, and a jump there takes no longer
    than elsewhere. Measured without: up to 1.9 s longer.
    """
    take, run = state.programme.takes[-1], run_at(state.programme, now_ns)
    if run is None or run.take != take.serial or take.hold_ns is not None:
        return state
    if not 2 * PAUSE_NS < run.end_ns - now_ns < following.SEAM_BUSY_NS:
        return state
    held = structs.replace(take, hold_ns=run.end_ns - 1)
    return _published(state, now_ns, takes=(*state.programme.takes[:-1], held))


def _given_up(state: State, now_ns: int) -> State:
    """Prepare no longer for the master; a show that stands is cued for its resume."""
    *takes, last = state.programme.takes
    if last.hold_ns is not None and last.hold_ns <= now_ns + PAUSE_NS:
        return _resume_cue(state, now_ns)
    goes_on = structs.replace(last, hold_ns=None)  # it was to be kept from its seam
    state = replace(state, aim=Aim.NONE, armed=False, at_ns=None)
    return _published(state, now_ns, pending=None, takes=(*takes, goes_on))


def _ordered(
    state: State, moment: Moment, what: str, story_ns: int | None, now_ns: int
) -> tuple[State, Answer]:
    if what == "restart":
        return _restarted(state, moment, story_ns or 0, now_ns)
    if what == "toggle":
        what = "resume" if state.programme.takes[-1].hold_ns is not None else "pause"
    if what == "pause":
        return _paused(state, now_ns)
    if what == "resume":
        if state.aim is not Aim.RESUME:
            return _freed(state, now_ns)
        state = replace(state, armed=True, asked_ns=now_ns)
        return _try_commit(state, now_ns), Answer(True, "plays on")
    if what == "sync":
        if state.armed and state.aim is not Aim.SWAP:  # it would take the place of a restart, say
            return state, Answer(True, "all screens are being cued as it is")
        if state.programme.takes[-1].hold_ns is not None and state.stop_ns is not None:
            return state, Answer(False, "about to hold at a beat: resume calls it off")
        if state.programme.takes[-1].hold_ns is not None:
            return state, Answer(False, "paused: resume cues all screens anew")
        return _synced(state, now_ns, now_ns), Answer(True, "all screens are cued anew")
    if what == "go" and story_ns is not None:
        return _gone(state, moment, story_ns, now_ns)
    if what == "hold" and story_ns is not None:
        return _stopped(state, moment, story_ns, now_ns)
    return state, Answer(False, f"no such order: {what}")


def darkened(state: State, to: str, now_ns: int) -> tuple[State, Answer]:
    """Blackout ``on``, ``off`` or ``toggle``: all screens fade to black, or come back."""
    dark = is_dark(state.programme)
    if to not in ("on", "off", "toggle"):
        return state, Answer(False, f"blackout is on, off or toggle, not {to!r}")
    wanted = not dark if to == "toggle" else to == "on"
    if wanted == dark:
        return state, Answer(True, "the screens are dark" if dark else "the screens are lit")
    state = _published(state, now_ns, fade=faded(state.programme, wanted, now_ns))
    return state, Answer(True, "the screens go dark" if wanted else "the screens come back")


def swap_ordered(state: State, at: str, now_ns: int) -> tuple[State, Answer]:
    """A person's order: the line-up that waits takes over ``now``, at the ``boundary`` or a beat.

    Raises UsageError for a beat that there is not.
    """
    moment = moment_at(state.programme, now_ns)
    if moment is None:
        return state, Answer(False, "nothing plays yet")
    if state.programme.takes[-1].hold_ns is not None:
        return state, Answer(False, "paused: resume first, then swap")
    if _other(state, moment.cycle + 1) is None:
        return state, Answer(False, "no other line-up waits")
    if at not in (swaps.NOW, swaps.BOUNDARY):
        story_time(at, _beats(state, moment.cycle))
    state = replace(state, once=at, urgent=False, refused=0)
    if state.aim is Aim.SWAP:
        state = _withdrawn(state, now_ns)
    where = {swaps.NOW: "now", swaps.BOUNDARY: "at the next boundary"}.get(at, f"at {at!r}")
    return _proposed(state, now_ns), Answer(True, f"the new line-up comes {where}")


def hurried(state: State, now_ns: int) -> State:
    """What waits takes over now, and does not wait for a screen that is stuck."""
    if state.aim is Aim.SWAP:
        state = _withdrawn(state, now_ns)
    return _proposed(replace(state, once=swaps.NOW, urgent=True, refused=0), now_ns)


def _restarted(state: State, moment: Moment, story_ns: int, now_ns: int) -> tuple[State, Answer]:
    cycle = moment.cycle + 1
    plan = _other(state, cycle)
    refused = _outside(plan or plan_of(state.programme, cycle), story_ns)
    if refused is not None:
        return state, refused
    where = f"a new cycle, from {seconds(story_ns):.1f} s" if story_ns else "from the beginning"
    return _cue(state, Aim.RESTART, now_ns, cycle, story_ns, plan), Answer(True, where)


def _outside(plan: Plan | None, story_ns: int) -> Answer | None:
    """The refusal of a place that the story does not have."""
    assert plan is not None  # something plays
    if 0 <= story_ns < plan.cycle_ns:
        return None
    length = seconds(plan.cycle_ns)
    return Answer(False, f"the story is {length:.1f} s long: go to 0 - {length:.1f}")


def _stopped(state: State, moment: Moment, story_ns: int, now_ns: int) -> tuple[State, Answer]:
    """Hold all screens at a place when the story comes to it, in this cycle or the next."""
    refused = _outside(plan_of(state.programme, moment.cycle), story_ns)
    if refused is not None:
        return state, refused
    if moment.held:
        return state, Answer(False, "paused: resume, or go to the place")
    state = _freed(state, now_ns)[0]
    state = _stopping(replace(state, stop_ns=story_ns), now_ns)
    return state, Answer(True, f"holds at {seconds(story_ns):.1f} s")


def _freed(state: State, now_ns: int) -> tuple[State, Answer]:
    """Call off a hold that has not come yet."""
    last = state.programme.takes[-1]
    if state.stop_ns is None:
        return state, Answer(False, "not paused: it plays")
    state = replace(state, stop_ns=None)
    if last.hold_ns is not None and last.hold_ns > now_ns + PAUSE_NS:
        takes = (*state.programme.takes[:-1], structs.replace(last, hold_ns=None))
        state = _published(state, now_ns, takes=takes)
    return state, Answer(True, "plays on, without a hold")


def _stopping(state: State, now_ns: int) -> State:
    """Give the take its hold as soon as the run that comes to the place is known."""
    if state.stop_ns is None or (state.armed and state.aim is not Aim.RESUME):
        return state  # with a jump on its way the place is looked for from there on
    hold_ns = stops_at(state.programme, state.stop_ns, now_ns + PAUSE_NS, swaps.DECIDE_NS)
    if hold_ns is None:
        return state
    takes = state.programme.takes
    return _published(
        state, now_ns, takes=(*takes[:-1], structs.replace(takes[-1], hold_ns=hold_ns))
    )


def _stood(state: State, now_ns: int) -> State:
    """The story has come to the place where it was to hold: stand ready to go on."""
    if state.stop_ns is None or not state.programme.takes:
        return state
    hold_ns = state.programme.takes[-1].hold_ns
    if hold_ns is None or now_ns < hold_ns:
        return state
    return _resume_cue(replace(state, stop_ns=None), now_ns)


def _gone(state: State, moment: Moment, story_ns: int, now_ns: int) -> tuple[State, Answer]:
    refused = _outside(plan_of(state.programme, moment.cycle), story_ns)
    if refused is not None:
        return state, refused
    state = _cue(state, Aim.GO, now_ns, moment.cycle, story_ns)
    return state, Answer(True, f"to {seconds(story_ns):.1f} s")


def _paused(state: State, now_ns: int) -> tuple[State, Answer]:
    state = _freed(state, now_ns)[0]  # a pause now is sooner than a hold to come
    hold_ns = state.programme.takes[-1].hold_ns
    if hold_ns is not None and hold_ns <= now_ns + PAUSE_NS:
        if state.aim is Aim.RESUME and not state.armed:
            return state, Answer(False, "paused already")
        return _resume_cue(state, now_ns), Answer(True, "stays paused")
    # a sync far ahead is given up; any other take is too near for its decks to be called back
    near_ns = _soonest(state, now_ns, 1)
    takes = [take for take in state.programme.takes if take.at_ns <= near_ns]
    hold_ns = max(now_ns + PAUSE_NS, takes[-1].at_ns)
    if takes[-1].hold_ns is not None:  # a start that was far ahead is given up
        hold_ns = min(hold_ns, takes[-1].hold_ns)
    takes[-1] = structs.replace(takes[-1], hold_ns=hold_ns)
    state = _published(state, now_ns, takes=tuple(takes))
    return _resume_cue(state, now_ns), Answer(True, "paused")


def _resume_cue(state: State, now_ns: int) -> State:
    """Stand cued at the held picture, so that a resume is quick."""
    hold_ns = state.programme.takes[-1].hold_ns
    held = moment_at(state.programme, hold_ns) if hold_ns is not None else None
    assert held is not None
    return _cue(state, Aim.RESUME, now_ns, held.cycle, held.story_ns)


def _synced(state: State, now_ns: int, asked_ns: int) -> State:
    """Cue all screens for a place that the story reaches soon, and take over there unseen."""
    at_ns = now_ns + SYNC_NS + min(now_ns - asked_ns, PATIENCE_NS)
    moment = moment_at(state.programme, at_ns)
    assert moment is not None
    state = _cue(state, Aim.SYNC, now_ns, moment.cycle, moment.story_ns)
    return replace(state, at_ns=at_ns, asked_ns=asked_ns)


def _start(state: State, now_ns: int) -> State:
    plan = state.shelf.plan(state.first_cycle)
    if plan is None:
        return _published(replace(state, aim=Aim.NONE, armed=False), now_ns, pending=None, plans=())
    if state.programme.pending is not None and state.programme.plans == (plan,):
        return _try_commit(state, now_ns)
    state = _published(state, now_ns, plans=(plan,))
    return _cue(state, Aim.START, now_ns, plan.from_cycle, 0)


def _cue(
    state: State, aim: Aim, now_ns: int, cycle: int, story_ns: int, plan: Plan | None = None
) -> State:
    state = replace(
        state,
        aim=aim,
        armed=aim is not Aim.RESUME,
        at_ns=None,
        asked_ns=now_ns,
        serial=state.serial + 1,
        target=None,
    )
    return _published(state, now_ns, pending=Cue(state.serial, cycle, story_ns, plan))


def _try_commit(state: State, now_ns: int) -> State:
    pending = state.programme.pending
    if pending is None or not state.armed:
        return state
    if state.aim is Aim.SWAP:
        return _try_swap(state, pending, now_ns)
    at_ns = _soonest(state, now_ns, pending.story_ns)
    if state.at_ns is None:
        then = moment_at(state.programme, at_ns)
        if then is not None and then.cycle > pending.cycle:
            return _overtaken(state, pending, now_ns, then.cycle)
    if pending.plan is not None and _unready(state, pending):
        # a restart brings what has arrived, if that is cued in time
        if now_ns - state.asked_ns <= NEWS_NS:
            return state
        recued = _cue(state, state.aim, now_ns, pending.cycle, pending.story_ns)
        return replace(recued, asked_ns=state.asked_ns)
    if not _stand_ready(state, pending.serial, now_ns):
        return state
    if state.aim is Aim.SYNC:
        if state.at_ns is None or state.at_ns < at_ns:
            return _synced(state, now_ns, state.asked_ns)  # too late for the place aimed at
        at_ns = state.at_ns
    if state.aim is Aim.MEET and state.at_ns is not None:
        if state.at_ns < at_ns:
            return _followed(_given_up(state, now_ns), now_ns, state.asked_ns)
        at_ns = state.at_ns
    take = Take(pending.serial, at_ns, pending.cycle, pending.story_ns)
    if state.aim is Aim.STAND:
        take = structs.replace(take, hold_ns=at_ns)
    # a sync may have been set for later than a restart that came after it
    before = [t for t in state.programme.takes if t.at_ns < at_ns]
    state = replace(state, aim=Aim.NONE, armed=False, at_ns=None)
    state = _published(state, now_ns, takes=(*before, take), pending=None)
    if pending.plan is not None:
        state = _swapped(state, pending.plan, now_ns)
    return state if take.hold_ns is None else _resume_cue(state, now_ns)


def _soonest(state: State, now_ns: int, story_ns: int) -> int:
    """The first instant at which decks that stand cued at a story time can be on."""
    run_up_ns = max((state.run_ups.get(screen, 0) for screen in state.ready), default=0)
    return now_ns + state.lead_ns + HEADROOM_NS + (INSIDE_NS + run_up_ns if story_ns else 0)


def _stand_ready(state: State, serial: int, now_ns: int) -> bool:
    """Whether all screens that are waited for are cued, or some, and the patience is over."""
    first = state.aim is Aim.START
    awaited = state.screens if first else [s for s in state.screens if s in state.ready]
    there = [screen for screen in awaited if state.ready.get(screen) == serial]
    complete = len(there) == len(awaited) and (state.stage or not first)
    waited = now_ns - state.asked_ns > (FIRST_PATIENCE_NS if first else PATIENCE_NS)
    return bool(there) and (complete or waited)


def _overtaken(state: State, pending: Cue, now_ns: int, cycle: int) -> State:
    """The seam came before the cue: the same place, in the cycle that plays by then."""
    proposed = structs.replace(pending.plan, from_cycle=cycle) if pending.plan else None
    plan = proposed or plan_of(state.programme, cycle)
    if plan is None or pending.story_ns >= plan.cycle_ns:  # a shorter story has no such place
        return _published(replace(state, aim=Aim.NONE, armed=False), now_ns, pending=None)
    recued = _cue(state, state.aim, now_ns, cycle, pending.story_ns, proposed)
    return replace(recued, asked_ns=state.asked_ns)


def _other(state: State, cycle: int) -> Plan | None:
    """The line-up that the shelf has for a cycle, if that shows something else."""
    plan, holding = state.shelf.plan(cycle), plan_of(state.programme, cycle)
    if plan is None or holding is None or swaps.same(plan, holding):
        return None
    return plan


def _beats(state: State, cycle: int) -> tuple[tuple[str, int], ...]:
    plan = plan_of(state.programme, cycle)
    return tuple((beat.name, beat.story_ns) for beat in plan.beats) if plan else ()


def _place(state: State, cycle: int) -> int | None:
    """Where the next swap is wanted, as :func:`installation.show.swap.target` has it."""
    at = state.once or state.swap.at
    if at == swaps.NOW:
        return None
    try:
        return 0 if at == swaps.BOUNDARY else story_time(at, _beats(state, cycle))
    except UsageError:  # these versions do not have that beat
        return 0


def _proposed(state: State, now_ns: int) -> State:
    """Have the screens cue another line-up, if the shelf has one; an order goes first."""
    programme = state.programme
    ordered = programme.pending is not None and state.aim is not Aim.SWAP
    run = run_at(programme, now_ns)
    if run is None or ordered or programme.takes[-1].at_ns > now_ns:
        return state
    plan = _other(state, run.cycle + 1)
    if plan is None:
        calm = replace(state, once="", urgent=False, unready=(), tries=0)
        return _withdrawn(calm, now_ns) if state.aim is Aim.SWAP else calm
    pending = programme.pending.plan if programme.pending else None
    if run.cycle <= state.refused or (pending is not None and swaps.same(pending, plan)):
        return state
    holding = plan_of(programme, run.cycle)
    assert holding is not None  # something plays
    asked_ns = state.asked_ns if state.aim is Aim.SWAP else now_ns
    place_ns = _place(state, run.cycle)
    to = swaps.target(run, holding.cycle_ns, plan, place_ns, now_ns, asked_ns)
    if to is None:
        # what is proposed already comes all the same, unless its film has gone
        known = {ready.hash for ready in state.shelf.versions}
        gone = pending is not None and any(
            entry.revision not in known for entry in pending.entries.values()
        )
        return _withdrawn(state, now_ns) if gone else state
    fade_ns = min(state.swap.fade_ns, plan.cycle_ns // 2)
    plan = structs.replace(plan, from_cycle=to.cycle, fade_ns=fade_ns)
    state = _cue(state, Aim.SWAP, now_ns, to.cycle, to.story_ns, plan)
    return replace(state, asked_ns=asked_ns, target=to)


def _unready(state: State, pending: Cue) -> tuple[str, ...]:
    return swaps.missing(state.programme, pending, state.screens, state.ready, state.tries)


def _try_swap(state: State, pending: Cue, now_ns: int) -> State:
    run, to, plan = run_at(state.programme, now_ns), state.target, pending.plan
    assert run is not None and to is not None and plan is not None
    unready = _unready(state, pending)
    there = [screen for screen, cued in state.ready.items() if cued == pending.serial]
    ready = bool(there) and (not unready or (state.urgent and now_ns - state.asked_ns > SECOND))
    verdict = swaps.verdict(to, run, ready, now_ns)
    if verdict is Verdict.WAIT:
        return state
    if verdict is Verdict.WITHDRAW:
        if to.at_ns is None or (to.inside and now_ns - state.asked_ns < swaps.PATIENCE_NS):
            asked_ns = state.asked_ns
            again = replace(_withdrawn(state, now_ns), aim=Aim.SWAP, asked_ns=asked_ns)
            return _proposed(again, now_ns)
        refused = min(run.cycle, to.cycle - 1)
        state = replace(state, refused=refused, unready=unready, tries=state.tries + 1, once="")
        return _withdrawn(state, now_ns)
    state = replace(state, aim=Aim.NONE, armed=False, target=None)
    if to.at_ns is None or to.inside:
        at_ns = to.at_ns or _soonest(state, now_ns, 0)
        take = Take(pending.serial, at_ns, to.cycle, to.story_ns)
        state = _published(state, now_ns, takes=(*state.programme.takes, take))
    return _swapped(_published(state, now_ns, pending=None), plan, now_ns)


def _swapped(state: State, plan: Plan, now_ns: int) -> State:
    """A proposed line-up holds from now on."""
    state = replace(state, once="", urgent=False, unready=(), tries=0)
    return _published(state, now_ns, plans=swaps.joined(state.programme.plans, plan))


def _withdrawn(state: State, now_ns: int) -> State:
    """The proposal is given up; what follows is the line-up that holds."""
    state = replace(state, aim=Aim.NONE, armed=False, target=None)
    return _published(state, now_ns, pending=None)


def _published(state: State, now_ns: int, **changes: object) -> State:
    """The next revision of the programme, without what has passed."""
    revision = state.programme.revision + 1
    programme = structs.replace(state.programme, revision=revision, **changes)
    takes, plans = pruned(programme, now_ns)
    return replace(state, programme=structs.replace(programme, takes=takes, plans=plans))
