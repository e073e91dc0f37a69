"""What the panel remembers from one snapshot to the next. Pure; its clock is the show's uptime."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from installation.link.messages import Reply
from installation.show.status import ShowStatus

SAID_S = 2.0
"""How long the answer to a press stays, and how long an order counts that leaves no trace."""
REFUSED_S = 5.0
PATIENCE_S = 6.0
"""How long a button waits to see its order done; the director gives up on a screen after 4 s."""
HOLDING_S = 1.0
"""A screen holds its picture if it had to within this time."""


@dataclass(frozen=True)
class Press:
    """A press that was answered, and how the show was just then."""

    what: str
    to: str
    reply: Reply
    at_s: float
    state: str
    cycle: int


@dataclass(frozen=True)
class Memory:
    """``held`` has each screen's count of missing pictures, and the uptime at its last rise."""

    press: Press | None = None
    held: Mapping[str, tuple[int, float]] = field(default_factory=dict)


def remembered(memory: Memory, status: ShowStatus) -> Memory:
    """The memory after another snapshot."""
    held = {}
    for screen in status.screens:
        count, rose_s = memory.held.get(screen.screen, (screen.held, -math.inf))
        if screen.held > count:
            rose_s = status.uptime_s
        held[screen.screen] = (screen.held, rose_s)
    return replace(memory, held=held)


def pressed(memory: Memory, status: ShowStatus, what: str, to: str, reply: Reply) -> Memory:
    """The memory after a press and its answer."""
    press = Press(what, to, reply, status.uptime_s, status.state, status.cycle)
    return replace(memory, press=press)


def holding(memory: Memory, screen: str, uptime_s: float) -> bool:
    """Whether a screen lacks pictures these moments, and so holds its last one."""
    return uptime_s - memory.held.get(screen, (0, -math.inf))[1] < HOLDING_S


def under_way(memory: Memory, status: ShowStatus) -> Press | None:
    """The press that was taken and is not done yet, if there is one."""
    press = memory.press
    if press is None or not press.reply.ok:
        return None
    past_s = status.uptime_s - press.at_s
    if press.what in ("pause", "resume"):
        done = status.state != press.state
    elif press.what == "blackout":
        done = True  # the wall answers at once
    elif press.what == "restart":
        done = status.cycle != press.cycle
    else:
        done = past_s >= SAID_S
    return None if done or past_s >= PATIENCE_S else press


def answer(memory: Memory, status: ShowStatus) -> str:
    """What the last press was answered, while that is news."""
    press = memory.press
    if press is None:
        return ""
    news_s = SAID_S if press.reply.ok else REFUSED_S
    return press.reply.text if status.uptime_s - press.at_s < news_s else ""
