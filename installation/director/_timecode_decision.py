"""Decides what to do about a master's timecode: nothing, mostly. Pure.

The story of a show that is led is where the master's is, round after round of its cycle. What is
further off than a picture may move unseen is cued again at the place where the master will be. What
is less (clocks differ by up to 100 millionths: a frame in seven minutes) is made good at the next
seam, where one picture then stays on a little longer or shorter.
"""

from dataclasses import dataclass
from enum import Enum

from installation.link import Chase
from installation.timeline import CHASE_AHEAD_NS, MOVE_SEAM_NS, Programme, moment_at, plan_of
from installation.units import MILLISECOND, SECOND

UNSEEN_NS = 15 * MILLISECOND
"""A picture of 24 a second that stays on for this much longer or shorter is not seen: a display of
60 Hz shows pictures 33 or 50 ms long all the time."""
FINE_NS = 4 * MILLISECOND
"""Less is left alone at seams: it may be the cable."""
FRAME_NS = 40 * MILLISECOND


@dataclass(frozen=True)
class MasterClock:
    """A master's timecode, if there is one.

    After a person's order it is not followed until it starts or jumps again, so as long as its
    serial is ``released``.
    """

    chase: Chase | None = None
    released: int = -1

    @property
    def leads(self) -> bool:
        """Tell whether the show follows it."""
        return self.chase is not None and self.chase.serial != self.released

    def in_words(self) -> str:
        """The lock light, for the status."""
        if self.chase is None:
            return ""
        light = self.chase.light
        return light if self.leads else f"{light}, but not followed until it starts again, or sync"


class Move(Enum):
    """A show's move towards its master."""

    STAY = "stay"
    PAUSE = "pause"
    STAND = "stand"
    MEET = "meet"


@dataclass(frozen=True)
class Step:
    """A move; STAND and MEET have the place, MEET its instant."""

    move: Move
    cycle: int = 0
    story_ns: int = 0
    at_ns: int = 0


STAY, PAUSE = Step(Move.STAY), Step(Move.PAUSE)


def step(programme: Programme, chase: Chase, now_ns: int, ahead_ns: int = CHASE_AHEAD_NS) -> Step:
    """Return what to do now. PAUSE for a show that stands already changes nothing."""
    at_ns = now_ns + ahead_ns
    if programme.takes:
        at_ns = max(at_ns, programme.takes[-1].at_ns)
    show = moment_at(programme, at_ns)
    plan = plan_of(programme, show.cycle) if show is not None else None
    if show is None or plan is None or (chase.running and chase.story_ns is None):
        return STAY
    length_ns = plan.cycle_ns
    if not chase.running:
        if chase.story_ns is None:
            return PAUSE
        stands_ns = max(0, chase.story_ns) % length_ns
        there = show.held and abs(show.story_ns - stands_ns) < FRAME_NS // 2
        return PAUSE if there else Step(Move.STAND, show.cycle, stands_ns)
    assert chase.story_ns is not None
    begins_ns = chase.at_ns - chase.story_ns
    if at_ns < begins_ns - FINE_NS:  # the master counts down to the story's beginning
        waits = show.held and show.story_ns == 0
        if waits or begins_ns - now_ns < 4 * SECOND:
            return Step(Move.MEET, show.cycle + (not waits), 0, begins_ns)
        return Step(Move.STAND, show.cycle, 0)
    master_ns = (at_ns - begins_ns) % length_ns
    # a master that is past the seam already plays the next cycle
    cycle = show.cycle + (show.story_ns - master_ns > length_ns // 2)
    meet = Step(Move.MEET, cycle, master_ns, at_ns)
    if show.held:
        return meet
    apart_ns = (show.story_ns - master_ns + length_ns // 2) % length_ns - length_ns // 2
    seam_ns = at_ns + length_ns - show.story_ns
    left_ns = seam_ns - now_ns
    if abs(apart_ns) >= FRAME_NS:
        return meet
    now = moment_at(programme, now_ns)
    if now is None or now.cycle != show.cycle:  # what is less waits until no seam is in its way
        return STAY
    if abs(apart_ns) >= UNSEEN_NS and left_ns > MOVE_SEAM_NS[1] + SECOND:
        return meet
    if abs(apart_ns) >= FINE_NS and MOVE_SEAM_NS[0] < left_ns < MOVE_SEAM_NS[1]:
        return Step(Move.MEET, show.cycle + 1, 0, seam_ns + apart_ns)
    return STAY
