"""What is told of the versions: every change once, and nothing that is not one."""

from dataclasses import replace
from pathlib import Path

from library_films import facts_of

from installation.library import ArrivalEvent, ArrivalKind
from installation.library._catalogue import Settling, failed, indexing, observed, put_off, vetted
from installation.library._events import between
from installation.library._intake_state import IntakeStates
from installation.library._scan import Candidate
from installation.model import Admitted, Fault, IntakeStep, Refused, bare_version
from installation.said import verbatim
from installation.store import Stamp
from installation.units import ns

GOOD = Admitted("h1", Path("/index"), facts_of())
BAD = Refused(Fault(verbatim("truncated at 01:12.000"), verbatim("Copy it again.")), "h2")


def film(take: int = 1, title: str = "") -> Candidate:
    version = bare_version(Path("/versions/kiss-2.mp4"))
    version = replace(version, title=title) if title else version
    return Candidate("kiss-2.mp4", version, Stamp(100 * take, take, take))


class Told:
    """A shelf, and what was told of its changes."""

    def __init__(self, known: Admitted | Refused | None = None) -> None:
        self.shelf: IntakeStates = {}
        self.now = 0
        self.known = known

    def look(
        self, *candidates: Candidate, after: float = 0.0
    ) -> list[tuple[ArrivalKind, str, str]]:
        self.now += ns(after)
        return self.change(
            observed(self.shelf, candidates, self.now, Settling(ns(1)), lambda _: self.known)
        )

    def change(self, shelf: IntakeStates) -> list[tuple[ArrivalKind, str, str]]:
        found = list(between(self.shelf, shelf))
        self.shelf = shelf
        assert all(e.name == "kiss-2.mp4" and e.version == "kiss-2" for e in found)
        return [(e.what, e.hash, e.text) for e in found]

    def settled(self) -> "Told":
        self.look(film())
        self.look(film(), after=1)
        return self


def test_a_good_film_from_its_arrival_to_its_end() -> None:
    told = Told()
    assert told.look(film()) == [(ArrivalKind.ARRIVED, "", "")]
    assert told.look(film()) == []
    assert told.look(film(take=2)) == []
    assert told.look(film(take=2), after=1) == [(ArrivalKind.SETTLED, "", "")]
    assert told.change(indexing(told.shelf, film(take=2), 0.5, 3.0, IntakeStep.DECODING)) == []
    assert told.change(vetted(told.shelf, film(take=2), GOOD)) == [(ArrivalKind.ADMITTED, "h1", "")]
    assert told.look() == []
    assert told.look(after=1) == [(ArrivalKind.GONE, "h1", "")]


def test_a_bad_film_with_its_reason() -> None:
    told = Told().settled()
    assert told.change(vetted(told.shelf, film(), BAD)) == [
        (ArrivalKind.QUARANTINED, "h2", "truncated at 01:12.000. Copy it again.")
    ]
    assert told.look(film(), after=100) == []
    assert told.look(film(take=2)) == [(ArrivalKind.CHANGED, "", "another film")]


def test_each_write_of_a_copy_is_no_news() -> None:
    told = Told().settled()
    told.change(vetted(told.shelf, film(), GOOD))
    over = [told.look(film(take=take), after=0.2) for take in range(2, 100)]
    assert over == [[(ArrivalKind.CHANGED, "", "another film")], *[[]] * 97]
    assert told.look(film(take=99), after=1) == [(ArrivalKind.SETTLED, "", "")]


def test_a_try_that_failed_is_told_each_time() -> None:
    told = Told().settled()
    for _ in range(2):
        found = told.change(
            failed(told.shelf, film(), Fault(verbatim("full"), verbatim("Make room.")), told.now)
        )
        assert found == [(ArrivalKind.QUARANTINED, "", "full. Make room.")]
        assert told.look(film(), after=700) == []


def test_what_was_vetted_before_is_recalled() -> None:
    assert Told(GOOD).look(film()) == [(ArrivalKind.RECALLED, "h1", "")]
    assert Told(BAD).look(film()) == [
        (ArrivalKind.RECALLED, "h2", "truncated at 01:12.000. Copy it again.")
    ]


def test_another_manifest_is_another_admission_of_the_same_film() -> None:
    told = Told().settled()
    told.change(vetted(told.shelf, film(), GOOD))
    told.known = GOOD
    assert told.look(film(title="The ball")) == [(ArrivalKind.CHANGED, "h1", "another manifest")]
    assert told.look(film(title="The ball"), after=1) == [
        (ArrivalKind.SETTLED, "h1", ""),
        (ArrivalKind.ADMITTED, "h1", ""),
    ]


def test_a_manifest_with_a_fault_is_told_once() -> None:
    told = Told()
    faulty = Candidate(
        "kiss-2.mp4", fault=Fault(verbatim("version.yaml:2: title"), verbatim("Correct it."))
    )
    shelf = observed({}, [faulty], 0, Settling(ns(1)), lambda _: None)
    assert [e.what for e in between({}, shelf)] == [ArrivalKind.ARRIVED]
    later = observed(shelf, [faulty], ns(1), Settling(ns(1)), lambda _: None)
    assert list(between(shelf, later)) == [
        ArrivalEvent(ArrivalKind.SETTLED, "kiss-2.mp4"),
        ArrivalEvent(
            ArrivalKind.QUARANTINED,
            "kiss-2.mp4",
            text=verbatim("version.yaml:2: title. Correct it."),
        ),
    ]
    assert told.shelf == {}


def test_an_intake_that_was_put_off_is_told_each_time() -> None:
    told = Told().settled()
    for _ in range(2):
        found = told.change(
            put_off(told.shelf, film(), Fault(verbatim("too busy"), verbatim("Later.")), told.now)
        )
        assert found == [(ArrivalKind.PUT_OFF, "", "not yet: too busy")]
        assert told.look(film(), after=700) == []
