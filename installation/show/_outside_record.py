"""The controller's knowledge of a process that lets the outside in: the remote, or the door."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from installation.link import DoorStatus, Glance, RemoteStatus
from installation.model import Layout

Said = TypeVar("Said", RemoteStatus, DoorStatus)


@dataclass
class OutsideRecord(Generic[Said]):
    """Its layout, its last word, what it was told last.

    ``file`` is the layout's; without one there is no such process. ``now`` gives the layout as that
    was read last, ``asks`` tells whether a layout asks for it.
    """

    file: Path | None
    now: Callable[[], Layout]
    asks: Callable[[Layout], bool]
    said: Said | None = None
    shown: Glance | None = None
    _wanted: bool = False

    def wanted(self) -> bool:
        """Tell whether the layout has had it; a first key may have been learned since."""
        self._wanted |= self.file is not None and self.asks(self.now())
        return self._wanted
