"""Says which order takes back what another one has decided about versions. Pure."""

from installation.library import DecisionChange, Decisions
from installation.library import decisions as d
from installation.model import Pin, Reject, Restore, Retire, Unpin, VersionOrder

TAKEN_BACK = "the approval was taken back"
"""Why a version is set aside that had just been approved."""


def undoing(before: Decisions, after: Decisions) -> VersionOrder | None:
    """Return the order that undoes what has changed; None when nothing has.

    A version that was kept out by several decisions is kept out again by one.
    """
    return next((_back(before, change) for change in d.changes(before, after)), None)


def _back(before: Decisions, change: DecisionChange) -> VersionOrder:
    match change.what:
        case "approve":
            return Reject(change.version, TAKEN_BACK)
        case "quarantine" | "retire":
            return Restore(change.version)
        case "restore" if change.revision:
            return Reject(change.version, str(before.quarantined[change.revision].reason))
        case "restore":
            return Retire(change.version)
        case _:
            pinned = before.pinned.get(change.screen)
            return Pin(pinned.version, change.screen) if pinned else Unpin(change.screen)
