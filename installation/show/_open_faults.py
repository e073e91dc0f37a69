"""Follows each fault until it is over, for the ledger: how often it came, how long it lasted. Pure.

A process counts as back not when it runs, but when visitors would say so: a player when its screen
has shown another picture, or none was due; the stage when it has swapped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from installation.ledger import FaultRow, MendedRow
from installation.link import (
    STAGE,
    DoorStatus,
    PlayerStatus,
    RemoteStatus,
    ScreenShown,
    StageStatus,
)
from installation.said import Said
from installation.units import MILLISECOND

LifeSign = PlayerStatus | StageStatus | RemoteStatus | DoorStatus
MOST_KINDS = 20
"""Of a process that ends again and again, each of so many different reasons is noted."""


class FaultKind(StrEnum):
    """Sorts of faults: one of each at a time can be open for a screen."""

    PROCESS = "process"
    PICTURES = "pictures"
    DISK = "disk"


@dataclass
class OpenFault:
    """One that is not over: its rows by what was said, and how often each came."""

    began_ns: int
    rows: dict[str, FaultRow] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    gone_pid: int = 0
    """The process that ended, whose last words may still be on their way."""
    base: ScreenShown | None = None
    """What the screen had shown when its next player first spoke."""
    is_back: bool = False
    """Its next process has spoken."""


@dataclass
class OpenFaults:
    """All faults that are not over. Instants never go back."""

    _open: dict[tuple[str, FaultKind], OpenFault] = field(default_factory=dict)
    _pids: dict[str, int] = field(default_factory=dict)

    def began(
        self, who: str, kind: FaultKind, what: Said, now_ns: int, wall_ms: int
    ) -> FaultRow | None:
        """Note that something broke; the row for the ledger, if this is news."""
        fault = self._open.setdefault((who, kind), OpenFault(now_ns))
        fault.is_back, fault.base = False, None
        fault.gone_pid = self._pids.get(who, 0)
        if what not in fault.rows and len(fault.rows) < MOST_KINDS:
            fault.rows[what] = FaultRow(wall_ms, who, what)
            fault.times[what] = 1
            return fault.rows[what]
        if what in fault.times:
            fault.times[what] += 1
        return None

    def over(self, who: str, kind: FaultKind, now_ns: int) -> list[MendedRow]:
        """Note that all is well again; nothing if it was."""
        fault = self._open.pop((who, kind), None)
        if fault is None:
            return []
        lasted_ms = (now_ns - fault.began_ns) // MILLISECOND
        return [
            MendedRow(row.at_ms, who, what, lasted_ms, fault.times[what])
            for what, row in fault.rows.items()
        ]

    def heard(self, who: str, said: LifeSign, now_ns: int) -> list[MendedRow]:
        """Take a process's word; return the faults that are over by it."""
        self._pids[who] = said.pid
        fault = self._open.get((who, FaultKind.PROCESS))
        if fault is not None and said.pid != fault.gone_pid:
            if not isinstance(said, PlayerStatus):
                return self.over(who, FaultKind.PROCESS, now_ns)
            fault.is_back = True
        if who != STAGE or not isinstance(said, StageStatus):
            return []
        return self._drawn(said.screens, now_ns)

    def _drawn(self, screens: Mapping[str, ScreenShown], now_ns: int) -> list[MendedRow]:
        """Return what is over by what the stage has shown."""
        rows: list[MendedRow] = []
        for (who, kind), fault in list(self._open.items()):
            shown = screens.get(who)
            if kind is not FaultKind.PROCESS or not fault.is_back or shown is None:
                continue
            base = fault.base
            if base is None or shown.due < base.due:  # another stage, which counts from 0
                fault.base = shown
            elif shown.shown > base.shown or shown.due == base.due:
                rows += self.over(who, kind, now_ns)
        return rows
