"""Asks a controller again and again how it goes, and tells systemd what comes of it."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from installation.apps import _notify as notify
from installation.link import AskStatus, Reply, Spoke, endpoint
from installation.show import (
    CONTROLLER_SILENT_NS,
    Liveness,
    Pulse,
    ShowStatus,
    status_from_json,
)
from installation.timeline import RunningTime
from installation.units import MILLISECOND

ASK_NS = 500 * MILLISECOND
"""How often the controller is asked, and whoever listens hears of it."""

log = logging.getLogger("launcher")


class ControllerWatch:
    """The controllers of one state folder. Not thread-safe; nothing in it waits."""

    def __init__(self, state: Path, now: Callable[[], int] = time.monotonic_ns) -> None:
        self._spoke = Spoke(endpoint(state))
        self._now = RunningTime(now)
        self._liveness = Liveness()
        self._pulse = Pulse(CONTROLLER_SILENT_NS)
        self._pid = 0
        self._asked_ns = -ASK_NS
        self._told_ready = False

    def began(self, pid: int) -> None:
        """Note that a controller was started just now."""
        self._pid, self._pulse = pid, Pulse(CONTROLLER_SILENT_NS)
        self._liveness.began(self._now())

    def hangs(self) -> bool:
        """Ask, if it is time; True, once, when the controller owes an answer for too long."""
        now_ns = self._now()
        for message in self._spoke.receive():
            if isinstance(message, Reply) and message.data:
                self._pulse.spoke()
                self._liveness.answered(_understood(message.data), now_ns)
        if now_ns - self._asked_ns >= ASK_NS:
            self._asked_ns = now_ns
            self._spoke.send(AskStatus())
            self._tell(now_ns)
        if not self._pulse.looked(now_ns, self._pid):
            return False
        log.warning("the controller does not answer, and is killed; the wall plays on without it")
        self._pulse = Pulse(CONTROLLER_SILENT_NS)
        return True

    def close(self) -> None:
        """Ask no more."""
        self._spoke.close()

    def _tell(self, now_ns: int) -> None:
        """Each time, if only with the state: who started this process may watch over it, too."""
        liveness = self._liveness
        lines = [f"STATUS={liveness.state or 'beginning'}"]
        if liveness.ready and not self._told_ready:
            lines.append(notify.READY)
            self._told_ready = True
        if liveness.is_well(now_ns):
            lines.append(notify.ALIVE)
        notify.notify(*lines)


def _understood(text: str) -> ShowStatus | None:
    try:
        return status_from_json(text)
    except msgspec.MsgspecError:
        return None
