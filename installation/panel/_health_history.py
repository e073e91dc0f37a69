"""The last ten minutes of how the show did, in bins that can be drawn. Pure."""

from collections import deque
from dataclasses import dataclass, field

from installation.show import ShowStatus
from installation.units import SECOND

LONG_NS = 600 * SECOND
BIN_NS = 2 * SECOND


@dataclass(frozen=True)
class HealthBin:
    """Two seconds: pictures that were due and those missed, the worst skew, the least lead."""

    at_ns: int
    due: int = 0
    missed: int = 0
    skew: int = 0
    lead_ms: float | None = None

    @property
    def shown(self) -> float | None:
        """Return the share of what was due that was shown; None where nothing was."""
        return (self.due - self.missed) / self.due if self.due > 0 else None


@dataclass(frozen=True)
class _Counts:
    version: str
    frame: int
    missed: int


@dataclass
class HealthHistory:
    """Fed with snapshots; has the bins, the oldest first."""

    bins: deque[HealthBin] = field(default_factory=deque)
    _before: dict[str, _Counts] = field(default_factory=dict)
    _skew: int | None = None

    def see(self, status: ShowStatus, now_ns: int) -> None:
        """Take another snapshot in."""
        due = missed = 0
        leads = []
        for screen in status.screens:
            now = _Counts(screen.version, screen.frame, screen.held + screen.skipped)
            before = self._before.get(screen.screen)
            self._before[screen.screen] = now
            if screen.version and screen.pid is not None:
                leads.append(screen.lead_ms)
            # a film that began again, another one, or a stage that counts from 0 says nothing
            if before is None or before.version != now.version or now.missed < before.missed:
                continue
            if now.frame > before.frame:
                due += now.frame - before.frame
                missed += min(now.missed - before.missed, now.frame - before.frame)
        # the stage's figure is the most since it began: only a rise is news
        skew = status.stage.skew if self._skew is not None and status.stage.skew > self._skew else 0
        self._skew = status.stage.skew
        self._add(now_ns, HealthBin(now_ns, due, missed, skew, min(leads) if leads else None))

    def _add(self, now_ns: int, new: HealthBin) -> None:
        last = self.bins[-1] if self.bins else None
        if last is None or now_ns // BIN_NS != last.at_ns // BIN_NS:
            self.bins.append(new)
            while self.bins and self.bins[0].at_ns < now_ns - LONG_NS:
                self.bins.popleft()
            return
        leads = [lead for lead in (last.lead_ms, new.lead_ms) if lead is not None]
        self.bins[-1] = HealthBin(
            last.at_ns,
            last.due + new.due,
            last.missed + new.missed,
            max(last.skew, new.skew),
            min(leads) if leads else None,
        )
