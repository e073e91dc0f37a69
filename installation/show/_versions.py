"""The versions of the film: what lies in the folder, what people decided of it, what may play."""

import select
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from installation.director import LineupPlanner
from installation.errors import UsageError
from installation.library import (
    Broken,
    Decisions,
    IntakeProgress,
    Library,
    LyingCandidate,
    WatchedFolder,
)
from installation.link import Reply
from installation.model import (
    BOUNDARY,
    CopyTerms,
    Layout,
    Ready,
    VersionOrder,
    VersionState,
    did_you_mean,
    meant,
)
from installation.said import Said, joined
from installation.show._approvals import Approvals
from installation.show._diary import Diary
from installation.show._gathering import Gathering, OnTheWay
from installation.show._lazy_writer import LazyWriter
from installation.show._probation import Film
from installation.show._status import Standing
from installation.store import ContentStore
from installation.timeline import Entry, Programme, plan_at
from installation.units import SECOND, ns

CHECK_NS = 2 * SECOND
"""How often it is looked whether the films that are held are still what they were."""
PROBATION = "probation"
"""Who sets a version aside that did not play well in its first cycle."""
ONE_FILE = Said(
    "no copy (yet, or for want of room): what is written over in place (cp, rsync --inplace)"
    " changes on the wall, too; put another file in its place, or make room."
)


