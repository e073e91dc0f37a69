"""What has happened to the versions, as records: the difference between two shelves. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from installation.errors import told
from installation.library.scan import Candidate
from installation.library.shelf import Place, Shelf, State


class What(Enum):
    """Kinds of events.

    A version that an earlier intake has vetted (at every start, say) is ``recalled`` instead of
    ``arrived`` and ``admitted`` or ``quarantined``.
    """

    ARRIVED = "arrived"
    CHANGED = "changed"
    SETTLED = "settled"
    ADMITTED = "admitted"
    QUARANTINED = "quarantined"
    RECALLED = "recalled"
    GONE = "gone"


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    ``name`` is the file or folder, ``version`` the id (empty when there is none), ``hash`` the
    film's content, as far as it is known; ``text`` says more, in words.
    """

    what: What
    name: str
    version: str = ""
    hash: str = ""
    text: str = ""


def between(before: Shelf, after: Shelf) -> Iterator[Event]:
    """What has happened from one shelf to a later one, in the order of names."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if new is None:
            assert old is not None
            yield _event(What.GONE, old)
        elif old is None:
            yield _event(What.RECALLED if new.hash else What.ARRIVED, new)
            if not new.hash and new.state is State.BROKEN:
                yield _event(What.QUARANTINED, new)
        else:
            yield from _changes(old, new)


def _changes(old: Place, new: Place) -> Iterator[Event]:
    if old.candidate != new.candidate:
        yield _event(What.CHANGED, new, _changed(old.candidate, new.candidate))
    elif old.state is State.SETTLING and new.state is not State.SETTLING:
        yield _event(What.SETTLED, new, "")
    if new.state is State.READY and (old.state, old.playable) != (new.state, new.playable):
        yield _event(What.ADMITTED, new)
    if new.state is State.BROKEN and (old.state, old.fault) != (new.state, new.fault):
        yield _event(What.QUARANTINED, new)


def _changed(old: Candidate, new: Candidate) -> str:
    if old.stamp != new.stamp:
        return "another film"
    return "another manifest"


def _event(what: What, place: Place, text: str | None = None) -> Event:
    version = place.candidate.version
    if text is None:
        text = told(*place.fault) if place.fault else ""
    return Event(what, place.candidate.name, version.id if version else "", place.hash, text)
