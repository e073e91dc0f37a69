"""The shelf: where every version stands between its arrival and the line-up. Pure.

What moves them on is :mod:`installation.library._catalogue`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from installation.library._scan import Candidate
from installation.model import (
    ON_THE_WAY,
    Fault,
    IntakeStep,
    Ready,
    VersionState,
    composed,
    stem,
    versions_in_order,
)
from installation.said import NOTHING, Said
from installation.store import Stamp


@dataclass(frozen=True)
class Broken:
    """A version that cannot be played; ``hash`` is its film's, empty when that is not known."""

    name: str
    fault: Fault
    hash: str = ""


@dataclass(frozen=True)
class IntakeProgress:
    """A version on its way.

    ``step`` is what its intake is at, ``share`` how much of all steps is done, ``eta_s`` how long
    the rest takes; ``hindrance`` is why a film that stands still is not looked at yet.
    """

    name: str
    state: VersionState
    step: IntakeStep | None = None
    share: float = 0.0
    eta_s: float | None = None
    hindrance: Said = NOTHING


@dataclass(frozen=True)
class Hindrance:
    """A reason why a film that stands still is not looked at yet.

    Patience settles it, or, if ``until_it_ends``, only its own end.
    """

    why: Said
    until_it_ends: bool = False


UNASKED = Hindrance(NOTHING)
"""Stands for what nobody has looked at yet."""


@dataclass(frozen=True)
class CandidatePlace:
    """One candidate's place.

    ``playable`` is what may be played of it now, made from the film with the stamp ``played``.
    ``retry_ns`` is when a failed intake is tried again, ``tries`` how often it has failed,
    ``put_off`` how often it came to no verdict through no fault of the film.
    ``pause_ns`` is the longest pause after which the film grew again, ``ask_ns`` when it is worth
    asking again what speaks against it, ``hindrance`` what did. ``hash`` is the film's, once known.
    """

    candidate: Candidate
    since_ns: int
    state: VersionState = VersionState.SETTLING
    playable: Ready | None = None
    played: Stamp | None = None
    fault: Fault | None = None
    step: IntakeStep | None = None
    share: float = 0.0
    eta_s: float | None = None
    gone_ns: int | None = None
    retry_ns: int | None = None
    tries: int = 0
    put_off: int = 0
    pause_ns: int = 0
    ask_ns: int = 0
    hindrance: Said = NOTHING
    hash: str = ""


IntakeStates = Mapping[str, CandidatePlace]
"""All places, by the candidate's name."""


def next_for_intake(shelf: IntakeStates) -> Candidate | None:
    """The candidate whose turn it is: the first that waits, in the natural order."""
    waiting = {
        place.candidate.version: place.candidate
        for place in shelf.values()
        if place.state is VersionState.WAITING and place.gone_ns is None and place.candidate.version
        if place.retry_ns is None
    }
    return next((waiting[version] for version in versions_in_order(waiting)), None)


def tries(shelf: IntakeStates, candidate: Candidate) -> int:
    """Return how often a candidate's intake has failed."""
    place = shelf.get(candidate.name)
    return place.tries if place and place.candidate == candidate else 0


def versions(shelf: IntakeStates) -> tuple[Ready, ...]:
    """Everything that can be played, in the natural order."""
    playable = {p.playable.version: p.playable for p in shelf.values() if p.playable}
    return tuple(playable[version] for version in versions_in_order(playable))


def broken(shelf: IntakeStates) -> tuple[Broken, ...]:
    """Everything that cannot, in the order of names."""
    return tuple(
        Broken(name, place.fault, place.hash)
        for name, place in sorted(shelf.items())
        if place.state is VersionState.BROKEN and place.fault
    )


def arrivals(shelf: IntakeStates) -> tuple[IntakeProgress, ...]:
    """Everything on its way, in the order of names."""
    return tuple(
        IntakeProgress(name, place.state, place.step, place.share, place.eta_s, place.hindrance)
        for name, place in sorted(shelf.items())
        if place.state in ON_THE_WAY
    )


@dataclass(frozen=True)
class LyingCandidate:
    """Something in the folder: whether it stands ``still``, and is not refused (``good``).

    Its ``id`` is empty when another one has it; ``since_ns`` is when it changed last.
    """

    id: str
    name: str
    still: bool
    good: bool
    since_ns: int


def lying(shelf: IntakeStates) -> tuple[LyingCandidate, ...]:
    """Everything that lies in the folder, in the order of names."""
    taken = {p.candidate.version.id for p in shelf.values() if p.candidate.version}
    found = []
    for name, place in sorted(shelf.items()):
        version = place.candidate.version
        own = version.id if version else composed(stem(name))
        still = place.state is not VersionState.SETTLING and place.gone_ns is None
        good = still and version is not None and place.state is not VersionState.BROKEN
        ident = own if version or own not in taken else ""
        found.append(LyingCandidate(ident, name, still, good, place.since_ns))
    return tuple(found)
