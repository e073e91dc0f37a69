"""The decisions of people and of the probation about versions. Frozen; pure transitions.

Two kinds of things are decided. About a *version*, by its id: whether it is retired, and on which
screen it is pinned. About a *revision*, by its film's content hash: whether it is approved, and
whether it has been set aside because it failed on the wall or a person rolled it back. So a new
film of a known id needs a look of its own, and a corrected manifest does not.

Several machines have the same ones: each tells the others all of its own, and of two about one
thing the later one holds (:func:`merged`). When one was taken back is kept for that (``undone``).

Only what is approved takes part. With ``admit: auto`` the show approves what it admits, and says
so; so a change to ``admit: approve`` leaves on the wall what is there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
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
    ``undone`` has when one of the latter three was taken back last, by ``kind key``.
    """

    serial: int = 0
    approved: Mapping[str, Judgement] = {}
    quarantined: Mapping[str, Judgement] = {}
    retired: Mapping[str, Judgement] = {}
    pinned: Mapping[str, Judgement] = {}
    undone: Mapping[str, int] = {}

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
    at_ms = _after(decisions, f"quarantined {revision}", at_ms)
    judgement = Judgement(version, at_ms, by, reason)
    return _next(decisions, quarantined={**decisions.quarantined, revision: judgement})


def retire(decisions: Decisions, version: str, at_ms: int, by: str) -> Decisions:
    """Take a version, all its revisions, out of the line-up until it is restored."""
    if version in decisions.retired:
        return decisions
    judgement = Judgement(version, _after(decisions, f"retired {version}", at_ms), by)
    return _next(decisions, retired={**decisions.retired, version: judgement})


def restore(decisions: Decisions, version: str, at_ms: int) -> Decisions:
    """Bring a version back that was retired or set aside, whatever revision it was."""
    kept = {r: j for r, j in decisions.quarantined.items() if j.version != version}
    if version not in decisions.retired and len(kept) == len(decisions.quarantined):
        return decisions
    retired = {v: j for v, j in decisions.retired.items() if v != version}
    undone = {
        **decisions.undone,
        **_taken_back("quarantined", decisions.quarantined, kept, at_ms),
        **_taken_back("retired", decisions.retired, retired, at_ms),
    }
    return _next(decisions, quarantined=kept, retired=retired, undone=undone)


def pin(decisions: Decisions, screen: str, version: str, at_ms: int, by: str) -> Decisions:
    """Have a screen show one version whatever its policy says."""
    before = decisions.pinned.get(screen)
    if before is not None and before.version == version:
        return decisions
    at_ms = _after(decisions, f"pinned {screen}", at_ms)
    if before is not None:
        at_ms = max(at_ms, before.at_ms + 1)
    judgement = Judgement(version, at_ms, by)
    return _next(decisions, pinned={**decisions.pinned, screen: judgement})


def unpin(decisions: Decisions, screen: str, at_ms: int) -> Decisions:
    """Have a screen follow its policy again."""
    if screen not in decisions.pinned:
        return decisions
    pinned = {s: j for s, j in decisions.pinned.items() if s != screen}
    undone = {**decisions.undone, **_taken_back("pinned", decisions.pinned, pinned, at_ms)}
    return _next(decisions, pinned=pinned, undone=undone)


def merged(mine: Decisions, theirs: Decisions) -> Decisions:
    """Return what two machines have decided together; ``mine`` when that is all of it.

    In whatever order machines hear of each other, they end with the same decisions.
    """
    undone = {
        key: max(mine.undone.get(key, 0), theirs.undone.get(key, 0))
        for key in mine.undone.keys() | theirs.undone.keys()
    }
    found = {
        "approved": _both(mine.approved, theirs.approved, min),
        "undone": undone,
        **{
            kind: {
                key: judgement
                for key, judgement in _both(getattr(mine, kind), getattr(theirs, kind), max).items()
                if judgement.at_ms > undone.get(f"{kind} {key}", -1)
            }
            for kind in ("quarantined", "retired", "pinned")
        },
    }
    same = all(getattr(mine, field) == value for field, value in found.items())
    return mine if same else _next(mine, **found)


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


def _after(decisions: Decisions, key: str, at_ms: int) -> int:
    """Return when something is decided: after it was taken back, whatever a clock says."""
    return max(at_ms, decisions.undone.get(key, -1) + 1)


def _taken_back(
    kind: str, before: Mapping[str, Judgement], after: Mapping[str, Judgement], at_ms: int
) -> dict[str, int]:
    """Return when the decisions that are there no more were taken back: not before they came."""
    return {f"{kind} {k}": max(at_ms, j.at_ms) for k, j in before.items() if k not in after}


def _both(
    mine: Mapping[str, Judgement],
    theirs: Mapping[str, Judgement],
    choose: Callable[..., Judgement],
) -> dict[str, Judgement]:
    """Return all of two machines' judgements, of two about one thing the one that is chosen."""

    def order(one: Judgement) -> tuple[int, str, str, str]:
        return one.at_ms, one.by, one.version, str(one.reason)

    keys = [*mine, *(key for key in theirs if key not in mine)]
    some = {key: [one[key] for one in (mine, theirs) if key in one] for key in keys}
    return {key: choose(found, key=order) for key, found in some.items()}


def _next(decisions: Decisions, **changes: object) -> Decisions:
    return replace(decisions, serial=decisions.serial + 1, **changes)
