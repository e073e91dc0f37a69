"""Where versions stand: arrivals, changes, goings, all with a clock of our own."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from library_films import facts_of

from installation.library import _catalogue as catalogue
from installation.library import _intake_state as intake_state
from installation.library._catalogue import Settling
from installation.library._intake_state import Hindrance, IntakeStates
from installation.library._scan import Candidate
from installation.model import (
    Admitted,
    Fault,
    Ready,
    Refused,
    SubtitleCheck,
    VersionState,
    bare_version,
)
from installation.model import _admission as admission
from installation.said import verbatim
from installation.store import Stamp
from installation.units import ns

SETTLE = ns(1)
FACTS = facts_of(duration_ns=ns(10))


def film(name: str = "kiss-2.mp4", take: int = 1, title: str = "") -> Candidate:
    version = bare_version(Path("/versions") / name)
    version = replace(version, title=title) if title else version
    return Candidate(name, version, Stamp(100 * take, take, take))


def faulty(name: str = "kiss-2.mp4", reason: str = "version.yaml:2: title") -> Candidate:
    return Candidate(name, fault=Fault(verbatim(reason), verbatim("Correct it.")))


def result(candidate: Candidate) -> Admitted:
    assert candidate.stamp
    return Admitted(f"hash-{candidate.name}-{candidate.stamp.size}", Path("/index"), FACTS)


class Story:
    """A shelf, a clock, and what the intake has found so far."""

    def __init__(self) -> None:
        self.shelf: IntakeStates = {}
        self.now = ns(1000)
        self.known: dict[tuple[str, Stamp | None], Admitted | Refused] = {}
        self.against: Hindrance | None = None
        self.settling = Settling(SETTLE, ns(60), lambda _: self.against)

    def look(self, *candidates: Candidate, after: float = 0.0) -> "Story":
        self.now += ns(after)
        self.shelf = catalogue.observed(
            self.shelf, candidates, self.now, self.settling, self.recall
        )
        return self

    def recall(self, candidate: Candidate) -> Admitted | Refused | None:
        return self.known.get((candidate.name, candidate.stamp))

    def intake(self) -> Candidate | None:
        candidate = intake_state.next_for_intake(self.shelf)
        if candidate:
            self.shelf = catalogue.indexing(self.shelf, candidate, 0.0, None)
        return candidate

    def admit(self, candidate: Candidate) -> "Story":
        self.known[candidate.name, candidate.stamp] = result(candidate)
        self.shelf = catalogue.vetted(self.shelf, candidate, result(candidate))
        return self

    def refuse(self, candidate: Candidate, reason: str = "cut", advice: str = "Copy.") -> "Story":
        self.known[candidate.name, candidate.stamp] = Refused(
            Fault(verbatim(reason), verbatim(advice)), "h"
        )
        self.shelf = catalogue.vetted(
            self.shelf, candidate, Refused(Fault(verbatim(reason), verbatim(advice)), "h")
        )
        return self

    def settled(self, *candidates: Candidate) -> "Story":
        return self.look(*candidates).look(*candidates, after=1.0)

    def playing(self) -> list[str]:
        return [ready.hash for ready in intake_state.versions(self.shelf)]

    def states(self) -> list[VersionState]:
        return [place.state for place in self.shelf.values()]


def played(candidate: Candidate) -> Story:
    story = Story().settled(candidate)
    assert story.intake() == candidate
    return story.admit(candidate)


def test_a_film_settles_waits_is_indexed_and_ready() -> None:
    story = Story().look(film())
    assert story.states() == [VersionState.SETTLING] and story.intake() is None
    story.look(film(), after=0.9)
    assert story.states() == [VersionState.SETTLING]
    story.look(film(), after=0.1)
    assert story.states() == [VersionState.WAITING]
    assert story.intake() == film() and story.states() == [VersionState.INDEXING]
    story.shelf = catalogue.indexing(story.shelf, film(), 0.5, 3.0)
    assert intake_state.arrivals(story.shelf) == (
        intake_state.IntakeProgress("kiss-2.mp4", VersionState.INDEXING, None, 0.5, 3.0),
    )
    story.admit(film())
    assert story.playing() == ["hash-kiss-2.mp4-100"] and not intake_state.arrivals(story.shelf)


def test_a_film_that_grows_never_settles() -> None:
    story = Story()
    for take in range(1, 20):
        story.look(film(take=take), after=0.9)
        assert story.states() == [VersionState.SETTLING]


def test_a_film_known_from_before_is_ready_at_once() -> None:
    story = Story()
    story.known["kiss-2.mp4", film().stamp] = result(film())
    assert story.look(film()).playing() == ["hash-kiss-2.mp4-100"]


def test_intakes_go_in_the_natural_order() -> None:
    story = Story().settled(film("kiss-10.mp4"), film("kiss-9.mp4"), film("b.mp4"))
    order = []
    while candidate := story.intake():
        order.append(candidate.name)
        story.admit(candidate)
    assert order == ["b.mp4", "kiss-9.mp4", "kiss-10.mp4"]
    assert [r.version.id for r in intake_state.versions(story.shelf)] == ["b", "kiss-9", "kiss-10"]


def test_a_film_replaced_is_another_revision_once_vetted() -> None:
    story = played(film())
    story.look(film(take=2), after=5)
    assert story.playing() == []  # what was vetted is no longer on the disk
    story.look(film(take=2), after=1)
    assert story.intake() == film(take=2)
    assert story.admit(film(take=2)).playing() == ["hash-kiss-2.mp4-200"]


def test_a_result_for_a_film_that_has_changed_meanwhile_is_dropped() -> None:
    story = Story().settled(film())
    story.intake()
    story.look(film(take=2), after=0.1)
    assert story.admit(film()).playing() == []
    story.shelf = catalogue.failed(story.shelf, film(), Fault(verbatim("bad")), story.now)
    story.shelf = catalogue.vetted(
        story.shelf, film(), Refused(Fault(verbatim("bad"), verbatim("")))
    )
    assert story.states() == [VersionState.SETTLING]


def test_a_new_title_takes_over_when_it_has_settled_and_the_version_stays() -> None:
    story = played(film())
    other = film(title="The ball")
    story.look(other, after=5)
    assert [r.version.title for r in intake_state.versions(story.shelf)] == ["Kiss 2"]
    story.look(other, after=1)
    assert [r.version.title for r in intake_state.versions(story.shelf)] == ["The ball"]
    assert story.playing() == ["hash-kiss-2.mp4-100"] and story.intake() is None


def test_a_manifest_being_saved_is_no_fault_until_it_settles() -> None:
    story = played(film())
    story.look(faulty(), after=5)
    assert story.playing() and not intake_state.broken(story.shelf)
    story.look(film(title="New"), after=0.5).look(film(title="New"), after=1)
    assert [r.version.title for r in intake_state.versions(story.shelf)] == ["New"]


def test_a_manifest_with_a_fault_breaks_the_version_and_a_correct_one_mends_it() -> None:
    story = played(film())
    story.look(faulty(), after=5).look(faulty(), after=1)
    assert story.playing() == []
    assert intake_state.broken(story.shelf) == (
        intake_state.Broken(
            "kiss-2.mp4", Fault(verbatim("version.yaml:2: title"), verbatim("Correct it."))
        ),
    )
    story.look(film(), after=5).look(film(), after=1)
    assert story.playing() == ["hash-kiss-2.mp4-100"] and story.intake() is None


def test_a_version_is_gone_only_when_it_stays_away() -> None:
    story = played(film())
    story.look(after=5)
    assert story.playing()
    story.look(film(), after=0.5).look(after=0.4).look(after=0.9)
    assert story.playing()
    story.look(after=0.1)
    assert story.playing() == [] and not story.shelf


def test_nothing_is_begun_for_a_film_that_is_away() -> None:
    story = Story().settled(film())
    story.look(after=0.1)
    assert story.intake() is None


def test_a_bad_film_stays_broken_until_it_changes() -> None:
    story = Story().settled(film())
    story.intake()
    story.refuse(film()).look(film(), after=5000)
    assert intake_state.broken(story.shelf) == (
        intake_state.Broken("kiss-2.mp4", Fault(verbatim("cut"), verbatim("Copy.")), "h"),
    )
    assert story.intake() is None
    story.look(film(take=2)).look(film(take=2), after=1)
    assert not intake_state.broken(story.shelf) and story.intake() == film(take=2)


def test_a_fault_of_the_machine_is_tried_again_ever_more_rarely() -> None:
    story, waits = Story().settled(film()), []
    for _ in range(8):
        assert story.intake()
        story.shelf = catalogue.failed(story.shelf, film(), Fault(verbatim("full")), story.now)
        failed = story.now
        while intake_state.next_for_intake(story.shelf) is None:
            assert intake_state.broken(story.shelf)
            story.look(film(), after=1)
        waits.append((story.now - failed) // ns(1))
    assert waits == [30, 60, 120, 240, 480, 600, 600, 600]


def with_beats(*beats: tuple[str, float]) -> Ready | Refused:
    named = tuple((name, ns(at)) for name, at in beats)
    version = replace(bare_version(Path("kiss.mp4")), beats=named)
    return admission.admit_or_refuse(version, Admitted("h", Path("i"), FACTS, thumbs=Path("/t")))


def test_a_beat_after_the_end_of_its_film_is_refused() -> None:
    assert with_beats(("kiss", 4), ("end", 72)) == Refused(
        Fault(
            verbatim("beat 'end' at 01:12.000 lies after the end of the film, 00:10.000"),
            verbatim("Correct the times of the beats in its manifest."),
        ),
        "h",
    )


def test_a_beat_at_the_very_end_is_late_too() -> None:
    assert isinstance(with_beats(("end", 10)), Refused)
    assert isinstance(with_beats(("end", 9.999)), Ready)


def test_thumbnails_are_named_by_their_place() -> None:
    made = with_beats(("kiss", 4))
    assert isinstance(made, Ready)
    assert made.thumbnails == (("", Path("/t/00003333.jpg")), ("kiss", Path("/t/00004000.jpg")))


def test_chapters_are_the_beats_of_a_version_that_names_none() -> None:
    facts = replace(FACTS, chapters=(("ball", ns(3)), ("arrival", 0), ("end", ns(10))))
    made = admission.admit_or_refuse(
        bare_version(Path("kiss.mp4")), Admitted("h", Path("i"), facts)
    )
    assert isinstance(made, Ready)
    assert made.beats == (("arrival", 0), ("ball", ns(3)))
    assert made.warnings == ("beat 'end' at 00:10.000 lies after the end of the film, 00:10.000",)


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["look", "intake", "admit", "refuse", "again"]),
        st.lists(st.sampled_from([0, 1, 2, -1]), min_size=3, max_size=3),
        st.sampled_from([0.0, 0.2, 0.5, 1.0, 40.0]),
    ),
    max_size=40,
)


@given(ACTIONS)
def test_whatever_happens_only_vetted_films_that_are_there_play(
    actions: list[tuple[str, list[int], float]],
) -> None:
    story, busy = Story(), None
    seen: dict[str, tuple[Candidate, int]] = {}
    for what, takes, after in actions:
        if what == "look":
            names = ("kiss-1.mp4", "kiss-2.mp4", "kiss-3.mp4")
            there = [
                faulty(name) if take < 0 else film(name, take)
                for name, take in zip(names, takes, strict=True)
                if take
            ]
            story.look(*there, after=after)
            for candidate in there:
                if seen.get(candidate.name, (None, 0))[0] != candidate:
                    seen[candidate.name] = candidate, story.now
            if busy and story.shelf.get(busy.name, None) is None:
                busy = None
        elif what == "intake" and busy is None:
            busy = story.intake()
            if busy:
                assert seen[busy.name][0] == busy
                assert story.now - seen[busy.name][1] >= SETTLE or busy.name in story.shelf
        elif busy and what == "admit":
            story.admit(busy)
            busy = None
        elif busy and what == "again":
            story.shelf = catalogue.failed(
                story.shelf, busy, Fault(verbatim("bad"), verbatim("")), story.now
            )
            busy = None
        elif busy:
            story.refuse(busy)
            busy = None
        for place in story.shelf.values():
            if place.playable:
                assert place.playable.hash.startswith(f"hash-{place.candidate.name}")
                if place.candidate.stamp:
                    assert place.playable.hash == result(place.candidate).hash
                assert (place.candidate.name, place.played) in story.known
            assert (place.state is VersionState.READY) <= (place.playable is not None)
            assert (place.state is VersionState.BROKEN) == (place.fault is not None)


def test_an_intake_that_was_held_up_waits_and_is_no_trouble() -> None:
    one, fault = film(), Fault(verbatim("this machine was too busy"), verbatim("Later."))
    shelf: IntakeStates = {
        one.name: intake_state.CandidatePlace(one, 0, VersionState.INDEXING, tries=1)
    }
    now_ns = 0
    for wait_s in (30, 60, 120, 240, 480, 600, 600):
        shelf = catalogue.put_off(shelf, one, fault, now_ns)
        (waiting,) = intake_state.arrivals(shelf)
        assert (waiting.state, waiting.hindrance) == (
            VersionState.WAITING,
            "not yet: this machine was too busy",
        )
        assert intake_state.tries(shelf, one) == 1  # it counts as nothing against the film
        now_ns += ns(wait_s)
        for at_ns, begins in ((now_ns - 1, None), (now_ns, one)):
            shelf = catalogue.observed(shelf, [one], at_ns, Settling(SETTLE), lambda _: None)
            assert intake_state.next_for_intake(shelf) == begins
        shelf = catalogue.indexing(shelf, one, 0.0, None)
        assert intake_state.arrivals(shelf)[0].hindrance == ""


def test_subtitles_are_the_manifests_then_the_films_own_and_end_with_it() -> None:
    check = SubtitleCheck(Path("/v/en.srt"), (verbatim("line 2: odd"),), 9, ns(12))
    version = replace(
        bare_version(Path("kiss.mp4")),
        subtitles=(("en", Path("/v/en.srt")),),
        subtitle_checks=(check,),
    )
    texts = (("en", Path("/t/en.srt")), ("ru", Path("/t/ru.srt")))
    ready = admission.admit_or_refuse(version, Admitted("h", Path("i"), FACTS, texts=texts))
    assert isinstance(ready, Ready)
    assert dict(ready.subtitles) == {"en": Path("/v/en.srt"), "ru": Path("/t/ru.srt")}
    assert ready.warnings == (
        "en.srt: line 2: odd",
        "en.srt: line 9: ends at 00:12.000, after the end of the film, 00:10.000",
    )


def test_a_refused_film_that_is_looked_at_again_settles_and_waits_for_an_intake() -> None:
    story = Story().look(film()).look(film(), after=1.1)
    refused = Refused(Fault(verbatim("cut off"), verbatim("Copy it again.")), "hash")
    story.shelf = catalogue.vetted(story.shelf, film(), refused)
    assert story.shelf["kiss-2.mp4"].state is VersionState.BROKEN
    story.look(film(), after=5.0)
    assert story.shelf["kiss-2.mp4"].state is VersionState.BROKEN
    story.shelf = catalogue.again(story.shelf, "kiss-2.mp4", story.now)
    assert story.shelf["kiss-2.mp4"].state is VersionState.SETTLING
    story.look(film(), after=1.1)
    assert story.shelf["kiss-2.mp4"].state is VersionState.WAITING


def test_a_film_that_lay_there_still_need_not_settle_again() -> None:
    rested = replace(film(), rested_ns=ns(0.6))
    assert rested == film()  # it is the same film, whenever somebody looks
    story = Story().look(rested).look(rested, after=0.3)
    assert story.states() == [VersionState.SETTLING]
    assert story.look(rested, after=0.1).states() == [VersionState.WAITING]
    old = replace(film(), rested_ns=ns(3600))
    story = Story().look(old)
    assert story.states() == [VersionState.SETTLING]  # nobody has asked what speaks against it
    story.against = Hindrance(verbatim("it is being written"), until_it_ends=True)
    assert story.look(old, after=0.1).states() == [VersionState.SETTLING]


def test_a_decoded_film_may_play_while_its_intake_goes_on() -> None:
    story = Story().settled(film())
    assert story.intake() == film()
    early = replace(result(film()), rehearsed=False)
    story.shelf = catalogue.decoded(story.shelf, film(), early)
    (ready,) = intake_state.versions(story.shelf)
    assert not ready.rehearsed and story.states() == [VersionState.INDEXING]
    story.shelf = catalogue.indexing(story.shelf, film(), 0.9, None)
    assert story.playing() == ["hash-kiss-2.mp4-100"]
    assert story.admit(film()).states() == [VersionState.READY]
    (ready,) = intake_state.versions(story.shelf)
    assert ready.rehearsed


def test_a_decoded_film_that_is_refused_after_all_is_gone() -> None:
    story = Story().settled(film())
    story.intake()
    story.shelf = catalogue.decoded(story.shelf, film(), replace(result(film()), rehearsed=False))
    assert story.refuse(film()).playing() == []
    other = film(take=2)
    story.shelf = catalogue.decoded(story.shelf, other, result(other))  # it has changed meanwhile
    assert story.playing() == []
