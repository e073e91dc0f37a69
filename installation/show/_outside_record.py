"""The controller's knowledge of a process that lets the outside in: the remote, or the door."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from installation.errors import KissError
from installation.link import DoorStatus, Glance, RemoteStatus
from installation.model import Layout, load_yaml

Said = TypeVar("Said", RemoteStatus, DoorStatus)


@dataclass
class OutsideRecord(Generic[Said]):
    """Its layout, its last word, what it was told last.

    ``file`` is the layout's; without one there is no such process. ``asks`` tells whether a layout
    asks for it.
    """

    file: Path | None
    asks: Callable[[Layout], bool]
    said: Said | None = None
    shown: Glance | None = None
    _stamp: int = 0
    _wanted: bool = False

    def wanted(self, layout: Layout) -> bool:
        """Tell whether the layout's file has it by now; a first key may have been learned."""
        if self.asks(layout) or self.file is None or self._wanted:
            return self.file is not None
        with contextlib.suppress(OSError, KissError):
            stamp = self.file.stat().st_mtime_ns
            if stamp != self._stamp:
                self._stamp = stamp
                self._wanted = self.asks(load_yaml(self.file, Layout))
        return self._wanted
