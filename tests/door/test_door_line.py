"""The line of this moment: whose, in which language, and when it is silent."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from installation.door._line import LinePlace, Scripts, line_at, place_of_line
from installation.timeline import Entry, Heard, Languages, Plan, Programme, Take, identity_map
from installation.timeline._programme import Fade
from installation.units import SECOND
from installation.words import Script
from installation.words._script import SpokenLine

SRT = "1\n00:00:01,000 --> 00:00:02,000\nFirst\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\nlines\n"


def entry(version: str, *languages: str) -> Entry:
    files = tuple((code, f"/{version}.{code}.srt") for code in languages)
    points = identity_map(20 * SECOND)
    return Entry(version, "hash", version, "film", "index", points, subtitles=files)


PLAN = Plan(
    1,
    20 * SECOND,
    {"left": entry("one"), "centre": entry("two", "en", "de"), "right": entry("three", "ru", "en")},
)
PLAYS = Programme(
    1, takes=(Take(1, 0, 1, 0),), plans=(PLAN,), heard=Heard("right", {}), captions=Languages()
)
NOW = 7 * SECOND


def test_the_line_is_that_which_is_heard_in_the_language_on_the_wall() -> None:
    every = ("en", "de", "ru")
    assert place_of_line(PLAYS, NOW) == LinePlace("right", "en", every, "/three.en.srt", NOW)
    german = replace(PLAYS, captions=Languages({"centre": "de"}))
    assert place_of_line(german, NOW) == LinePlace("centre", "de", every, "/two.de.srt", NOW)
    asked = place_of_line(german, NOW, "ru")
    assert asked is not None and asked.file == "/three.ru.srt"
    asked = place_of_line(PLAYS, NOW, "en", "centre")
    assert asked is not None and asked.file == "/two.en.srt"
    assert place_of_line(PLAYS, NOW, "fr") == LinePlace("", "fr", every)
    assert place_of_line(PLAYS, NOW, "en", "nowhere") == LinePlace("nowhere", "en", every)


def test_a_wall_that_is_dark_or_shut_says_nothing() -> None:
    assert place_of_line(Programme(), NOW) is None
    assert place_of_line(replace(PLAYS, shut=True), NOW) is None
    assert place_of_line(replace(PLAYS, fade=Fade(0, 1.0, 0.0)), NOW) is None


spans = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=12)


@given(spans, st.integers(0, 80))
def test_all_that_is_spoken_at_an_instant_is_said(found: list[tuple[int, int]], at: int) -> None:
    made = sorted(SpokenLine(a, a + n, f"{i}") for i, (a, n) in enumerate(found))
    spoken = [one.text for one in made if one.start_ns <= at < one.end_ns]
    assert line_at(Script(tuple(made)), at) == "\n".join(spoken)


def test_files_are_read_once_and_again_when_they_change(tmp_path: Path) -> None:
    file = tmp_path / "a.srt"
    file.write_text(SRT)

    async def said(scripts: Scripts, seconds: float, name: Path = file) -> str:
        place = LinePlace("left", "en", ("en",), str(name), int(seconds * SECOND))
        return await scripts.line(place)

    async def test() -> None:
        scripts = Scripts()
        assert [await said(scripts, at) for at in (0.5, 1.5, 2.5, 3.5)] == [
            "",
            "First",
            "",
            "Two\nlines",
        ]
        file.write_text(SRT.replace("First", "Other"))
        assert await said(scripts, 1.5) == "Other"
        assert await said(scripts, 1.5, tmp_path / "gone.srt") == ""
        file.write_text("nothing that is a subtitle")
        assert await said(scripts, 1.5) == ""

    asyncio.run(test())


@pytest.mark.parametrize("language", ["", "en"])
def test_a_place_without_a_file_is_silent(language: str) -> None:
    assert asyncio.run(Scripts().line(LinePlace("left", language, ()))) == ""
