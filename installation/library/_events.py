"""Tells what has happened to the versions: the difference between two states. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from installation.errors import told
from installation.library._intake_state import CandidatePlace, IntakeStates
from installation.library._scan import Candidate
from installation.model import VersionState
from installation.said import NOTHING, Said


class ArrivalKind(Enum):
    """Kinds of events.

    A version that an earlier intake has vetted (at every start, say) is ``recalled`` instead of
    ``arrived`` and ``admitted`` or ``quarantined``.
    """

    ARRIVED = "arrived"
    CHANGED = "changed"
    SETTLED = "settled"
    ADMITTED = "admitted"
    QUARANTINED = "quarantined"
    PUT_OFF = "put off"
    RECALLED = "recalled"
    GONE = "gone"


@dataclass(frozen=True)
class ArrivalEvent:
    """One thing that happened.

    ``name`` is the file or folder, ``version`` the id (empty when there is none), ``hash`` the
    film's content, as far as it is known; ``text`` says more, in words.
    """

    what: ArrivalKind
    name: str
    version: str = ""
    hash: str = ""
    text: Said = NOTHING


def between(before: IntakeStates, after: IntakeStates) -> Iterator[ArrivalEvent]:
    """Return what has happened from one shelf to a later one, in the order of names."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if new is None:
            assert old is not None
            yield _event(ArrivalKind.GONE, old)
        elif old is None:
            yield _event(ArrivalKind.RECALLED if new.hash else ArrivalKind.ARRIVED, new)
            if not new.hash and new.state is VersionState.BROKEN:
                yield _event(ArrivalKind.QUARANTINED, new)
        else:
            yield from _changes(old, new)


def _changes(old: CandidatePlace, new: CandidatePlace) -> Iterator[ArrivalEvent]:
    if old.candidate != new.candidate:
        # what is being copied is another film at each write: that is told once, until it settles
        if old.state is not VersionState.SETTLING:
            yield _event(ArrivalKind.CHANGED, new, _changed(old.candidate, new.candidate))
    elif old.state is VersionState.SETTLING and new.state is not VersionState.SETTLING:
        yield _event(ArrivalKind.SETTLED, new, NOTHING)
    if new.state is VersionState.READY and (old.state, old.playable) != (new.state, new.playable):
        yield _event(ArrivalKind.ADMITTED, new)
    if new.put_off > old.put_off:
        yield _event(ArrivalKind.PUT_OFF, new, new.hindrance)
    if new.state is VersionState.BROKEN and (old.state, old.fault) != (new.state, new.fault):
        yield _event(ArrivalKind.QUARANTINED, new)


def _changed(old: Candidate, new: Candidate) -> Said:
    if old.stamp != new.stamp:
        return Said("another film")
    return Said("another manifest")


def _event(what: ArrivalKind, place: CandidatePlace, text: Said | None = None) -> ArrivalEvent:
    version = place.candidate.version
    if text is None:
        text = told(place.fault.reason, place.fault.advice) if place.fault else NOTHING
    return ArrivalEvent(what, place.candidate.name, version.id if version else "", place.hash, text)
