"""The controller's knowledge of the remote's process, and what it tells it."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from installation.errors import KissError
from installation.link import Glance, OrderGiven, RemoteStatus
from installation.model import Layout, ShowState, load_yaml
from installation.show._status import ShowStatus
from installation.units import SECOND

STALE_NS = 2 * SECOND
"""An order that was on its way for longer (the controller was away) would surprise everybody."""


@dataclass
class RemoteRecord:
    """The remote as the controller knows it: its layout, its last word, what it was told last."""

    file: Path | None
    said: RemoteStatus | None = None
    shown: Glance | None = None
    _stamp: int = 0
    _wanted: bool = False

    def wanted(self, layout: Layout) -> bool:
        """Tell whether the layout's file has a remote by now; a first key may have been learned."""
        if layout.remotely or self.file is None or self._wanted:
            return self.file is not None
        with contextlib.suppress(OSError, KissError):
            stamp = self.file.stat().st_mtime_ns
            if stamp != self._stamp:
                self._stamp = stamp
                self._wanted = load_yaml(self.file, Layout).remotely
        return self._wanted


def stale(order: OrderGiven, now_ns: int) -> bool:
    """Tell whether an order comes too late to be meant any more."""
    return order.at_ns > 0 and now_ns - order.at_ns > STALE_NS


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
        beats=tuple(beats),
    )
