"""Decides when another line-up takes over, and who has to stand ready for it. Pure.

A swap is proposed first: a pending cue that carries the plan. Every screen cues what the plan has
for it, so what has been tried is the very thing that will be shown. Shortly before the instant it
is decided: all stand ready, and the plan joins the programme; or the old line-up stays, and there
is time left to cue that.

At a boundary nothing else is needed: the seam that comes anyway leads into the new line-up, and
screens that keep their film do not notice. Inside the story the swap is a take of its own, at the
place that the story reaches then, and begins another cycle there: a cycle has one line-up.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from installation.model import BOUNDARY
from installation.timeline import (
    CLEAR_NS,
    CUE_NS,
    DECIDE_INSIDE_NS,
    DECIDE_NS,
    DECIDED_LATE_INSIDE_NS,
    DECIDED_LATE_NS,
    FOREVER,
    PATIENCE_NS,
    SHORT_NS,
    SWAP_AHEAD_NS,
    Cue,
    Entry,
    Plan,
    Programme,
    Run,
    plan_of,
)
from installation.units import SECOND

TRIES = 3
"""After so many boundaries a screen whose player is away is not waited for any longer, nor one that
keeps its film."""


@dataclass(frozen=True)
class SwapRule:
    """A rule for swaps: at the ``boundary``, ``now`` or at a beat (by its name).

    ``fade_ns`` is how long its pictures dissolve into the new ones; 0 is a cut.
    """

    at: str = BOUNDARY
    fade_ns: int = 0


@dataclass(frozen=True)
class Swapping:
    """The progress of the line-up that waits.

    ``once`` is where it takes over, by order; else it does by the ``rule``. One that had to be
    withdrawn is proposed again after cycle ``refused``; ``unready`` has the screens that it waits
    for, and ``tries`` counts. ``urgent``: it does not wait for a screen that is stuck.
    """

    rule: SwapRule = SwapRule()
    once: str = ""
    urgent: bool = False
    refused: int = 0
    unready: tuple[str, ...] = ()
    tries: int = 0

    @property
    def at(self) -> str:
        """Return where the next swap is wanted: the ``boundary``, ``now`` or a beat's name."""
        return self.once or self.rule.at

    @property
    def over(self) -> "Swapping":
        """Nothing waits any more."""
        return Swapping(self.rule, refused=self.refused)


@dataclass(frozen=True)
class Target:
    """The target of a swap: its instant (None: as soon as it can) and its place."""

    at_ns: int | None
    cycle: int
    story_ns: int = 0

    @property
    def inside(self) -> bool:
        """Within the story, not at a boundary."""
        return self.story_ns > 0


class SwapVerdict(Enum):
    """The fates of a proposal."""

    WAIT = "wait"
    COMMIT = "commit"
    WITHDRAW = "withdraw"


def target(
    run: Run, cycle_ns: int, plan: Plan, place_ns: int | None, now_ns: int, asked_ns: int
) -> Target | None:
    """Return where a swap from a run into a plan comes; None: not in this cycle any more.

    ``place_ns`` is a beat's story time, 0 for the boundary, None for now. A place that cannot be
    reached, or that the new story does not have, becomes the boundary.
    """
    if cycle_ns < SHORT_NS:
        return Target(None, run.cycle + 1 + 2 * SECOND // cycle_ns)
    if place_ns is None:
        at_ns = now_ns + SWAP_AHEAD_NS + min(now_ns - asked_ns, PATIENCE_NS)
        story_ns = run.story_at(at_ns)
        if at_ns < run.end_ns - CLEAR_NS and story_ns < plan.cycle_ns:
            return Target(at_ns, run.cycle + 1, story_ns)
    elif SWAP_AHEAD_NS < place_ns < min(cycle_ns - CLEAR_NS, plan.cycle_ns):
        at_ns = run.instant(place_ns)
        near = at_ns - now_ns < DECIDE_INSIDE_NS + CUE_NS
        return None if near else Target(at_ns, run.cycle + 1, place_ns)
    if run.end_ns >= FOREVER or run.end_ns - now_ns < DECIDE_NS + CUE_NS:
        return None
    return Target(run.end_ns, run.cycle + 1)


def verdict(to: Target, run: Run, ready: bool, now_ns: int) -> SwapVerdict:
    """Return what becomes of a proposal at this instant; ``run`` is what plays."""
    if run.cycle >= to.cycle:
        return SwapVerdict.WITHDRAW
    if to.at_ns is None:
        return SwapVerdict.COMMIT if ready else SwapVerdict.WAIT
    decide_ns = to.at_ns - (DECIDE_INSIDE_NS if to.inside else DECIDE_NS)
    if now_ns < decide_ns:
        return SwapVerdict.WAIT
    # a controller that was held up itself leaves things as they are
    in_time = now_ns < decide_ns + (DECIDED_LATE_INSIDE_NS if to.inside else DECIDED_LATE_NS)
    return SwapVerdict.COMMIT if ready and in_time else SwapVerdict.WITHDRAW


def same(one: Plan, other: Plan) -> bool:
    """Tell whether two plans show the same."""
    return (one.entries, one.cycle_ns, one.beats) == (other.entries, other.cycle_ns, other.beats)


def leaving(holding: Plan, plan: Plan) -> dict[str, Entry]:
    """Return what leaves the screens to which a plan gives another film, by screen."""
    now, then = holding.entries, plan.entries
    return {s: now[s] for s in now.keys() & then.keys() if now[s].index != then[s].index}


def concerned(programme: Programme, plan: Plan) -> frozenset[str]:
    """The screens that a plan gives another film or place in the story than they would have."""
    holding = plan_of(programme, plan.from_cycle)
    before = holding.entries if holding else {}
    return frozenset(s for s, entry in plan.entries.items() if before.get(s) != entry)


def missing(
    programme: Programme,
    pending: Cue,
    screens: Collection[str],
    ready: Mapping[str, int],
    tries: int,
) -> tuple[str, ...]:
    """The screens that a proposal waits for: those whose player is there, and those it concerns.

    When that has not come about at several boundaries, only those that are both.
    """
    assert pending.plan is not None
    awaited, anew = set(ready), concerned(programme, pending.plan) & set(screens)
    awaited = awaited | anew if tries < TRIES else awaited & anew
    serial = pending.serial
    return tuple(sorted(screen for screen in awaited if ready.get(screen) != serial))


def joined(plans: tuple[Plan, ...], plan: Plan) -> tuple[Plan, ...]:
    """The plans with one more, which takes the place of all from its first cycle on."""
    return (*(p for p in plans if p.from_cycle < plan.from_cycle), plan)
