"""Reads a programme at an instant. Pure: no clock is read here, nothing is remembered."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from installation.timeline._programme import Entry, Plan, Programme, Take

FOREVER = 1 << 62
"""An instant that never comes (146 years of uptime)."""


@dataclass(frozen=True)
class Moment:
    """The story's place: the take and cycle that play, the story time, and whether it is held."""

    take: int
    cycle: int
    story_ns: int
    held: bool


@dataclass(frozen=True)
class Run:
    """One cycle of one take: the story from ``story_ns`` at ``start_ns``, until ``end_ns``.

    ``end_ns`` is the next discontinuity (or FOREVER); ``hold_ns`` (or FOREVER) is when the story
    stands still. Two runs meet at a cue.
    """

    take: int
    cycle: int
    start_ns: int
    story_ns: int
    end_ns: int
    hold_ns: int

    def story_at(self, now_ns: int) -> int:
        """The story time at an instant of this run, or extrapolated before its start."""
        return self.story_ns + min(now_ns, self.hold_ns) - self.start_ns

    def instant(self, story_ns: int) -> int:
        """Return when this run reaches a story time."""
        return self.start_ns + story_ns - self.story_ns


def plan_of(programme: Programme, cycle: int) -> Plan | None:
    """The plan that holds in a cycle: the last that began by then."""
    found = None
    for plan in programme.plans:
        if plan.from_cycle <= cycle or found is None:
            found = plan
    return found


def leaving_at(programme: Programme, run: Run, screen: str) -> tuple[Entry, int] | None:
    """Return what leaves a screen in a run, by dissolving, and until when; None where nothing does.

    At a boundary that is the film before, as its own next cycle begins; inside the story as it goes
    on. Either way both films are at one place of the story.
    """
    plan = plan_of(programme, run.cycle)
    if plan is None or plan.from_cycle != run.cycle or plan.fade_ns <= 0:
        return None
    entry = plan.leaving.get(screen)
    return (entry, run.start_ns + plan.fade_ns) if entry is not None else None


def named_beats(plan: Plan | None) -> tuple[tuple[str, int], ...]:
    """The beats of a plan, by name and story time in ns; none without one."""
    return tuple((beat.name, beat.story_ns) for beat in plan.beats) if plan else ()


def entry_of(programme: Programme, cycle: int, screen: str) -> Entry | None:
    """Return what a screen shows in a cycle."""
    plan = plan_of(programme, cycle)
    return plan.entries.get(screen) if plan else None


def entry_cued(programme: Programme, screen: str) -> Entry | None:
    """Return what a screen is to be cued with for the pending cue."""
    pending = programme.pending
    if pending is None or pending.plan is None:
        return entry_of(programme, pending.cycle, screen) if pending else None
    return pending.plan.entries.get(screen)


def _end_of_take(programme: Programme, take: Take) -> int:
    later = [t.at_ns for t in programme.takes if t.at_ns > take.at_ns]
    return min(later, default=FOREVER)


def _stretches(programme: Programme, from_cycle: int) -> Iterator[tuple[int, int, int]]:
    """(first cycle, how many or -1 for endless, length of each) from a cycle on."""
    cycle = from_cycle
    while True:
        plan = plan_of(programme, cycle)
        if plan is None:
            return
        after = [p.from_cycle for p in programme.plans if p.from_cycle > cycle]
        count = min(after) - cycle if after else -1
        yield cycle, count, plan.cycle_ns
        if count < 0:
            return
        cycle += count


def run_at(programme: Programme, now_ns: int) -> Run | None:
    """The run that plays at an instant; None before the first take or without a plan."""
    takes = [t for t in programme.takes if t.at_ns <= now_ns]
    if not takes:
        return None
    take = takes[-1]
    hold_ns = FOREVER if take.hold_ns is None else take.hold_ns
    until = _end_of_take(programme, take)
    effective = min(now_ns, hold_ns)
    start_ns, story_ns = take.at_ns, take.story_ns
    for cycle, count, length in _stretches(programme, take.cycle):
        # the first cycle of a take may begin inside the story; take it as begun earlier
        origin = start_ns - story_ns
        passed = max(0, (effective - origin) // length)
        if count >= 0 and passed >= count:
            start_ns, story_ns = origin + count * length, 0
            continue
        if passed:
            start_ns, story_ns = origin + passed * length, 0
        # a hold within the run means that its cycle never ends by itself
        ends = (
            FOREVER if hold_ns < origin + (passed + 1) * length else origin + (passed + 1) * length
        )
        return Run(take.serial, cycle + passed, start_ns, story_ns, min(ends, until), hold_ns)
    return None


def moment_at(programme: Programme, now_ns: int) -> Moment | None:
    """Return where the story is at an instant."""
    run = run_at(programme, now_ns)
    if run is None:
        return None
    return Moment(run.take, run.cycle, run.story_at(now_ns), now_ns >= run.hold_ns)


def plan_at(programme: Programme, now_ns: int) -> Plan | None:
    """The plan that plays at an instant; None while nothing plays."""
    run = run_at(programme, now_ns)
    return plan_of(programme, run.cycle) if run else None


def prune(programme: Programme, now_ns: int) -> tuple[tuple[Take, ...], tuple[Plan, ...]]:
    """The takes and plans that still mean something from an instant on.

    The take that plays is told from its present cycle, so that a show of many months with another
    line-up in every cycle does not drag all of them along.
    """
    takes = [take for take in programme.takes if take.at_ns > now_ns]
    run = run_at(programme, now_ns)
    if run is not None:
        playing = [take for take in programme.takes if take.at_ns <= now_ns][-1]
        playing = replace(playing, at_ns=run.start_ns, cycle=run.cycle, story_ns=run.story_ns)
        takes.insert(0, playing)
    # run_at walks from a take's own first cycle, so its plans stay with it
    first = min((t.cycle for t in takes), default=0)
    holding = plan_of(programme, first)
    plans = tuple(p for p in programme.plans if p.from_cycle > first or p is holding)
    return tuple(takes), plans
