"""Judges what the remote and the door pass on, and makes what they are told. Pure."""

from collections.abc import Sequence
from typing import Literal

from installation.link import Glance, OrderGiven
from installation.model import ShowState
from installation.said import Said
from installation.show._status import ShowStatus
from installation.units import SECOND

STALE_NS = 2 * SECOND
"""An order that was on its way for longer (the controller was away) would surprise everybody."""


def stale(order: OrderGiven, now_ns: int) -> bool:
    """Tell whether an order comes too late to be meant any more."""
    return order.at_ns > 0 and now_ns - order.at_ns > STALE_NS


def too_late(given: OrderGiven) -> Said:
    """Say that an order has come too late to be carried out."""
    return Said("{order}: too late, it was given long ago", order=str(given.order))


def glanced(status: ShowStatus, cueing: bool, beats: Sequence[tuple[str, int]]) -> Glance:
    """The show for a remote's lamps. Pure."""
    ill = any(s.fault or s.slow or s.pid is None or not s.display for s in status.screens)
    step: Literal["well", "busy", "care"] = "well"
    if ill or status.stage.pid is None:
        step = "care"
    elif cueing or status.state in (ShowState.WAITING, ShowState.STARTING):
        step = "busy"
    return Glance(
        state=status.state,
        step=step,
        dark=status.dark,
        master=status.master,
        voices=tuple(screen.screen for screen in status.screens if screen.speaks),
        levels={screen.screen: screen.level for screen in status.screens},
        hearing={route.name: route.level for route in (*status.hearing, status.overall)},
        muted=tuple(
            [screen.screen for screen in status.screens if screen.muted]
            + [route.name for route in (*status.hearing, status.overall) if route.muted]
        ),
        voice=status.voice,
        beats=tuple(beats),
    )
