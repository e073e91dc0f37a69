"""The call: what the programme asks of one screen's decks at an instant. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from installation.player._segments import Segment, SegmentLabel, leaving_of, span_of
from installation.player._segments import leg_at as _leg_at
from installation.timeline import (
    CALM_NS,
    FOREVER,
    SEAM_NS,
    SWAP_SEAM_NS,
    TURN_NS,
    TURNS,
    Entry,
    Programme,
    Take,
    entry_cued,
)
from installation.units import MILLISECOND

FINISH_NS = 80 * MILLISECOND
"""How long a deck may still hand over the last pictures of its run, after they should be there."""


@dataclass(frozen=True)
class DeckDemand:
    """The demand on the decks, as seen a lead before it is on the glass.

    Pictures of ``leg`` arrive now, the last ones of ``finishing`` may; ``following`` comes next.
    ``brief`` was begun by an order and is over within the lead: it is never either of the two, and
    its deck has kept all of it.
    ``pending`` is the cue that is being prepared. ``after`` comes so soon behind that, or behind
    what follows, that it has to be ready before: a pause may be just before a seam. ``near``: the
    seam to what follows is so near that its deck is not taken away. ``calm``: no seam is on the
    glass; ``turn``: and it is the screen's turn. ``leaving`` is the film that dissolves, or will
    with what follows; ``pending_leaving`` the one that will with the pending cue.
    """

    leg: Segment | None
    finishing: Segment | None
    brief: Segment | None
    following: Segment | None
    pending: SegmentLabel | None
    after: Segment | None
    near: bool
    calm: bool
    turn: bool
    leaving: Segment | None = None
    pending_leaving: tuple[SegmentLabel, Entry] | None = None

    @property
    def wanted(self) -> set[SegmentLabel | None]:
        """Everything that a deck may serve."""
        legs = (self.finishing, self.leg, self.brief, self.following, self.after, self.leaving)
        proposed = {self.pending_leaving[0]} if self.pending_leaving else set()
        return {leg.label for leg in legs if leg} | {self.pending} | proposed

    @property
    def settled(self) -> bool:
        """Tell whether the decks only play on for now: no cue or seam, what follows is cued."""
        return self.pending is None and self.brief is None and self.turn and not self.near

    @property
    def protected(self) -> set[SegmentLabel | None]:
        """Return what a deck is not taken away from for a cue."""
        near = self.following if self.near else None
        leaves = self.leg is not None and self.leaving and self.leaving.run == self.leg.run
        leaving = self.leaving if leaves or self.near else None
        legs = (self.finishing, self.leg, self.brief, near, leaving)
        return {leg.label for leg in legs if leg}


def called(
    programme: Programme,
    screen: str,
    leg_at: Callable[[int], Segment | None],
    now_ns: int,
    lead_ns: int,
) -> DeckDemand:
    """Return what is asked at an instant; ``leg_at`` finds the screen's leg at one."""
    leg = leg_at(now_ns + lead_ns)
    following = _following(programme, leg_at, leg)
    return DeckDemand(
        leg,
        leg_at(now_ns + lead_ns - FINISH_NS),
        _brief(leg_at, now_ns, lead_ns),
        following,
        pending_label(programme, screen),
        _after(programme, screen, leg_at, following, now_ns),
        following is not None and _near(programme, following, now_ns),
        leg is None or _is_calm(leg, now_ns, 0),
        leg is None or _is_calm(leg, now_ns, _turn(programme, screen)),
        _leaving(programme, screen, leg, following, now_ns + lead_ns),
        _pending_leaving(programme, screen),
    )


def _leaving(
    programme: Programme, screen: str, leg: Segment | None, following: Segment | None, at_ns: int
) -> Segment | None:
    """Return what leaves now, a lead ahead, or else with what follows."""
    leaves = leaving_of(programme, screen, leg.run) if leg else None
    if leaves is not None and leaves.gone_ns is not None and at_ns < leaves.gone_ns:
        return leaves
    begins = following is not None and (leg is None or following.run != leg.run)
    return leaving_of(programme, screen, following.run) if begins and following else None


def _pending_leaving(programme: Programme, screen: str) -> tuple[SegmentLabel, Entry] | None:
    cue = programme.pending
    plan = cue.plan if cue is not None else None
    if cue is None or plan is None or plan.fade_ns <= 0 or screen not in plan.leaving:
        return None
    entry = plan.leaving[screen]
    return SegmentLabel(
        cue.serial, cue.cycle, span_of(entry, cue.story_ns).number, leaving=True
    ), entry


def _turn(programme: Programme, screen: str) -> int:
    """Return which of the screens that cue one after the other this is."""
    screens = list(programme.plans[-1].entries) if programme.plans else []
    return screens.index(screen) % TURNS if screen in screens else 0


def pending_label(programme: Programme, screen: str) -> SegmentLabel | None:
    """Return what the pending cue's pictures are labelled with."""
    cue = programme.pending
    if cue is None:
        return None
    span = span_of(entry_cued(programme, screen), cue.story_ns)
    return SegmentLabel(cue.serial, cue.cycle, span.number)


def _is_calm(leg: Segment, now_ns: int, turn: int) -> bool:
    ordered = leg.run.story_ns > 0 and leg.start_ns == leg.run.start_ns
    return ordered or now_ns >= leg.start_ns + CALM_NS + turn * TURN_NS


def _brief(leg_at: Callable[[int], Segment | None], now_ns: int, lead_ns: int) -> Segment | None:
    leg = leg_at(now_ns)
    while leg is not None and leg.end_ns <= now_ns + lead_ns:
        if leg.start_ns > now_ns - FINISH_NS:
            return leg
        leg = leg_at(leg.end_ns)
    return None


def _following(
    programme: Programme, leg_at: Callable[[int], Segment | None], leg: Segment | None
) -> Segment | None:
    if leg is not None:
        return None if leg.end_ns >= FOREVER else leg_at(leg.end_ns)
    starts = [take.at_ns for take in programme.takes]
    return leg_at(min(starts)) if starts else None


def _after(
    programme: Programme,
    screen: str,
    leg_at: Callable[[int], Segment | None],
    following: Segment | None,
    now_ns: int,
) -> Segment | None:
    """Return what comes within SEAM_NS behind the pending cue's beginning, or what follows."""
    cue = programme.pending
    if cue is not None:  # as if it were on air from now on
        plans = programme.plans if cue.plan is None else (*programme.plans, cue.plan)
        take = Take(cue.serial, now_ns, cue.cycle, cue.story_ns)
        leg_at = partial(_leg_at, replace(programme, takes=(take,), plans=plans), screen)
        following = leg_at(now_ns)
    if following is None or following.end_ns - following.start_ns >= SEAM_NS:
        return None
    return leg_at(following.end_ns)


def _near(programme: Programme, following: Segment, now_ns: int) -> bool:
    pending = programme.pending
    swaps = pending is not None and pending.plan is not None
    here = swaps and pending is not None and pending.cycle == following.run.cycle
    return following.start_ns - now_ns < (SWAP_SEAM_NS if here else SEAM_NS)
