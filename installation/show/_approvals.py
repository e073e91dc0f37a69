"""Keeps the decisions about versions, and says which versions take part. One thread."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from installation.director import LineupPlanner
from installation.files import write_whole
from installation.library import AUTO, DecisionChange, Decisions, DecisionStore
from installation.library import decisions as d
from installation.link import Reply
from installation.model import Layout, Ready, VersionOrder, VersionState, versions_in_order
from installation.said import NOTHING, Said, joined
from installation.show._lazy_writer import LazyWriter
from installation.show._status import Standing
from installation.show._undoing import undoing
from installation.show._version_orders import Known, decided


@dataclass(frozen=True)
class Eligible:
    """The versions that may take part, the screens' policies with the pins in them, and notes."""

    versions: tuple[Ready, ...]
    policies: dict[str, str]
    notes: tuple[Said, ...] = ()


def chosen(decisions: Decisions, revisions: Sequence[Ready], policies: dict[str, str]) -> Eligible:
    """Apply the decisions. Of several revisions of one version the latest that may takes part.

    A pin to a version that may not takes no effect, and is noted. A wall is not dark because all
    that there is has been set aside: what was set aside last plays, and that is noted, too.
    """
    admitted = {r.version.id: r for r in revisions if decisions.admits(r.version.id, r.hash)}
    last = None if admitted else _set_aside_last(decisions, revisions)
    if last is not None:
        admitted = {last.version.id: last}
    versions = tuple(
        admitted[v.id] for v in versions_in_order(r.version for r in admitted.values())
    )
    policies, notes = dict(policies), [_all_aside(last.version.id)] if last else []
    for screen, judgement in decisions.pinned.items():
        if screen not in policies:
            continue
        if judgement.version in admitted:
            policies[screen] = judgement.version
        else:
            notes.append(
                Said(
                    "{screen}: pinned to '{version}', which may not play; shows {policy}"
                    " meanwhile.",
                    screen=screen,
                    version=judgement.version,
                    policy=policies[screen],
                )
            )
    return Eligible(versions, policies, tuple(notes))


def _all_aside(version: str) -> Said:
    return Said(
        "{version} was set aside, and plays all the same, for nothing else may: add a version, or"
        " `./kiss versions restore {version}`.",
        version=version,
    )


def _set_aside_last(decisions: Decisions, revisions: Sequence[Ready]) -> Ready | None:
    """Return the revision that was set aside last, of those that nobody has retired."""
    aside = [
        r
        for r in revisions
        if r.hash in decisions.approved
        and r.hash in decisions.quarantined
        and r.version.id not in decisions.retired
    ]
    return max(aside, key=lambda r: decisions.quarantined[r.hash].at_ms, default=None)


