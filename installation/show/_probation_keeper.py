"""Puts new versions on probation: feeds :mod:`installation.show._probation`."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from installation.link import PlayerStatus, StageStatus
from installation.model import Ready
from installation.said import Said
from installation.show import _probation as probation
from installation.show._lazy_writer import LazyWriter
from installation.show._probation import End, Failure, Film, Probation, Signs
from installation.show._process_end import ProcessEnd
from installation.timeline import Plan, Programme, moment_at, plan_at
from installation.units import MILLISECOND

NAME = "probation.json"
STALL_NS = 400 * MILLISECOND
"""Two looks this far apart, which should be 100 ms: the machine stood still."""


class _Kept(msgspec.Struct, frozen=True):
    """The part that outlives a controller."""

    proven: frozenset[str] = frozenset()
    charged: dict[str, int] = {}


class ProbationKeeper:
    """Feeds and keeps the probation of one show. One thread.

    What is proven is kept in the state folder: a controller that died, or a power cut, in its first
    cycle does not make a version proven.
    """

    def __init__(self, state_dir: Path, writer: LazyWriter) -> None:
        self._writer = writer
        self._path = state_dir / NAME
        self._kept = _Kept()
        with suppress(OSError, ValueError):
            self._kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        self._probation = Probation(proven=self._kept.proven, charged=self._kept.charged)
        self._looked_ns: int | None = None
        self._films: dict[str, Film] = {}
        self._heard: StageStatus | None = None
        """The stage's word at the last look that was taken."""

    def look(
        self,
        programme: Programme,
        versions: Iterable[Ready],
        players: Mapping[str, PlayerStatus],
        stage: StageStatus | None,
        now_ns: int,
    ) -> tuple[Failure, ...]:
        """Look at what plays, about ten times a second; versions that have failed, each once."""
        if self._looked_ns is not None and now_ns - self._looked_ns > STALL_NS:
            self._probation = probation.stalled(self._probation, now_ns)
        self._looked_ns = now_ns
        if stage is self._heard and not self._probation.ends:
            return ()  # nothing has been shown or missed since, that is known
        self._heard = stage
        self._films |= {ready.hash: _film(ready) for ready in versions}
        moment, plan = moment_at(programme, now_ns), plan_at(programme, now_ns)
        if moment is None or plan is None or stage is None:
            return ()
        signs = {}
        for screen, shown in stage.screens.items():
            said = players.get(screen) or PlayerStatus(screen, 0, 0)
            if said.lacks_room:  # the machine's fault, and said
                self._probation = probation.starved(self._probation, screen, now_ns)
            counts = (shown.shown, shown.held, said.recoveries, said.unidentified)
            signs[screen] = Signs(*counts)
        on = self._on(plan)
        self._probation, failures = probation.looked(
            self._probation, moment.cycle, on, signs, now_ns
        )
        self._keep()
        return failures

    def lost(self, screen: str, end: ProcessEnd, programme: Programme, now_ns: int) -> None:
        """A screen's player has ended."""
        plan = plan_at(programme, now_ns)
        if plan is None:
            return
        pending = programme.pending.plan if programme.pending else None
        films = (self._on(plan), self._on(pending) if pending else {})
        playing, cued = (each.get(screen) for each in films)
        weight = 1 if end.by_others else 2
        self._probation = probation.ended(
            self._probation, End(now_ns, screen, weight, end.words, playing, cued)
        )

    def notes(self) -> tuple[Said, ...]:
        """Return which versions are on probation, in words."""
        return tuple(
            Said("{version} is on probation in its first cycle", version=name)
            for name in probation.on_trial(self._probation)
        )

    def _keep(self) -> None:
        kept = _Kept(self._probation.proven, probation.charged(self._probation))
        if kept != self._kept:
            self._kept = kept
            self._writer.write(self._path, msgspec.json.encode(kept))

    def _on(self, plan: Plan) -> dict[str, Film]:
        """The films of a plan by screen, as far as they are known."""
        entries = plan.entries.items()
        return {s: self._films[e.revision] for s, e in entries if e.revision in self._films}


def _film(ready: Ready) -> Film:
    fps = ready.facts.fps[0] / ready.facts.fps[1]
    return Film(ready.version.id, ready.hash, ready.facts.frames, fps)
