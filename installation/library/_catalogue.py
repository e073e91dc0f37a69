"""Moves versions on, from their arrival to the line-up. Pure: the time is given.

    settling -> waiting -> indexing -> ready
                                    -> broken

A film counts once its candidate (size, time, inode, manifest) has stood still for a while, be it
before the first look, and nothing speaks against it being whole (see
:mod:`installation.library._settle`), and a version is gone once it has been away for as long. A
changed manifest of an unchanged film takes over in the same way, and until then the version stays
ready as it was; a changed film does not: what was ready of it is no longer on the disk. For a wall
without a picture one that has been decoded may be played before its intake is over.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from installation.library._intake_state import UNASKED, CandidatePlace, Hindrance, IntakeStates
from installation.library._scan import Candidate
from installation.model import Admitted, Fault, IntakeStep, Refused, VersionState, admit_or_refuse
from installation.said import NOTHING, Said
from installation.units import SECOND

RETRY_S, LONGEST_RETRY_S = 30, 600
"""An intake that failed through no fault of the film is tried again, ever more rarely."""

PATIENCE_NS = 60 * SECOND
"""How long a film that does not look whole has to stand still until it is taken for what it is."""
PAUSES = 3
"""A film that grew again after a pause gets this many times its longest pause, if that is more."""
ASK_NS = (1 * SECOND, 5 * SECOND)
"""How often it is asked what speaks against a film that stands still: at first, and later on."""

Known = Callable[[Candidate], Admitted | Refused | None]
"""Looks up what an earlier intake found about the very same file."""

Hindered = Callable[[Candidate], Hindrance | None]
"""Tells what speaks against a film that stands still; UNASKED while nobody has looked."""


@dataclass(frozen=True)
class Settling:
    """The rule for settling: still for ``still_ns``, and nothing speaks against it.

    What looks as if half of it were missing has to stand still for ``patience_ns``.
    """

    still_ns: int
    patience_ns: int = PATIENCE_NS
    hindered: Hindered = lambda _: None


def observed(
    shelf: IntakeStates,
    candidates: Iterable[Candidate],
    now_ns: int,
    settling: Settling,
    known: Known,
) -> IntakeStates:
    """The shelf after a look at the folder."""
    there = {candidate.name: candidate for candidate in candidates}
    places = {}
    for name, place in shelf.items():
        if name not in there:
            gone_ns = now_ns if place.gone_ns is None else place.gone_ns
            if now_ns - gone_ns < settling.still_ns:
                places[name] = replace(place, gone_ns=gone_ns)
    for name, candidate in there.items():
        before = shelf.get(name)
        if before is None:
            places[name] = _arrived(candidate, now_ns, settling, known)
        elif before.candidate != candidate:
            places[name] = _changed(before, candidate, now_ns)
        else:
            here = before if before.gone_ns is None else replace(before, gone_ns=None)
            places[name] = _moved_on(here, now_ns, settling, known)
    return places


def questionable(shelf: IntakeStates, now_ns: int, settling: Settling) -> frozenset[str]:
    """Return the names of the films of which it is time to ask what speaks against them.

    A look comes a little later than it is asked for, so one asks from half of the stillness on.
    """
    return frozenset(
        name
        for name, place in shelf.items()
        if place.state is VersionState.SETTLING
        and place.candidate.version
        and now_ns >= place.ask_ns
        and now_ns - place.since_ns >= settling.still_ns // 2
    )


def slept(shelf: IntakeStates, for_ns: int) -> IntakeStates:
    """The shelf after a time in which nobody looked: what stood still meanwhile is not known.

    A machine that was stopped, suspended or far too busy did not copy either.
    """
    return {
        name: replace(place, since_ns=place.since_ns + for_ns, ask_ns=0)
        if place.state is VersionState.SETTLING
        else place
        for name, place in shelf.items()
    }


def _arrived(candidate: Candidate, now_ns: int, settling: Settling, known: Known) -> CandidatePlace:
    """A file that an earlier intake knows is the same to the byte: it need not settle again.

    One that lay there before anybody looked has settled as far as it had stood still by then.
    """
    found = known(candidate) if candidate.version else None
    place = CandidatePlace(candidate, now_ns - min(candidate.rested_ns, settling.still_ns))
    return _with_verdict(place, found) if found else place


def _changed(before: CandidatePlace, candidate: Candidate, now_ns: int) -> CandidatePlace:
    kept = before.playable
    if kept and candidate.version:
        same_film = (kept.version.film, before.played) == (candidate.version.film, candidate.stamp)
        kept = kept if same_film else None
    # a manifest with a fault in it leaves what is ready alone until it has settled
    return CandidatePlace(
        candidate,
        now_ns,
        playable=kept,
        played=before.played if kept else None,
        pause_ns=_pause(before, candidate, now_ns),
        hash=before.hash if kept else "",
    )


def _pause(before: CandidatePlace, candidate: Candidate, now_ns: int) -> int:
    """The longest pause of a copy that goes on: the same file, larger than before."""
    old, new = before.candidate.stamp, candidate.stamp
    if old and new and old.inode == new.inode and old.size < new.size and not before.playable:
        return min(max(before.pause_ns, now_ns - before.since_ns), LONGEST_RETRY_S * SECOND)
    return 0


def _moved_on(
    place: CandidatePlace, now_ns: int, settling: Settling, known: Known
) -> CandidatePlace:
    if place.state is VersionState.SETTLING:
        still_ns = now_ns - place.since_ns
        ready = still_ns >= settling.still_ns and now_ns >= place.ask_ns
        return _settled(place, now_ns, settling, known) if ready else place
    if place.retry_ns is not None and now_ns >= place.retry_ns:
        return replace(place, state=VersionState.WAITING, retry_ns=None, fault=None)
    return place


def _settled(
    place: CandidatePlace, now_ns: int, settling: Settling, known: Known
) -> CandidatePlace:
    """Return what becomes of a place whose candidate has stood still."""
    if place.candidate.fault:
        fault = place.candidate.fault
        return replace(
            place, state=VersionState.BROKEN, playable=None, fault=fault, hash="", hindrance=NOTHING
        )
    found = known(place.candidate)
    if found:
        return _with_verdict(place, found)
    against = settling.hindered(place.candidate)
    if against is UNASKED:
        return place
    patience_ns = max(settling.patience_ns, PAUSES * place.pause_ns)
    still_ns = now_ns - place.since_ns
    if against and (against.until_it_ends or still_ns < patience_ns):
        wait_ns = min(max(still_ns // 4, ASK_NS[0]), ASK_NS[1])
        return replace(place, ask_ns=now_ns + wait_ns, hindrance=against.why)
    return replace(place, state=VersionState.WAITING, hindrance=NOTHING)


def _with_verdict(place: CandidatePlace, found: Admitted | Refused) -> CandidatePlace:
    assert place.candidate.version is not None
    verdict = (
        admit_or_refuse(place.candidate.version, found) if isinstance(found, Admitted) else found
    )
    place = replace(place, hash=found.hash, step=None, eta_s=None, hindrance=NOTHING, retry_ns=None)
    if isinstance(verdict, Refused):
        return replace(
            place, state=VersionState.BROKEN, playable=None, played=None, fault=verdict.fault
        )
    return replace(
        place,
        state=VersionState.READY,
        playable=verdict,
        played=place.candidate.stamp,
        fault=None,
        share=1.0,
    )


def indexing(
    shelf: IntakeStates,
    candidate: Candidate,
    share: float,
    eta_s: float | None,
    step: IntakeStep | None = None,
) -> IntakeStates:
    """The shelf when a candidate's intake has begun, or has come so far."""
    return _put(
        shelf,
        candidate,
        state=VersionState.INDEXING,
        share=share,
        eta_s=eta_s,
        step=step,
        fault=None,
        hindrance="",
    )