class Approvals:
    """The decisions of one show.

    ``told`` hears of each decision, and whose it is. With a ``writer`` nobody waits for the disk.
    """

    def __init__(
        self,
        state_dir: Path,
        layout: Layout,
        told: Callable[[DecisionChange, str], None] = lambda *_: None,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        writer: LazyWriter | None = None,
    ) -> None:
        self._store = DecisionStore(state_dir, writer.write if writer else write_whole)
        self._writer = writer
        self.policies = layout.policies
        """The layout's, without pins."""
        self._auto = layout.versions.admit == "auto"
        self._told = told
        self._wall_ms = wall_ms
        self.decisions, self._damage = self._store.load()
        self._refused = ""
        self._choice = Eligible((), dict(self.policies))
        self._revisions: tuple[Ready, ...] = ()

    def restock(self, shelf: LineupPlanner, revisions: Sequence[Ready]) -> LineupPlanner:
        """Approve what needs nobody, keep that, and return the shelf with what may take part."""
        self._revisions = tuple(revisions)
        if self._auto:
            pairs = [(r.version.id, r.hash) for r in revisions]
            self._keep(d.approve(self.decisions, pairs, self._wall_ms(), AUTO), AUTO)
        self._choice = chosen(self.decisions, revisions, self.policies)
        return replace(shelf, versions=self._choice.versions, policies=self._choice.policies)

    def order(
        self,
        order: VersionOrder,
        by: str,
        coming: Sequence[str],
        shown: dict[str, tuple[str, str]],
    ) -> Reply:
        """Carry out a person's order about versions; the answer, with what takes it back.

        ``coming`` are names of what is not admitted (yet), ``shown`` what is on each screen.
        Raises UsageError with what to do instead.
        """
        known = Known(
            revisions=[(r.version.id, r.hash) for r in self._revisions],
            coming=coming,
            screens=tuple(self.policies),
            shown=shown,
        )
        after, answer = decided(self.decisions, known, order, self._wall_ms(), by)
        back = undoing(self.decisions, after)
        self._keep(after, by)
        text = joined(". ", (answer, self._fault)) if self._fault else answer
        return Reply(True, text, undo=back)

    def quarantine(self, version: str, revision: str, by: str, reason: Said) -> None:
        """Set a revision aside that has failed on the wall."""
        now_ms = self._wall_ms()
        self._keep(d.quarantine(self.decisions, version, revision, now_ms, by, reason), by)

    def admits(self, version: str, revision: str) -> bool:
        """Tell whether a revision may take part, if only because there is nothing else."""
        chosen_one = any(revision == ready.hash for ready in self._choice.versions)
        return chosen_one or self.decisions.admits(version, revision)

    def learn(self, theirs: Decisions, machine: str) -> bool:
        """Take over what has been decided on another machine; whether anything was new."""
        before = self.decisions
        self._keep(d.merged(before, theirs), machine)
        return self.decisions is not before

    def retired(self) -> tuple[str, ...]:
        """Return the ids of the versions that have been retired."""
        return tuple(sorted(self.decisions.retired))

    def notes(self) -> tuple[Said, ...]:
        """Return what there is to say about the decisions, in words."""
        return tuple(filter(None, (*self._choice.notes, self._damage, self._fault)))

    def listed(self) -> tuple[Ready, ...]:
        """The latest revision of each version, and what takes part instead of one."""
        latest = {r.version.id: r for r in self._revisions}
        chosen = {r.hash for r in self._choice.versions}
        return tuple(r for r in self._revisions if r.hash in chosen or latest[r.version.id] is r)

    def wanted(self) -> set[str]:
        """The content hashes of what plays or may be called back: two revisions of each version."""
        found = {r.hash for r in self._choice.versions}
        by_version: dict[str, list[str]] = {}
        for revision in self._revisions:
            by_version.setdefault(revision.version.id, []).append(revision.hash)
        return found | {content for hashes in by_version.values() for content in hashes[-2:]}

    def pinned(self) -> dict[str, str]:
        """The version that each pinned screen shows, by screen."""
        pins = self.decisions.pinned.items()
        return {s: j.version for s, j in pins if s in self.policies}

    def standings(self) -> dict[str, Standing]:
        """The state of each admitted revision and what there is to say about it."""
        return {r.hash: standing(self.decisions, r.version.id, r.hash) for r in self._revisions}

    def _keep(self, decisions: Decisions, by: str) -> None:
        if decisions is self.decisions:
            return
        for change in d.changes(self.decisions, decisions):
            self._told(change, by)
        self.decisions = decisions  # it holds, for as long as the show runs
        try:
            self._store.save(decisions)
            self._refused = ""
        except OSError as fault:
            self._refused = fault.strerror or str(fault)

    @property
    def _fault(self) -> Said:
        """Return why the decisions cannot be kept, in words; empty when they can."""
        late = self._writer.fault(*self._store.paths) if self._writer else ""
        fault = self._refused or late
        if not fault:
            return NOTHING
        return Said("Decisions cannot be kept beyond this show: {why}.", why=fault)


def standing(decisions: Decisions, version: str, revision: str) -> Standing:
    """Return how a revision stands: ready, or kept out of the line-up by what was decided."""
    if version in decisions.retired:
        return Standing(VersionState.RETIRED)
    if revision in decisions.quarantined:
        return Standing(VersionState.ASIDE, decisions.quarantined[revision].reason)
    if revision not in decisions.approved:
        return Standing(VersionState.APPROVAL)
    return Standing()
