"""The versions of the film: what lies in the folder, what people decided of it, what may play."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from installation.director import LineupPlanner
from installation.library import Broken, IntakeProgress, Library, Watcher
from installation.model import BOUNDARY, Layout, Ready, VersionOrder, VersionState
from installation.show._approvals import Approvals
from installation.show._diary import Diary
from installation.show._lazy_writer import LazyWriter
from installation.show._probation import Film
from installation.show._status import Standing
from installation.store import ContentStore
from installation.timeline import Programme, plan_at
from installation.units import SECOND

GATHER_NS = 30 * SECOND
PROBATION = "probation"
"""Who sets a version aside that did not play well in its first cycle."""


@dataclass(frozen=True)
class KnownVersions:
    """The versions there are: admitted, the decisions on each revision, and the rest."""

    listed: tuple[Ready, ...]
    standings: Mapping[str, Standing]
    pinned: Mapping[str, str]
    broken: tuple[Broken, ...]
    arrivals: tuple[IntakeProgress, ...]


class Versions:
    """The library, the films that it holds on to, and the decisions about them. One thread.

    ``diary`` hears of arrivals and decisions.
    """

    def __init__(
        self,
        layout: Layout,
        versions_dir: Path,
        store: ContentStore,
        diary: Diary,
        writer: LazyWriter,
    ) -> None:
        rules = layout.versions
        self._library = Library(
            versions_dir, store, rules.settle_s, rules.patience_s, layout.decode
        )
        self._board = Approvals(store.state_dir, layout, diary.decided, writer=writer)
        self._diary = diary
        self._films = store.films
        self._watcher = Watcher(versions_dir, poll=rules.watch == "poll")
        self._screens = len(layout.screens)
        self._at_boundary = layout.swap.at == BOUNDARY
        self._gathering_since: int | None = None

    def fileno(self) -> int:
        """Becomes readable when something has happened in the folder."""
        return self._watcher.fileno()

    def stirred(self) -> bool:
        """Tell whether something has happened in the folder; the next poll looks at it."""
        if not self._watcher.take():
            return False
        self._library.look()
        return True

    def poll(self, now_ns: int) -> bool:
        """Look at the folder and go on with intakes; whether the shelf may change by it."""
        return self._library.poll(now_ns) or self._gathering_since is not None

    def stocked(self, shelf: LineupPlanner) -> LineupPlanner:
        """The shelf with what is admitted and may take part."""
        versions = self._library.versions()
        self._diary.arrived(self._library.events())
        self._diary.admitted(versions)
        return self._board.applied(shelf, self._films.offered(versions, self._coming()))

    def gathers(self, programme: Programme, now_ns: int) -> bool:
        """Tell whether a line-up should still wait for versions that are being looked at.

        At a first start with a folder of films they become ready one by one; beginning with the
        first of them on every screen would show the same film three times for a whole cycle. So
        would several versions that come together, where they do not wait for the boundary.
        """
        arrivals = self._library.progress()
        found = len(self._library.versions())
        # a wall that could have a film for each screen waits no longer
        waits = bool(arrivals) and found < self._screens
        if programme.takes or programme.plans:
            # what comes until the boundary is one change of line-up anyway
            vetting = any(a.state is not VersionState.SETTLING for a in arrivals)
            waits = vetting and not self._at_boundary
        if not waits or not found:
            self._gathering_since = None
        elif self._gathering_since is None:
            self._gathering_since = now_ns
        since_ns = self._gathering_since
        return since_ns is not None and now_ns - since_ns < GATHER_NS

    def tidy(self, programme: Programme) -> None:
        """Keep only the films that are in a programme, or may be soon; watch the right folder."""
        self._watcher.follow()
        proposed = programme.pending.plan if programme.pending else None
        plans = (*programme.plans, *([proposed] if proposed else []))
        held = [e.revision for plan in plans for e in plan.entries.values()]
        self._films.keep_only([*held, *self._board.wanted()])

    def order(self, order: VersionOrder, by: str, programme: Programme, now_ns: int) -> str:
        """Carry out an order about versions; the answer. Raises UsageError with what to do."""
        plan = plan_at(programme, now_ns)
        entries = plan.entries if plan else {}
        shown = {screen: (e.version, e.revision) for screen, e in entries.items()}
        return self._board.order(order, by, self._coming(), shown)

    def set_aside(self, film: Film, reason: str) -> None:
        """A version has failed on the wall."""
        self._board.quarantine(film.version, film.revision, PROBATION, reason)

    def notice(self, title: str) -> str:
        """Return what the wall says until there is a picture."""
        if self._library.progress():
            return f"{title}\n\nthe films are being looked at"
        if self._library.versions():
            return title
        return f"{title}\n\nwaiting for a first version"

    def admits(self, version: str, revision: str) -> bool:
        """Tell whether people's decisions let a revision of a version take part."""
        return self._board.decisions.admits(version, revision)

    def known(self) -> KnownVersions:
        """Return what there is, for the status."""
        return KnownVersions(
            listed=self._board.listed(),
            standings=self._board.standings(),
            pinned=self._board.pinned(),
            broken=self._library.broken(),
            arrivals=self._library.progress(),
        )

    def trouble(self) -> str:
        """Return why the folder cannot be looked at, in words; empty when it can."""
        return self._library.trouble()

    def notes(self) -> tuple[str, ...]:
        """Return what there is to say about the decisions."""
        return self._board.notes()

    def warnings(self) -> tuple[str, ...]:
        """Return what there is to say about admitted versions."""
        versions = self._library.versions()
        return tuple(f"{r.version.id}: {warning}" for r in versions for warning in r.warnings)

    def close(self) -> None:
        """End the intakes that run, and the watch."""
        self._library.close()
        self._watcher.close()

    def _coming(self) -> list[str]:
        """The names of what lies in the folder and is not admitted: on its way, or bad."""
        coming = [arrival.name for arrival in self._library.progress()]
        return coming + [broken.name for broken in self._library.broken()]
