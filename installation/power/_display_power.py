"""Darkens the displays themselves, in a thread of its own, which may hang."""

import shutil
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from installation.errors import KioskError
from installation.model import DisplaysAtRest
from installation.power._monitors import Monitors
from installation.power._televisions import Televisions, cec_devices
from installation.power._tools import Which
from installation.power._x_server import XServer
from installation.said import NOTHING, Said

AGAIN_S = 30.0


def missing_tools(
    rest: DisplaysAtRest,
    devices: Callable[[], Sequence[str]] = cec_devices,
    which: Which = shutil.which,
) -> list[str]:
    """Return the programs that the displays of a closed house would need, and that are missing."""
    wanted = ["cec-ctl"] if rest != "black" and devices() else []
    wanted += ["ddcutil"] if rest == "off" else []
    return [tool for tool in wanted if which(tool) is None]


class DisplayWay(Protocol):
    """A way to put displays off and on."""

    def put(self, dark: bool) -> Said:
        """Put them off or on; why they are not, or NOTHING. Raises KioskError."""


class DisplayPower:
    """The displays of this machine, all at once, by each way that it has. One thread asks.

    In the order in which they darken: the X server comes last, and first when it gets light, for
    some listen only while they have a signal. Monitors are told where ``off`` is asked for.
    """

    def __init__(
        self,
        x_server: DisplayWay | None = None,
        televisions: DisplayWay | None = None,
        monitors: DisplayWay | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._always = televisions or Televisions(), x_server or XServer()
        self._monitors = monitors or Monitors()
        self._now_s = now_s
        self._dark: bool | None = None
        self._used_monitors = False
        self._due_s = 0.0
        self._thread: threading.Thread | None = None
        self.trouble = NOTHING
        """Why they are not as they should be, in words."""

    def keep(self, dark: bool | None, rest: DisplaysAtRest = "asleep") -> None:
        """Have them off or on; None leaves them alone, unless they were put off here."""
        if dark is None:
            if not self._dark:
                return
            dark = False
        if dark == self._dark or self._now_s() < self._due_s:
            return
        self._used_monitors |= rest == "off"
        ways: Sequence[DisplayWay] = self._always
        if self._used_monitors:
            ways = self._monitors, *ways
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(
                target=self._set, args=(dark, ways), name="displays", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        """Wait until what was begun is done, but not for a server that hangs."""
        if self._thread is not None:
            self._thread.join(1.0)

    def _set(self, dark: bool, ways: Sequence[DisplayWay]) -> None:
        faults = [_put(way, dark) for way in (ways if dark else reversed(ways))]
        fault = next(filter(None, faults), NOTHING)
        self.trouble = NOTHING
        if fault:
            self.trouble = Said("the displays cannot be put on: {why}", why=fault)
            if dark:
                self.trouble = Said("the displays cannot be put off: {why}", why=fault)
            self._due_s = self._now_s() + AGAIN_S
        else:
            self._dark = dark


def _put(way: DisplayWay, dark: bool) -> Said:
    try:
        return way.put(dark)
    except KioskError as fault:
        return fault.said
