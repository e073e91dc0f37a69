"""Decides which of several machines writes the programme, and what the others do with it. Pure.

The writer is the machine whose term holds, for as long as it is there; else the first that is, in
the layout's order, which begins a term. A machine that is alone writes: it plays on by what it has.
Where a network is cut, each part has a writer. When they meet, the later term holds; the others
follow it from their next seam on, so that nobody sees more than a seam.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from msgspec import structs

from installation.director._director import taken_over
from installation.director._line_up import LineupPlanner
from installation.director._state import Standby, State, for_writer
from installation.timeline import (
    FOREVER,
    Plan,
    Points,
    Programme,
    Take,
    Term,
    moment_at,
    plan_of,
    run_at,
    term_of,
)
from installation.units import MILLISECOND

SAME_NS = 4 * MILLISECOND
"""Two programmes whose stories are no further apart show the same: a clock's bound, both ways."""


def writer(order: Sequence[str], there: Collection[str], revision: int) -> str | None:
    """Return which machine writes, of those that are there; None when none is.

    ``order`` are the layout's machines, ``revision`` is the latest that any of those there knows.
    """
    term = term_of(revision)
    holder = order[term.rank] if term.epoch and term.rank < len(order) else None
    if holder in there:
        return holder
    return next((machine for machine in order if machine in there), None)


def term_to_begin(
    order: Sequence[str], there: Collection[str], revision: int, me: str, writes: bool
) -> Term | None:
    """Return the term that a machine is to begin now; None while it has no reason to.

    ``writes``: it has begun one since its process began, which holds as long as no later one does.
    One that has not begins another one even in its own name: it may not know what it last wrote.
    """
    if writer(order, there, revision) != me:
        return None
    rank = order.index(me)
    if writes and term_of(revision) == Term(term_of(revision).epoch, rank):
        return None
    return Term(0, rank).after(revision)


def writing(
    state: State, term: Term, now_ns: int, kept: Programme | None = None, again: Plan | None = None
) -> State:
    """Begin a term: this machine writes, and goes on from the programme that it has.

    ``kept`` is one that was kept by an earlier process, perhaps in an earlier boot; it then begins
    with the line-up ``again``. See :func:`~installation.director._director.taken_over`.
    """
    programme = structs.replace(kept or state.programme, revision=term.revision)
    empty = structs.replace(
        state.programme, revision=term.revision, takes=(), plans=(), pending=None
    )
    return taken_over(replace(state, writes=True, programme=empty), programme, now_ns, again)


def following(state: State, programme: Programme) -> State:
    """Follow another machine's programme, or none yet: this one writes nothing."""
    return replace(
        state,
        writes=False,
        programme=programme,
        standby=Standby(),
        stop_ns=None,
        swapping=state.swapping.over,
    )


def followed_at(own: Programme, other: Programme, now_ns: int) -> int:
    """Return when a machine goes over from its programme to a later one: now, or at its next seam.

    At once if both show the same, in the same place, or if its own does not go on to a seam.
    """
    if _same(own, other, now_ns):
        return now_ns
    run = run_at(own, now_ns)
    return now_ns if run is None or run.end_ns >= FOREVER else run.end_ns


def led_over(own: Programme, other: Programme, at_ns: int) -> Programme | None:
    """Return a machine's own programme with the later one's story from an instant on.

    So the decks know ahead what comes at the seam. None where the other one's cycle has a number
    that is over here: a cycle has one line-up.
    """
    run, then = run_at(own, at_ns - 1), run_at(other, at_ns)
    if run is None or then is None or then.cycle <= run.cycle:
        return None
    coming = plan_of(other, then.cycle)
    assert coming is not None  # something plays
    hold_ns = then.hold_ns if then.hold_ns < FOREVER else None
    take = Take(then.take, at_ns, then.cycle, then.story_at(at_ns), hold_ns)
    takes = (*(one for one in own.takes if one.at_ns < at_ns), take)
    plans = (
        *(plan for plan in own.plans if plan.from_cycle <= run.cycle),
        structs.replace(coming, from_cycle=then.cycle, fade_ns=0),
        *(plan for plan in other.plans if plan.from_cycle > then.cycle),
    )
    return structs.replace(own, revision=own.revision + 1, takes=takes, plans=plans, pending=None)


def at_hand(programme: Programme, shelf: LineupPlanner, screens: Collection[str]) -> Programme:
    """Return another machine's programme with the files that this one has of the same films."""
    plans = tuple(shelf.at_hand(plan, screens) for plan in programme.plans)
    pending = programme.pending
    if pending is not None and pending.plan is not None:
        pending = structs.replace(pending, plan=shelf.at_hand(pending.plan, screens))
    return structs.replace(programme, plans=plans, pending=pending)


def farther(state: State, far_ns: int) -> State:
    """Programmes are so long on their way to other machines."""
    return state if state.far_ns == far_ns else replace(state, far_ns=far_ns)


@for_writer
def renewed(state: State, now_ns: int) -> State:
    """Say again what holds, because a machine has come, or has more films than it had."""
    return state.published(now_ns) if state.programme.takes else state


def _films(plan: Plan) -> dict[str, tuple[str, Points]]:
    return {screen: (entry.revision, entry.points) for screen, entry in plan.entries.items()}


def _same(own: Programme, other: Programme, now_ns: int) -> bool:
    """Tell whether two programmes have the same pictures on the wall at an instant."""
    mine, theirs = moment_at(own, now_ns), moment_at(other, now_ns)
    if mine is None or theirs is None:
        return mine is theirs
    plan, planned = plan_of(own, mine.cycle), plan_of(other, theirs.cycle)
    if plan is None or planned is None or mine.held != theirs.held:
        return False
    shown = (_films(plan), plan.cycle_ns) == (_films(planned), planned.cycle_ns)
    return shown and abs(mine.story_ns - theirs.story_ns) <= SAME_NS