@dataclass(frozen=True)
class KnownVersions:
    """The versions there are: admitted, the decisions on each revision, and the rest."""

    listed: tuple[Ready, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    pinned: Mapping[str, str] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()
    arrivals: tuple[IntakeProgress, ...] = ()


class Versions:
    """The library, the films that it holds on to, and the decisions about them. One thread.

    ``diary`` hears of arrivals and decisions; ``folder`` looks into the versions folder;
    ``screens`` are the sizes of those that are lit.
    """

    def __init__(
        self,
        layout: Layout,
        folder: WatchedFolder,
        store: ContentStore,
        diary: Diary,
        writer: LazyWriter,
        screens: Callable[[], tuple[tuple[int, int], ...]] = tuple,
    ) -> None:
        rules = layout.versions

        def terms() -> CopyTerms:
            return CopyTerms(rules.house_copy, screens(), layout.background)

        self._folder = folder
        self._library = Library(
            folder, store, rules.settle_s, rules.patience_s, layout.decode, terms
        )
        self._house_copies, self._sounds = store.house_copies, store.sounds
        self._approvals = Approvals(store.state_dir, layout, diary.decided, writer=writer)
        self._diary, self._writer = diary, writer
        self._films = store.films
        self._gathering = Gathering(len(layout.screens), layout.swap.at == BOUNDARY)
        self._checks_ns = 0

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when there is news of the folder."""
        return self._folder.fileno()

    def stirred(self) -> bool:
        """Tell whether there is news of the folder; the next poll takes it in."""
        if self._folder.stirred():
            self._library.look()
            return True
        return self._folder.waits

    def first_look(self, now: Callable[[], int], patience_s: float) -> None:
        """Wait until the folder has been looked at for the first time, but not for longer."""
        ends_ns = now() + ns(patience_s)
        self._library.poll(now())
        while self._folder.busy and not self._folder.waits and now() < ends_ns:
            select.select([self._folder], [], [], 0.05)
            self._folder.stirred()

    def poll(self, now_ns: int, bare: bool) -> bool:
        """Look at the folder and go on with intakes; whether the shelf may change by it.

        A wall that is ``bare``, without a picture yet, has a first film once that is decoded.
        """
        changed = self._library.poll(now_ns, bare)
        if now_ns >= self._checks_ns:
            self._checks_ns = now_ns + CHECK_NS
            changed |= self._films.has_lost()
        self._name(now_ns)
        for taken in self._folder.given():
            self._films.took(taken)
            changed = True
        return changed or self._gathering.waits

    def restock(self, shelf: LineupPlanner, now_ns: int) -> LineupPlanner:
        """Tell the ledger what has arrived, and return the shelf with what may take part now."""
        versions = self._library.versions()
        self._diary.arrived(self._library.events())
        self._diary.admitted(versions)
        away = not self._library.has_looked
        offered = self._films.offered(versions, self._coming(), away)
        self._name(now_ns)
        return self._approvals.restock(shelf, offered)

    def gathers(self, programme: Programme, now_ns: int) -> bool:
        """Tell whether a line-up should still wait for versions that are being looked at."""
        arrivals = self._library.progress()
        there = OnTheWay(
            len(self._library.versions()),
            len(arrivals),
            sum(arrival.state is not VersionState.SETTLING for arrival in arrivals),
            self._films.pending,
        )
        return self._gathering.asked(there, bool(programme.takes or programme.plans), now_ns)

    def completes(self, programme: Programme) -> bool:
        """Tell, once, that what takes over completes the first line-up, and so comes now."""
        return self._gathering.completes(bool(programme.takes))

    def tidy(self, programme: Programme) -> None:
        """Keep only the films that are in a programme, or may be soon.

        While the folder is away nobody knows what may be soon.
        """
        if not self._library.has_looked or self._library.trouble():
            return
        proposed = programme.pending.plan if programme.pending else None
        plans = (*programme.plans, *([proposed] if proposed else []))
        held = [e.revision for plan in plans for e in plan.entries.values()]
        wanted = [*held, *self._approvals.wanted()]
        # by the writer: to remove a file may take as long as to write one
        self._writer.do(self._films.folder, self._films.let_go(wanted))
        films = {*wanted, *(r.hash for r in self._library.versions())}
        for shelf in (self._house_copies, self._sounds):
            self._writer.do(shelf.folder, partial(shelf.keep_only, films))

    def order(self, order: VersionOrder, by: str, programme: Programme, now_ns: int) -> Reply:
        """Carry out an order about versions; the answer, with what takes it back.

        Raises UsageError with what to do.
        """
        plan = plan_at(programme, now_ns)
        entries = plan.entries if plan else {}
        shown = {screen: (e.version, e.revision) for screen, e in entries.items()}
        return self._approvals.order(order, by, self._coming(), shown)

    def look_again(self, version: str, now_ns: int) -> Said:
        """Have a refused version looked at again; the answer. Raises UsageError or LibraryError."""
        names = [one.name for one in self._library.broken()]
        known = meant(version, names)
        if known is None:
            hint = did_you_mean(version, names) or "."
            raise UsageError(
                Said("there is no refused version '{version}'{hint}", version=version, hint=hint)
            )
        self._library.again(known, now_ns)
        return Said("{version} is looked at again", version=known)

    def set_aside(self, film: Film, reason: Said) -> None:
        """A version has failed on the wall."""
        self._approvals.quarantine(film.version, film.revision, PROBATION, reason)

    def notice(self, title: str) -> str:
        """Return what the wall says until there is a picture."""
        if self._library.progress():
            return f"{title}\n\nthe films are being looked at"
        if self._library.versions():
            return title
        return f"{title}\n\nwaiting for a first version"

    def has(self, entry: Entry) -> bool:
        """Tell whether a line-up's film is there, and people's decisions let it take part.

        Nothing is asked of the folder of the films, which may be away.
        """
        film = Path(entry.film)
        there = self._films.has(film) or any(
            film == ready.version.film for ready in self._library.versions()
        )
        return there and self._approvals.admits(entry.version, entry.revision)

    def known(self) -> KnownVersions:
        """Return what there is, for the status."""
        return KnownVersions(
            listed=self._approvals.listed(),
            standings=self._approvals.standings(),
            pinned=self._approvals.pinned(),
            broken=self._library.broken(),
            arrivals=self._library.progress(),
        )

    def lying(self) -> tuple[LyingCandidate, ...] | None:
        """Return what lies in the folder; None while nobody knows."""
        return self._library.lying()

    @property
    def decisions(self) -> Decisions:
        """Return all that has been decided; another value after each change."""
        return self._approvals.decisions

    def learn(self, theirs: Decisions, machine: str) -> bool:
        """Take over what has been decided on another machine; whether anything was new."""
        return self._approvals.learn(theirs, machine)

    def retired(self) -> tuple[str, ...]:
        """Return the ids of the versions that people have retired."""
        return self._approvals.retired()

    def trouble(self) -> Said:
        """Return why the folder cannot be looked at, in words; empty when it can."""
        return self._library.trouble()

    def notes(self) -> tuple[Said, ...]:
        """Return what there is to say about the decisions."""
        return self._approvals.notes()

    def warnings(self) -> tuple[Said, ...]:
        """Return what there is to say about admitted versions, a line of each."""
        versions = self._library.versions()
        said = [_of(r.version.id, in_short(r.warnings)) for r in versions if r.warnings]
        bare = sorted(self._films.without().items())
        linked = ", ".join(sorted(self._films.linked()))
        shared = [_of(linked, ONE_FILE)] if linked else []
        return (*said, *(_of(version, _no_name(why)) for version, why in bare), *shared)

    def close(self) -> None:
        """End the intakes that run, and the looks."""
        self._library.close()
        self._folder.close()

    def _name(self, now_ns: int) -> None:
        """Have films given their second names."""
        for name in self._films.lacking(now_ns):
            self._folder.give(name, now_ns)

    def _coming(self) -> list[str]:
        """The names of what lies in the folder and is not admitted: on its way, or bad."""
        coming = [arrival.name for arrival in self._library.progress()]
        return coming + [broken.name for broken in self._library.broken()]


def _of(version: str, what: Said) -> Said:
    return joined(": ", (version, what))


def _no_name(why: str) -> Said:
    return Said(
        "plays from where it lies, without a copy; when it is deleted or its disk is away, its"
        " screen stands still ({why}).",
        why=why,
    )


def in_short(warnings: Sequence[Said]) -> Said:
    """Return the first of a version's warnings, and where the others are: a status is short."""
    first, *more = warnings
    if not more:
        return first
    return Said("{first} (and {count} more: `./kiss versions check`)", first=first, count=len(more))
