"""A version's first cycle on the wall: does it play well? Pure; the instants are given.

The figures are those of the stage (pictures that were not there at their instant) and of the
player (stalls, pictures that nobody knows, its end). Each is taken against what the other screens
suffered in the same time: a machine that stands still is no film's fault. So there are excuses:

* while the machine stalls (the controller's own clock ticked late), and for 1.5 s after, nothing
  counts on any screen;
* for 4 s after a player ended nothing counts on its screen: it needs 1.4-2.0 s to be back, and its
  end itself is judged apart;
* an end counts only if no player with another film ended within 2 s of it. A crash (a signal of
  its own, or giving up) is enough; being killed could be anybody's doing, so it takes two.

The bounds: a stall costs 24 pictures (0.4 s until it is noticed, 0.6 s to cue again). One may
happen to any film on a busy machine; 24 and 2 % of the cycle's pictures more than any other screen
is beyond chance, as are three stalls. With no other screen to compare with, twice as much.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from installation.said import NOTHING, Said
from installation.units import MILLISECOND, SECOND

STALL_EXCUSE_NS = 1500 * MILLISECOND
END_EXCUSE_NS = 4 * SECOND
TOGETHER_NS = 2 * SECOND
HELD, SHARE = 24, 0.02
STALLS = 3
STUCK_S = 3.0
"""A screen that has missed every picture for this long is stuck."""
WHOLE = 0.8
"""The share of its pictures that a film has to have been due for, to have played a cycle."""


@dataclass(frozen=True)
class Film:
    """A film for a screen: a revision (content hash) of a version, its pictures and rate."""

    version: str
    revision: str
    frames: int
    fps: float


@dataclass(frozen=True)
class Signs:
    """A screen's counters, each from the start of some process on: shown and held by the stage."""

    shown: int = 0
    held: int = 0
    stalls: int = 0
    strange: int = 0

    def since(self, before: "Signs") -> "Signs":
        """Return what has been added; a counter that has begun again adds nothing."""
        return Signs(
            *(max(0, getattr(self, name) - getattr(before, name)) for name in _COUNTERS),
        )

    def __add__(self, other: "Signs") -> "Signs":
        return Signs(*(getattr(self, name) + getattr(other, name) for name in _COUNTERS))


_COUNTERS = ("shown", "held", "stalls", "strange")


@dataclass(frozen=True)
class End:
    """A player's end: ``weight`` 2 for a crash, 1 for a kill.

    What it played, and what it was to cue of a line-up that is only proposed.
    """

    at_ns: int
    screen: str
    weight: int
    how: Said
    playing: Film | None
    cued: Film | None = None


@dataclass(frozen=True)
class Trial:
    """A revision on probation since a cycle (None: it is only cued yet).

    ``own`` is what its worst screen showed and missed, ``others`` the worst of all others.

    ``ends`` that may have been its doing, ``earlier`` of them before the present cycle; ``stuck``:
    pictures that its screen has missed in a row, and no other screen in the same time.
    """

    film: Film
    since: int | None = None
    own: Signs = Signs()
    others: Signs | None = None
    ends: int = 0
    earlier: int = 0
    stuck: int = 0
    how: Said = NOTHING


@dataclass(frozen=True)
class Failure:
    """A version that did not pass, why, and whether its screen cannot wait for the boundary."""

    film: Film
    reason: Said
    at_once: bool


@dataclass(frozen=True)
class Probation:
    """Everything that is known. ``proven`` revisions have passed, or were there from the start.

    ``failed`` ones are still on a screen, and whether they were to go at once. ``charged`` are the
    ends of an earlier controller's trials. ``begun``: the screens have been looked at.
    """

    begun: bool = False
    charged: Mapping[str, int] = field(default_factory=dict)
    proven: frozenset[str] = frozenset()
    failed: Mapping[str, bool] = field(default_factory=dict)
    trials: Mapping[str, Trial] = field(default_factory=dict)
    signs: Mapping[str, Signs] = field(default_factory=dict)
    excused: Mapping[str, int] = field(default_factory=dict)
    ends: tuple[End, ...] = ()


def looked(
    probation: Probation,
    cycle: int,
    on: Mapping[str, Film],
    signs: Mapping[str, Signs],
    now_ns: int,
) -> tuple[Probation, tuple[Failure, ...]]:
    """A look at the screens: what is on each in a cycle, and how it plays.

    If nothing is proven yet, the first look takes what it sees for proven. Returns the failures of
    this look; one that waits for the boundary may fail once more, if it gets stuck meanwhile.
    """
    if not probation.begun:
        return _begun(probation, cycle, on, signs), ()
    added = {
        screen: sign.since(probation.signs[screen])
        for screen, sign in signs.items()
        if screen in probation.signs and now_ns >= probation.excused.get(screen, 0)
    }
    probation = _with_ends(replace(probation, signs={**probation.signs, **signs}), now_ns)
    trials: dict[str, Trial] = {}
    for film in {f.revision: f for f in on.values()}.values():
        if film.revision in probation.proven:
            continue
        trial = probation.trials.get(film.revision) or Trial(film)
        if trial.since is None:
            trial = replace(trial, since=cycle)
        trial = _told(trial, on, added)
        if cycle > (trial.since or 0) and _whole(trial) and _failure(trial) is None:
            if trial.ends == trial.earlier:
                probation = replace(probation, proven=probation.proven | {film.revision})
                continue
            # somebody killed its player: another cycle has to show that it was not the film
            trial = Trial(film, cycle, ends=trial.ends, earlier=trial.ends, how=trial.how)
        trials[film.revision] = trial
    for revision, trial in probation.trials.items():  # those that are only cued
        if trial.since is None and revision not in probation.proven:
            trials.setdefault(revision, trial)
    # one that has been taken back, and is brought back by a person, is tried again
    failed = {r: at_once for r, at_once in probation.failed.items() if r in trials}
    failures = []
    for revision, trial in trials.items():
        failure = _failure(trial)
        if failure is not None and (revision not in failed or failure.at_once > failed[revision]):
            failures.append(failure)
            failed[revision] = failure.at_once
    return replace(probation, trials=trials, failed=failed), tuple(failures)


