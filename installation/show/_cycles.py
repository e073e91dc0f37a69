"""Notices the cycles and beats that go by, and how well each was shown, for the ledger.

Asked several times a second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from installation.ledger import BeatRow, CycleBeganRow, CycleEndedRow
from installation.link import BeatPassed, StageStatus
from installation.timeline import Programme, moment_at, plan_of
from installation.units import MILLISECOND

JUMP_NS = 400 * MILLISECOND
"""A story that is this far from where it should be has jumped; a busy tick comes that late."""

Counts = tuple[int, int, int]
"""Late, held and skipped pictures of a screen."""


@dataclass(frozen=True)
class Lap:
    """The cycle that is on. ``base`` are the stage's counters at its beginning, by its process."""

    cycle: int
    base: Mapping[str, Counts]
    stage: int
    whole: bool
    story_ns: int
    at_ns: int
    cycle_ns: int


class Laps:
    """Turns what is asked about the programme into rows for the ledger."""

    def __init__(self, boot: str) -> None:
        self._boot = boot
        self._lap: Lap | None = None
        self._skew = 0

    def swapped(self, skew: int) -> None:
        """The stage's worst skew since it last spoke."""
        self._skew = max(self._skew, skew)

    def passed(
        self, programme: Programme, stage: StageStatus | None, now_ns: int, wall_ms: int
    ) -> list[CycleBeganRow | CycleEndedRow]:
        """Return what began and ended since the last call; ``wall_ms`` is ``now_ns`` in UTC."""
        moment = moment_at(programme, now_ns)
        plan = plan_of(programme, moment.cycle) if moment else None
        lap = self._lap
        if moment is None or plan is None:
            return [self._ended(stage, wall_ms, now_ns)] if lap is not None else []
        if lap is not None and lap.cycle == moment.cycle:
            held = moment.story_ns == lap.story_ns  # paused, or asked twice within one instant
            expected_ns = lap.story_ns + (0 if held else now_ns - lap.at_ns)
            whole = lap.whole and abs(moment.story_ns - expected_ns) < JUMP_NS
            self._lap = replace(lap, whole=whole, story_ns=moment.story_ns, at_ns=now_ns)
            return []
        rows: list[CycleBeganRow | CycleEndedRow] = []
        since_ns = min(moment.story_ns, now_ns)
        began_ms, began_ns = wall_ms - since_ns // MILLISECOND, now_ns - since_ns
        if lap is not None:
            near_ns = lap.cycle_ns - lap.story_ns - (now_ns - lap.at_ns) + moment.story_ns
            self._lap = replace(lap, whole=lap.whole and abs(near_ns) < JUMP_NS)
            ended = (began_ms, began_ns) if self._lap.whole else (wall_ms, now_ns)
            rows.append(self._ended(stage, *ended))
        whole = moment.story_ns < JUMP_NS
        entries = {screen: (e.version, e.revision) for screen, e in plan.entries.items()}
        cycle_ms = plan.cycle_ns // MILLISECOND
        at_ms, at_ns = (began_ms, began_ns) if whole else (wall_ms, now_ns)
        rows.append(CycleBeganRow(at_ms, self._boot, moment.cycle, cycle_ms, entries, at_ns))
        self._lap = Lap(
            moment.cycle,
            _counts(stage),
            stage.pid if stage else 0,
            whole,
            moment.story_ns,
            now_ns,
            plan.cycle_ns,
        )
        return rows

    def over(self, stage: StageStatus | None, wall_ms: int) -> list[CycleEndedRow]:
        """The show ends: so does its cycle."""
        lap = self._lap
        return [self._ended(stage, wall_ms, lap.at_ns, cut=True)] if lap is not None else []

    def _ended(
        self, stage: StageStatus | None, wall_ms: int, now_ns: int, cut: bool = False
    ) -> CycleEndedRow:
        lap = self._lap
        assert lap is not None
        self._lap = None
        base = lap.base if stage is not None and stage.pid == lap.stage else {}
        missed = {}
        for screen, counts in _counts(stage).items():
            before = base.get(screen, (0, 0, 0))
            more = tuple(max(0, now - was) for now, was in zip(counts, before, strict=True))
            if any(more):
                missed[screen] = (more[0], more[1], more[2])
        skew, self._skew = self._skew, 0
        whole = lap.whole and not cut
        return CycleEndedRow(wall_ms, self._boot, lap.cycle, whole, skew, missed, now_ns)


class Passing:
    """The stage tells its latest beats again and again; each is news once."""

    def __init__(self, boot: str) -> None:
        self._boot = boot
        self._told_ns = -1

    def news(self, beats: Sequence[BeatPassed], now_ns: int, wall_ms: int) -> list[BeatRow]:
        """The beats that have passed since the last call; ``wall_ms`` is the UTC of ``now_ns``."""
        found = []
        for at_ns, screens in groupby(beats, key=lambda beat: beat.at_ns):
            if at_ns <= self._told_ns:
                continue
            self._told_ns = at_ns
            worst = max(screens, key=lambda beat: abs(beat.error))
            at_ms = wall_ms - (now_ns - at_ns) // MILLISECOND
            about = (at_ms, self._boot, at_ns, worst.cycle, worst.beat, worst.error)
            found.append(BeatRow(*about, worst.screen if worst.error else ""))
        return found


def _counts(stage: StageStatus | None) -> dict[str, Counts]:
    if stage is None:
        return {}
    return {name: (s.late, s.held, s.skipped) for name, s in stage.screens.items()}
