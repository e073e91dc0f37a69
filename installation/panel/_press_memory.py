"""The panel's memory from one snapshot to the next. Pure; its clock is the show's uptime."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from installation.link import Reply
from installation.model import Blackout, Close, Open, Order, Pause, Restart, Resume
from installation.show import ShowStatus

SAID_S = 2.0
"""How long the answer to a press stays, and how long an order counts that leaves no trace."""
REFUSED_S = 5.0
PATIENCE_S = 6.0
"""How long a button waits to see its order done; the director gives up on a screen after 4 s."""
AT_HAND_S = 20.0
"""How long after somebody's last move the rows of a list stay where they are: nothing is to go away
under a finger that has set out for it."""
HOLDING_S = 1.0
HOLDING = 5
"""A screen holds its picture if it has lacked so many within this time: a fifth of a second at 24
pictures a second. Nobody sees that one or two came late, and nobody need look after them."""


@dataclass(frozen=True)
class PanelPress:
    """A press that was answered, and how the show was just then."""

    order: Order
    reply: Reply
    at_s: float
    state: str
    cycle: int


@dataclass(frozen=True)
class Lack:
    """A screen's count of missing pictures, and by how many it has risen lately, each with when."""

    count: int
    rises: tuple[tuple[float, int], ...] = ()

    def seen(self, count: int, uptime_s: float) -> "Lack":
        """Return what is known with another count; a stage that was started again counts from 0."""
        rises = [rise for rise in self.rises if uptime_s - rise[0] < HOLDING_S]
        if count > self.count:
            rises.append((uptime_s, count - self.count))
        return Lack(count, tuple(rises))


@dataclass(frozen=True)
class PressMemory:
    """The memory: the last press, what each screen has lacked, and where the versions' rows are.

    ``moved_s`` is when a hand has moved last, ``rows`` the versions from top to bottom.
    """

    press: PanelPress | None = None
    lacks: Mapping[str, Lack] = field(default_factory=dict)
    moved_s: float | None = None
    rows: tuple[str, ...] = ()


def remembered(memory: PressMemory, status: ShowStatus) -> PressMemory:
    """The memory after another snapshot."""
    known = ((screen, memory.lacks.get(screen.screen)) for screen in status.screens)
    lacks = {
        screen.screen: (lack or Lack(screen.held)).seen(screen.held, status.uptime_s)
        for screen, lack in known
    }
    return replace(memory, lacks=lacks)


def pressed(memory: PressMemory, status: ShowStatus, order: Order, reply: Reply) -> PressMemory:
    """The memory after a press and its answer."""
    press = PanelPress(order, reply, status.uptime_s, status.state, status.cycle)
    return replace(memory, press=press)


def at_hand(memory: PressMemory, status: ShowStatus) -> bool:
    """Tell whether somebody uses the panel just now; a show that began anew knows of nobody."""
    return memory.moved_s is not None and 0 <= status.uptime_s - memory.moved_s < AT_HAND_S


def holding(memory: PressMemory, screen: str) -> bool:
    """Tell whether a screen lacks pictures these moments, so that it is seen to hold one."""
    lack = memory.lacks.get(screen)
    return lack is not None and sum(count for _, count in lack.rises) >= HOLDING


def under_way(memory: PressMemory, status: ShowStatus) -> PanelPress | None:
    """The press that was taken and is not done yet, if there is one."""
    press = memory.press
    if press is None or not press.reply.ok:
        return None
    past_s = status.uptime_s - press.at_s
    match press.order:
        case Pause() | Resume() | Open() | Close():
            done = status.state != press.state
        case Blackout():
            done = True  # the wall answers at once
        case Restart():
            done = status.cycle != press.cycle
        case _:
            done = past_s >= SAID_S
    return None if done or past_s >= PATIENCE_S else press


def answer(memory: PressMemory, status: ShowStatus) -> str:
    """Return what the last press was answered, while that is news."""
    press = memory.press
    if press is None:
        return ""
    news_s = SAID_S if press.reply.ok else REFUSED_S
    return press.reply.text if status.uptime_s - press.at_s < news_s else ""
