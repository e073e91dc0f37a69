"""Where every version stands between its arrival and the line-up. Pure: the time is given.

    settling -> waiting -> indexing -> ready
                                    -> broken

A film counts once its candidate (size, time, inode, manifest) has stood still for a while, and a
version is gone once it has been away for as long. A changed manifest of an unchanged film takes
over in the same way, and until then the version stays ready as it was; a changed film does not:
what was ready of it is no longer on the disk.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from installation.library.cadence import clock
from installation.library.digest import Stamp
from installation.library.scan import Candidate
from installation.model.film import FilmFacts
from installation.model.version import Version, in_order
from installation.units import SECOND

RETRY_S, LONGEST_RETRY_S = 30, 600
"""An intake that failed through no fault of the film is tried again, ever more rarely."""


class State(Enum):
    """Where a version stands."""

    SETTLING = "settling"
    WAITING = "waiting"
    INDEXING = "indexing"
    READY = "ready"
    BROKEN = "broken"


@dataclass(frozen=True)
class Admitted:
    """What the intake found: the film's content hash, where its index is, and its facts."""

    hash: str
    index: Path
    facts: FilmFacts


@dataclass(frozen=True)
class Ready:
    """A version that can be played. ``hash`` names this revision of its film.

    ``beats`` are the manifest's, else the film's chapters, as (name, position in ns), early ones
    first, and only those that lie within the film; ``warnings`` says which did not.
    """

    version: Version
    hash: str
    index: Path
    facts: FilmFacts
    beats: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Broken:
    """A version that cannot be played, with one line or more of reason and one of advice."""

    name: str
    reason: str
    advice: str


@dataclass(frozen=True)
class Arrival:
    """A version on its way; ``share`` is how much of the intake is done, ``eta_s`` what is left."""

    name: str
    state: State
    share: float = 0.0
    eta_s: float | None = None


@dataclass(frozen=True)
class Place:
    """One candidate's place.

    ``playable`` is what may be played of it now, made from the film with the stamp ``played``.
    ``retry_ns`` is when a failed intake is tried again, ``tries`` how often it has failed.
    """

    candidate: Candidate
    since_ns: int
    state: State = State.SETTLING
    playable: Ready | None = None
    played: Stamp | None = None
    fault: tuple[str, str] | None = None
    share: float = 0.0
    eta_s: float | None = None
    gone_ns: int | None = None
    retry_ns: int | None = None
    tries: int = 0


Shelf = Mapping[str, Place]
"""All places, by the candidate's name."""

Known = Callable[[Candidate], Admitted | None]
"""Looks up what an earlier intake found about the very same file."""


def ready(version: Version, found: Admitted) -> Ready:
    """The version, with its beats checked against the length of its film."""
    facts, listed = found.facts, [(name, int(at)) for name, at in version.beats]
    beats = listed or sorted(facts.chapters, key=lambda chapter: chapter[1])
    late = [(name, at) for name, at in beats if at > facts.duration_ns]
    end = clock(facts.duration_ns)
    return Ready(
        version,
        found.hash,
        found.index,
        facts,
        tuple(beat for beat in beats if beat not in late),
        tuple(
            f"beat '{name}' at {clock(at)} lies after the end of the film, {end}"
            for name, at in late
        ),
    )


def observed(
    shelf: Shelf, candidates: Iterable[Candidate], now_ns: int, settle_ns: int, known: Known
) -> Shelf:
    """The shelf after a look at the folder."""
    there = {candidate.name: candidate for candidate in candidates}
    places = {}
    for name, place in shelf.items():
        if name not in there:
            gone_ns = now_ns if place.gone_ns is None else place.gone_ns
            if now_ns - gone_ns < settle_ns:
                places[name] = replace(place, gone_ns=gone_ns)
    for name, candidate in there.items():
        before = shelf.get(name)
        if before is None:
            places[name] = _arrived(candidate, now_ns, known)
        elif before.candidate != candidate:
            places[name] = _changed(before, candidate, now_ns)
        else:
            places[name] = _moved_on(replace(before, gone_ns=None), now_ns, settle_ns, known)
    return places