def vetted(shelf: IntakeStates, candidate: Candidate, found: Admitted | Refused) -> IntakeStates:
    """The shelf when a candidate's intake has come to a verdict."""
    place = shelf.get(candidate.name)
    if place is None or place.candidate != candidate:
        return shelf  # it has changed or gone meanwhile
    return {**shelf, candidate.name: _with_verdict(place, found)}


def decoded(shelf: IntakeStates, candidate: Candidate, found: Admitted) -> IntakeStates:
    """The shelf when a candidate may play already, while its intake goes on."""
    place = shelf.get(candidate.name)
    if place is None or place.candidate != candidate or place.playable is not None:
        return shelf
    assert candidate.version is not None
    ready = admit_or_refuse(candidate.version, found)
    if isinstance(ready, Refused):
        return shelf
    return _put(shelf, candidate, playable=ready, played=candidate.stamp, hash=found.hash)


def again(shelf: IntakeStates, name: str, now_ns: int) -> IntakeStates:
    """The shelf when a person wants a refused film to be looked at again, as if just arrived."""
    return {**shelf, name: CandidatePlace(shelf[name].candidate, now_ns)}


def lost(shelf: IntakeStates, candidate: Candidate) -> IntakeStates:
    """The shelf when what an intake has made of a ready film is no longer there: it is made again.

    What plays of it plays on meanwhile.
    """
    return _rests(shelf, candidate, VersionState.WAITING)


def put_off(shelf: IntakeStates, candidate: Candidate, fault: Fault, now_ns: int) -> IntakeStates:
    """Return the shelf when an intake came to no verdict: the film waits, and is no trouble."""
    place = shelf.get(candidate.name)
    times = place.put_off + 1 if place else 1
    why = Said("not yet: {why}", why=fault.reason)
    retry_ns = _retry_ns(now_ns, times)
    changes = {"fault": None, "hindrance": why, "retry_ns": retry_ns, "put_off": times}
    return _rests(shelf, candidate, VersionState.WAITING, **changes)


def _retry_ns(now_ns: int, tries: int) -> int:
    return now_ns + min(RETRY_S << min(tries - 1, 8), LONGEST_RETRY_S) * SECOND


def failed(shelf: IntakeStates, candidate: Candidate, fault: Fault, now_ns: int) -> IntakeStates:
    """The shelf when an intake has failed, and another try can turn out better."""
    place = shelf.get(candidate.name)
    tries = place.tries + 1 if place else 1
    changes = {"fault": fault, "retry_ns": _retry_ns(now_ns, tries), "tries": tries}
    return _rests(shelf, candidate, VersionState.BROKEN, **changes)


def _rests(
    shelf: IntakeStates, candidate: Candidate, state: VersionState, **changes: object
) -> IntakeStates:
    """The shelf when no intake looks at a film any more."""
    return _put(shelf, candidate, state=state, step=None, eta_s=None, **changes)


def _put(shelf: IntakeStates, candidate: Candidate, **changes: object) -> IntakeStates:
    place = shelf.get(candidate.name)
    if place is None or place.candidate != candidate:
        return shelf
    return {**shelf, candidate.name: replace(place, **changes)}  # type: ignore[arg-type]
