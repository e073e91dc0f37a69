"""The decisions of people and of the probation about versions. Frozen; pure transitions.

Two kinds of things are decided. About a *version*, by its id: whether it is retired, and on which
screen it is pinned. About a *revision*, by its film's content hash: whether it is approved, and
whether it has been set aside because it failed on the wall or a person rolled it back. So a new
film of a known id needs a look of its own, and a corrected manifest does not.

Only what is approved takes part. With ``admit: auto`` the show approves what it admits, and says
so; so a change to ``admit: approve`` leaves on the wall what is there.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from installation.said import NOTHING, Said

AUTO = "auto"
"""Who approves where the layout says ``admit: auto``."""


class Judgement(Struct, frozen=True, forbid_unknown_fields=True):
    """One decision: about which version, when (UTC, ms), whose (``command panel midi auto``...)."""

    version: str
    at_ms: int
    by: str
    reason: Said = NOTHING


class Decisions(Struct, frozen=True, forbid_unknown_fields=True):
    """All of them. ``serial`` counts the changes; of two copies the higher one is the later.

    ``approved`` and ``quarantined`` are by revision, ``retired`` by version, ``pinned`` by screen.
    """

    serial: int = 0
    approved: Mapping[str, Judgement] = {}
    quarantined: Mapping[str, Judgement] = {}
    retired: Mapping[str, Judgement] = {}
    pinned: Mapping[str, Judgement] = {}

    def admits(self, version: str, revision: str) -> bool:
        """Tell whether a revision may take part in the line-up."""
        return (
            revision in self.approved
            and revision not in self.quarantined
            and version not in self.retired
        )


def approve(
    decisions: Decisions, revisions: Iterable[tuple[str, str]], at_ms: int, by: str
) -> Decisions:
    """Let revisions, given as (version, revision), take part; those set aside are looked past."""
    new = {
        revision: Judgement(version, at_ms, by)
        for version, revision in revisions
        if revision not in decisions.approved
    }
    return _next(decisions, approved={**decisions.approved, **new}) if new else decisions


def quarantine(
    decisions: Decisions, version: str, revision: str, at_ms: int, by: str, reason: Said
) -> Decisions:
    """Set a revision aside, with one line of reason; it stays so until it is restored."""
    if revision in decisions.quarantined:
        return decisions
    judgement = Judgement(version, at_ms, by, reason)
    return _next(decisions, quarantined={**decisions.quarantined, revision: judgement})


def retire(decisions: Decisions, version: str, at_ms: int, by: str) -> Decisions:
    """Take a version, all its revisions, out of the line-up until it is restored."""
    if version in decisions.retired:
        return decisions
    judgement = Judgement(version, at_ms, by)
    return _next(decisions, retired={**decisions.retired, version: judgement})


def restore(decisions: Decisions, version: str) -> Decisions:
    """Bring a version back that was retired or set aside, whatever revision it was."""
    kept = {r: j for r, j in decisions.quarantined.items() if j.version != version}
    if version not in decisions.retired and len(kept) == len(decisions.quarantined):
        return decisions
    retired = {v: j for v, j in decisions.retired.items() if v != version}
    return _next(decisions, quarantined=kept, retired=retired)


def pin(decisions: Decisions, screen: str, version: str, at_ms: int, by: str) -> Decisions:
    """Have a screen show one version whatever its policy says."""
    before = decisions.pinned.get(screen)
    if before is not None and before.version == version:
        return decisions
    judgement = Judgement(version, at_ms, by)
    return _next(decisions, pinned={**decisions.pinned, screen: judgement})


def unpin(decisions: Decisions, screen: str) -> Decisions:
    """Have a screen follow its policy again."""
    if screen not in decisions.pinned:
        return decisions
    return _next(decisions, pinned={s: j for s, j in decisions.pinned.items() if s != screen})


class DecisionChange(NamedTuple):
    """One thing that differs between two sets of decisions."""

    what: str
    version: str
    revision: str = ""
    screen: str = ""
    reason: Said = NOTHING


def changes(before: Decisions, after: Decisions) -> Iterator[DecisionChange]:
    """Return the decisions between the two: ``approve quarantine retire restore pin unpin``."""
    for revision in sorted(after.approved.keys() - before.approved.keys()):
        yield DecisionChange("approve", after.approved[revision].version, revision)
    for revision in sorted(after.quarantined.keys() - before.quarantined.keys()):
        judgement = after.quarantined[revision]
        yield DecisionChange("quarantine", judgement.version, revision, reason=judgement.reason)
    for revision in sorted(before.quarantined.keys() - after.quarantined.keys()):
        yield DecisionChange("restore", before.quarantined[revision].version, revision)
    for version in sorted(after.retired.keys() - before.retired.keys()):
        yield DecisionChange("retire", version)
    for version in sorted(before.retired.keys() - after.retired.keys()):
        yield DecisionChange("restore", version)
    for screen in sorted(before.pinned.keys() | after.pinned.keys()):
        was, now = before.pinned.get(screen), after.pinned.get(screen)
        if now is not None and was != now:
            yield DecisionChange("pin", now.version, screen=screen)
        elif was is not None and now is None:
            yield DecisionChange("unpin", was.version, screen=screen)


def _next(decisions: Decisions, **changes: object) -> Decisions:
    return replace(decisions, serial=decisions.serial + 1, **changes)