def _arrived(candidate: Candidate, now_ns: int, known: Known) -> Place:
    """A file that an earlier intake knows is the same to the byte: it need not settle again."""
    found = known(candidate) if candidate.version else None
    place = Place(candidate, now_ns)
    return _admitted(place, found) if found else place


def _changed(before: Place, candidate: Candidate, now_ns: int) -> Place:
    kept = before.playable
    if kept and candidate.version:
        same_film = (kept.version.film, before.played) == (candidate.version.film, candidate.stamp)
        kept = kept if same_film else None
    # a manifest with a fault in it leaves what is ready alone until it has settled
    return Place(candidate, now_ns, playable=kept, played=before.played if kept else None)


def _moved_on(place: Place, now_ns: int, settle_ns: int, known: Known) -> Place:
    if place.state is State.SETTLING and now_ns - place.since_ns >= settle_ns:
        if place.candidate.fault:
            return replace(place, state=State.BROKEN, playable=None, fault=place.candidate.fault)
        found = known(place.candidate)
        return _admitted(place, found) if found else replace(place, state=State.WAITING)
    if place.retry_ns is not None and now_ns >= place.retry_ns:
        return replace(place, state=State.WAITING, retry_ns=None, fault=None)
    return place


def _admitted(place: Place, found: Admitted) -> Place:
    assert place.candidate.version is not None
    return replace(
        place,
        state=State.READY,
        playable=ready(place.candidate.version, found),
        played=place.candidate.stamp,
        fault=None,
        share=1.0,
        eta_s=None,
    )


def next_for_intake(shelf: Shelf) -> Candidate | None:
    """The candidate whose turn it is: the first that waits, in the natural order."""
    waiting = {
        place.candidate.version: place.candidate
        for place in shelf.values()
        if place.state is State.WAITING and place.gone_ns is None and place.candidate.version
    }
    return next((waiting[version] for version in in_order(waiting)), None)


def indexing(shelf: Shelf, candidate: Candidate, share: float, eta_s: float | None) -> Shelf:
    """The shelf when a candidate's intake has begun, or has come so far."""
    return _put(shelf, candidate, state=State.INDEXING, share=share, eta_s=eta_s)


def admitted(shelf: Shelf, candidate: Candidate, found: Admitted) -> Shelf:
    """The shelf when a candidate's intake has found it good."""
    place = shelf.get(candidate.name)
    if place is None or place.candidate != candidate:
        return shelf  # it has changed or gone meanwhile
    return {**shelf, candidate.name: _admitted(place, found)}


def refused(
    shelf: Shelf, candidate: Candidate, fault: tuple[str, str], again: bool, now_ns: int
) -> Shelf:
    """The shelf when an intake has failed; ``again`` when another try can turn out better."""
    place = shelf.get(candidate.name)
    tries = place.tries + 1 if place else 1
    wait_s = min(RETRY_S * 2 ** min(tries - 1, 8), LONGEST_RETRY_S)
    retry_ns = now_ns + wait_s * SECOND if again else None
    return _put(
        shelf,
        candidate,
        state=State.BROKEN,
        fault=fault,
        retry_ns=retry_ns,
        tries=tries,
        eta_s=None,
    )


def _put(shelf: Shelf, candidate: Candidate, **changes: object) -> Shelf:
    place = shelf.get(candidate.name)
    if place is None or place.candidate != candidate:
        return shelf
    return {**shelf, candidate.name: replace(place, **changes)}  # type: ignore[arg-type]


def versions(shelf: Shelf) -> tuple[Ready, ...]:
    """Everything that can be played, in the natural order."""
    playable = {p.playable.version: p.playable for p in shelf.values() if p.playable}
    return tuple(playable[version] for version in in_order(playable))


def broken(shelf: Shelf) -> tuple[Broken, ...]:
    """Everything that cannot, in the order of names."""
    return tuple(
        Broken(name, *place.fault)
        for name, place in sorted(shelf.items())
        if place.state is State.BROKEN and place.fault
    )


def arrivals(shelf: Shelf) -> tuple[Arrival, ...]:
    """Everything on its way, in the order of names."""
    on_the_way = (State.SETTLING, State.WAITING, State.INDEXING)
    return tuple(
        Arrival(name, place.state, place.share, place.eta_s)
        for name, place in sorted(shelf.items())
        if place.state in on_the_way
    )