def _begun(
    probation: Probation, cycle: int, on: Mapping[str, Film], signs: Mapping[str, Signs]
) -> Probation:
    there = {film.revision: film for film in on.values()}
    proven = probation.proven or frozenset(there)
    anew = {r: Trial(f, cycle, ends=probation.charged.get(r, 0)) for r, f in there.items()}
    trials = {**probation.trials, **{r: t for r, t in anew.items() if r not in proven}}
    return replace(probation, begun=bool(proven), proven=proven, trials=trials, signs=dict(signs))


def ended(probation: Probation, end: End) -> Probation:
    """A player has ended by itself, or was killed."""
    excused = {**probation.excused, end.screen: end.at_ns + END_EXCUSE_NS}
    return replace(probation, ends=(*probation.ends, end), excused=excused)


def stalled(probation: Probation, now_ns: int) -> Probation:
    """The machine stood still until now."""
    until_ns = now_ns + STALL_EXCUSE_NS
    screens = probation.signs.keys() | probation.excused.keys()
    excused = {s: max(until_ns, probation.excused.get(s, 0)) for s in screens}
    return replace(probation, excused=excused)


def starved(probation: Probation, screen: str, now_ns: int) -> Probation:
    """A screen's player has had no memory for pictures until now."""
    until_ns = max(now_ns + STALL_EXCUSE_NS, probation.excused.get(screen, 0))
    return replace(probation, excused={**probation.excused, screen: until_ns})


def charged(probation: Probation) -> dict[str, int]:
    """The ends that revisions on probation have to answer for, by revision."""
    if not probation.begun:
        return dict(probation.charged)
    return {revision: trial.ends for revision, trial in probation.trials.items() if trial.ends}


def on_trial(probation: Probation) -> tuple[str, ...]:
    """The versions on probation, by id."""
    trials = probation.trials.items()
    return tuple(sorted(trial.film.version for r, trial in trials if r not in probation.failed))


def _told(trial: Trial, on: Mapping[str, Film], added: Mapping[str, Signs]) -> Trial:
    """A trial with what a look has added, on its own screens and on the others."""
    revision = trial.film.revision
    own = [added[s] for s, film in on.items() if film.revision == revision and s in added]
    others = [added[s] for s, film in on.items() if film.revision != revision and s in added]
    if own:
        worst = max(own, key=lambda sign: sign.held)
        more = worst.held - max((sign.held for sign in others), default=0)
        stuck = 0 if worst.shown else trial.stuck + max(0, more)
        trial = replace(trial, own=trial.own + worst, stuck=stuck)
    if others:
        most = Signs(*(max(getattr(sign, name) for sign in others) for name in _COUNTERS))
        trial = replace(trial, others=(trial.others or Signs()) + most)
    return trial


def _with_ends(probation: Probation, now_ns: int) -> Probation:
    """Charge the ends that are old enough to know whether other players ended with them."""
    waiting = tuple(end for end in probation.ends if now_ns - end.at_ns < 2 * TOGETHER_NS)
    due = [e for e in probation.ends if now_ns - e.at_ns >= TOGETHER_NS and e.weight]
    trials = dict(probation.trials)
    for end in due:
        alone = not any(
            abs(other.at_ns - end.at_ns) < TOGETHER_NS and other.playing != end.playing
            for other in probation.ends
        )
        for film, weight in ((end.playing, end.weight), (end.cued, end.weight - 1)):
            if film is None or film.revision in probation.proven or not (alone and weight):
                continue
            trial = trials.get(film.revision) or Trial(film)
            trials[film.revision] = replace(trial, ends=trial.ends + weight, how=end.how)
    # charged once; they stay a while longer to be seen beside later ones
    charged = {id(end) for end in due}
    ends = tuple(replace(e, weight=0) if id(e) in charged else e for e in waiting)
    return replace(probation, trials=trials, ends=ends)


def _whole(trial: Trial) -> bool:
    return trial.own.shown + trial.own.held >= WHOLE * trial.film.frames


def _failure(trial: Trial) -> Failure | None:
    return next((Failure(trial.film, *reason) for reason in _reasons(trial)), None)


def _reasons(trial: Trial) -> Iterator[tuple[Said, bool]]:
    """Yield why a version is taken back, and whether its screen cannot wait for the boundary."""
    film, own, others = trial.film, trial.own, trial.others or Signs()
    slack = 1 if trial.others is not None else 2
    bound = slack * max(HELD, SHARE * film.frames)
    if trial.ends >= 2:
        yield Said("its player {how}", how=trial.how), True
    if trial.stuck >= slack * STUCK_S * film.fps:
        yield Said("it stood still for {still_s:.0f} s", still_s=trial.stuck / film.fps), True
    if own.held - others.held >= bound:
        counts = {"count": own.held, "whole": own.held + own.shown}
        yield Said("{count} pictures of {whole} were not there in time", **counts), False
    if own.stalls - others.stalls >= slack * STALLS:
        yield Said("it stalled {count} times", count=own.stalls), False
    if own.strange - others.strange >= bound:
        yield Said("{count} pictures are not those that were vetted", count=own.strange), False
