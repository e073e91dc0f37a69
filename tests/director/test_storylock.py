"""A layout's story and a line-up's versions, locked."""

from show_films import a_film

from installation.director._storylock import lock, telling
from installation.model import Story as Wanted
from installation.timeline import media_at
from installation.units import ns

BEATS = ("Arrivée", "kiss", "march")
SHORT = a_film("short", 10, {"arrivee": 1, "KISS": 4, "march": 8})
LONG = a_film("long", 16, {"Arrivée": 2, "kiss": 8, "march": 13, "cellar": 9})
THIRD = a_film("third", 12, {"arrivée": 1, "kiss": 5, "march": 9})


def wanted(**more: object) -> Wanted:
    return Wanted.model_validate({"beats": BEATS} | more)


def meet(timing: Wanted, *films: object) -> None:
    """All films show their own beat at the story's."""
    found = lock(timing, films, films)  # type: ignore[arg-type]
    for ready in films:
        places = telling(ready, BEATS).places  # type: ignore[arg-type]
        for beat in found.story.beats:
            cut = found.cuts[ready.version.id]  # type: ignore[attr-defined]
            if beat.name not in cut.missing:
                assert media_at(cut.points, beat.story_ns) == places[beat.name]


def test_beats_are_matched_without_case_and_accents_and_begin_with_a_picture() -> None:
    found = telling(SHORT, BEATS)
    assert list(found.places) == list(BEATS)
    assert found.places["kiss"] == ns(4) + 1_000_000
    assert "cellar" not in telling(LONG, BEATS).places


def test_all_versions_meet_whatever_the_timing() -> None:
    films = (SHORT, LONG, THIRD)
    meet(wanted(), *films)
    meet(wanted(timing="short"), *films)
    meet(wanted(times={"arrivee": 3, "kiss": 6, "march": 9}, length=12), *films)


def test_the_timing_is_the_middle_one_the_leaders_or_given() -> None:
    def beats(timing: Wanted) -> list[int]:
        found = lock(timing, (SHORT, LONG, THIRD), (SHORT, LONG, THIRD)).story
        return [round(beat.story_ns / 1e9) for beat in found.beats] + [round(found.length_ns / 1e9)]

    assert beats(wanted()) == [1, 5, 9, 12]
    assert beats(wanted(timing="median")) == [1, 5, 9, 12]
    assert beats(wanted(timing="long")) == [2, 8, 13, 16]
    given = {"Arrivée": 3, "kiss": 6, "march": 9}
    assert beats(wanted(times=given, length=12)) == [3, 6, 9, 12]


def test_a_leader_may_be_a_version_that_is_not_shown() -> None:
    found = lock(wanted(timing="long"), (SHORT,), (SHORT, LONG))
    assert [round(beat.story_ns / 1e9) for beat in found.story.beats] == [2, 8, 13]
    assert list(found.cuts) == ["short"]


def test_what_is_wrong_is_said() -> None:
    lacking = a_film("lacking", 10, {"arrivee": 1, "march": 8})
    astray = a_film("astray", 10, {"arrivee": 4, "kiss": 2, "march": 8})
    found = lock(wanted(timing="lnog"), (SHORT, lacking, astray), (SHORT, LONG, lacking, astray))
    told = " / ".join(found.notes)
    assert "'lnog', which is not there" in told and "did you mean 'long'?" in told
    assert "lacking: without 'kiss'" in told
    assert "astray: has 'kiss' in another order" in told or "'Arrivée' in another" in told
    assert found.cuts["lacking"].missing == ("kiss",)
