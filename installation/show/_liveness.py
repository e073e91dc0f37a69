"""Judges from a show's answers whether it is in command, and whether its wall is well. Pure.

A process that exists may hang, and a controller that answers may stand before a frozen wall. So
what counts is what the answers say: that the stage looks what is due, and that it swaps whenever a
picture is.
"""

from dataclasses import dataclass

from installation.model import ShowState
from installation.show._pulse import LONGEST_START_NS
from installation.show._status import ShowStatus
from installation.units import SECOND

FROZEN_NS = 120 * SECOND
"""For how long a wall may be wrong: within this the supervisor has mended what it can, on a slow
machine, too, on which a stage needs a minute to start."""
UNANSWERED_NS = 180 * SECOND
"""For how long there may be no answer: within this a controller that hangs has been replaced."""
FOLLOWS_NS = 60 * SECOND
"""Within this one follows a controller that spoke last, and is given its time to start: a machine
may be slow, and to begin the whole wall anew takes longer. If it ends, those after it are not."""


@dataclass
class Liveness:
    """One show, whose controller is started again and again."""

    ready: bool = False
    """The stage has shown a picture, if only the waiting one."""
    state: ShowState | None = None
    _heard_ns: int | None = None
    _well_ns: int = 0
    _before: ShowStatus | None = None
    _began_ns: int = 0

    def began(self, now_ns: int) -> None:
        """Note that a controller was started."""
        self._began_ns = now_ns

    def answered(self, status: ShowStatus | None, now_ns: int) -> None:
        """Note what the controller says when it is asked; None for what is not understood.

        That comes from a player that was renewed while this process went on: it is taken on trust.
        """
        self._heard_ns = now_ns
        if status is None:
            self._well_ns = now_ns
            return
        self.state = status.state
        self.ready |= status.stage.refreshes > 0
        if self._before is None or glass_is_well(self._before, status):
            self._well_ns = now_ns
        self._before = status

    def is_well(self, now_ns: int) -> bool:
        """Tell whether the controller answers, and the wall moves or stands rightly."""
        if self._heard_ns is None:
            return False
        followed = 0 < self._began_ns - self._heard_ns < FOLLOWS_NS
        if now_ns - self._heard_ns > (LONGEST_START_NS if followed else UNANSWERED_NS):
            return False
        return self._heard_ns - self._well_ns <= FROZEN_NS


def glass_is_well(before: ShowStatus, now: ShowStatus) -> bool:
    """Tell from two answers, one after the other, whether all was as it should be between them.

    A wall that waits, is paused, dark or aligned stands rightly, and so does one that plays and has
    no picture due; where nothing is lit there is nothing to show. A stage that does not look stands
    before a wall that is never right.
    """
    if not any(width for screen in now.screens for width in screen.size):
        return True
    if now.stage.looks == before.stage.looks or not now.stage.refreshes:
        return False
    if now.state is not ShowState.PLAYING or now.dark or now.aligning:
        return True
    missed = any(
        screen.held > old.held for screen, old in zip(now.screens, before.screens, strict=False)
    )
    return now.stage.refreshes != before.stage.refreshes or not missed
