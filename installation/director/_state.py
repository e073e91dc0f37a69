"""The director's state, and the few moves that everything it does is made of. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import wraps
from typing import Concatenate, ParamSpec, Self

from msgspec import structs

from installation.director._line_up import LineupPlanner
from installation.director._swap_decision import Swapping, Target
from installation.director._timecode_decision import MasterClock
from installation.said import Said
from installation.timeline import (
    HEADROOM_NS,
    INSIDE_NS,
    PAUSE_NS,
    Cue,
    Plan,
    Programme,
    Take,
    prune,
)

Moved = ParamSpec("Moved")


class Aim(Enum):
    """The purposes of a pending cue."""

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
class Standby:
    """The cue that the screens stand by for.

    ``armed`` is False for a cue that waits for an order (a paused show stands cued for its resume).
    ``at_ns`` is its fixed instant, if it has one; ``asked_ns`` is when it was ordered. ``target``
    is where a proposed line-up is to take over.
    """

    aim: Aim = Aim.NONE
    armed: bool = False
    at_ns: int | None = None
    asked_ns: int = 0
    target: Target | None = None


@dataclass(frozen=True)
class State:
    """Everything that the director knows. A move makes another state of it.

    ``ready`` has each connected screen's last word on the serial it is cued for, ``came`` since
    when that cue's pictures come, one after the other. ``stop_ns`` is the story time at which all
    screens are to hold when it comes; ``languages`` are
    those of the subtitles that the layout offers. ``first_cycle`` is the one that
    the show begins with; ``again``: with the line-up that held when the machine stopped.
    ``writes``: the programme is this machine's to change; else another one's, and only facts are
    kept here, for the day when it is. ``far_ns`` is how long a programme may be on its way to other
    machines; 0 for one that is alone.
    """

    shelf: LineupPlanner
    screens: tuple[str, ...]
    lead_ns: int
    programme: Programme = field(default_factory=Programme)
    ready: dict[str, int] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    stage: bool = False
    first_cycle: int = 1
    again: bool = False
    writes: bool = True
    far_ns: int = 0
    standby: Standby = field(default_factory=Standby)
    stop_ns: int | None = None
    master: MasterClock = field(default_factory=MasterClock)
    swapping: Swapping = field(default_factory=Swapping)

    @property
    def hold_ns(self) -> int | None:
        """The instant from which the last take stands still; None when it plays on."""
        return self.programme.takes[-1].hold_ns

    def soonest(self, now_ns: int) -> int:
        """The first instant at which what all screens are cued for can be on, a lead ahead."""
        serial = self.programme.pending.serial if self.programme.pending else -1
        came = [self.came.get(screen, 0) for screen, cued in self.ready.items() if cued == serial]
        return max(now_ns + HEADROOM_NS + self.far_ns, max(came, default=0) + self.lead_ns)

    def holds_from(self, now_ns: int) -> int:
        """The first instant from which all screens can hold: by then the last of them knows."""
        return now_ns + PAUSE_NS + self.far_ns

    def near_takes(self, now_ns: int) -> tuple[Take, ...]:
        """The takes that are on, or too near for their decks to be called back."""
        near_ns = now_ns + self.far_ns + self.lead_ns + HEADROOM_NS + INSIDE_NS
        return tuple(take for take in self.programme.takes if take.at_ns <= near_ns)

    def published(self, now_ns: int, **changes: object) -> Self:
        """The next revision of the programme, without what has passed."""
        revision = self.programme.revision + 1
        programme = structs.replace(self.programme, revision=revision, **changes)
        takes, plans = prune(programme, now_ns)
        return replace(self, programme=structs.replace(programme, takes=takes, plans=plans))

    def cued(
        self, aim: Aim, now_ns: int, cycle: int, story_ns: int, plan: Plan | None = None
    ) -> Self:
        """Have all screens stand by for a place in the story."""
        standby = Standby(aim, armed=aim is not Aim.RESUME, asked_ns=now_ns)
        state = replace(self, standby=standby)
        return state.cue_told(now_ns, cycle, story_ns, plan)

    def cue_told(self, now_ns: int, cycle: int, story_ns: int, plan: Plan | None) -> Self:
        """Tell of a cue: its serial is the revision that brings it, which no other cue has had."""
        serial = self.programme.revision + 1
        return self.published(now_ns, pending=Cue(serial, cycle, story_ns, plan))

    def asked(self, asked_ns: int, at_ns: int | None = None, target: Target | None = None) -> Self:
        """Note when what stands by was asked for, and the place of its own that it may have."""
        standby = replace(self.standby, asked_ns=asked_ns, at_ns=at_ns, target=target)
        return replace(self, standby=standby)

    def stood_down(self, now_ns: int, **changes: object) -> Self:
        """Nothing stands by any more: it has got its instant, or is given up."""
        state = replace(self, standby=Standby())
        return state.published(now_ns, pending=None, **changes)

    def held(self, hold_ns: int | None, now_ns: int) -> Self:
        """The last take with another hold, or with none."""
        *before, last = self.programme.takes
        takes = (*before, structs.replace(last, hold_ns=hold_ns))
        return self.published(now_ns, takes=takes)


def for_writer(
    move: Callable[Concatenate[State, Moved], State],
) -> Callable[Concatenate[State, Moved], State]:
    """Mark a move that only the machine makes that writes: elsewhere it leaves the state alone."""

    @wraps(move)
    def gated(state: State, /, *facts: Moved.args, **named: Moved.kwargs) -> State:
        return move(state, *facts, **named) if state.writes else state

    return gated


@dataclass(frozen=True)
class Answer:
    """The answer to an order's giver."""

    ok: bool
    text: Said
