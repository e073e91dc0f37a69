"""version.yaml, and the version that a folder or a film makes."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import ConfigError
from installation.model import (
    Manifest,
    Version,
    bare_version,
    folder_version,
    load_yaml,
    media_time,
    versions_in_order,
)
from installation.model._manifest import Tool, parse_manifest

TOP = Path(__file__).parents[2]
FOLDER = Path("versions/kiss-2-gen3")


def test_the_example_that_ships_holds() -> None:
    manifest = load_yaml(TOP / "versions" / "_example" / "version.yaml", Manifest)
    assert manifest.iteration == 2
    assert manifest.made == date(2023, 11, 30)
    assert manifest.beats["dark room"] == 19_250_000_000
    assert manifest.tools[1] == Tool(step="motion", tool="Runway Gen-2")
    assert manifest.subtitles == {"en": "english.srt"}


@pytest.mark.parametrize(
    ("written", "at_ns"),
    [
        (0, 0),
        (7.5, 7_500_000_000),
        ("0:07.5", 7_500_000_000),
        ("1:15", 75_000_000_000),
        ("75:00", 4_500_000_000_000),
        ("1:02:03.000000001", 3_723_000_000_001),
        (0.1, 100_000_000),
    ],
)
def test_times_as_people_write_them(written: object, at_ns: int) -> None:
    assert media_time(written) == at_ns


@pytest.mark.parametrize("written", ["", "x", -1, True, None, "1:60", "1:60:00", "1:2:3:4", 10**6])
def test_times_that_are_none(written: object) -> None:
    with pytest.raises(ValueError, match=r"should be|past 59|more than a day"):
        media_time(written)


@given(st.integers(0, 59), st.integers(0, 59), st.integers(0, 999))
def test_a_clock_time_is_its_seconds(minutes: int, seconds: int, milliseconds: int) -> None:
    whole_ms = (minutes * 60 + seconds) * 1000 + milliseconds
    assert media_time(f"{minutes}:{seconds:02}.{milliseconds:03}") == whole_ms * 1_000_000


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("flim: a.mp4", "v.yaml:1: flim: is not known here; did you mean 'film'?"),
        ("film: ../a.mp4", "v.yaml:1: film: should be a file inside of this folder"),
        ("film: /a.mp4", "v.yaml:1: film: should be a file inside of this folder"),
        ("made: 2024-02-31", "v.yaml:1: made: there is no day 2024-02-31"),
        ("made: spring", "v.yaml:1: made: should be a day, year first"),
        ("iteration: two", "v.yaml:1: iteration: should be a number, not 'two'"),
        ("iteration: -1", "v.yaml:1: iteration: should be at least 0, not -1"),
        ("tools:\n- step: cut", "v.yaml:2: tools[#1].tool: is missing"),
        ("beats:\n  a: 1\n  b: 1.0", "v.yaml:3: beats.b: is at the same moment as 'a'"),
        ("beats: {a: soon}", "v.yaml:1: beats.a: should be seconds (75.5) or minutes"),
        ('title: ""', "v.yaml:1: title: should not be empty"),
    ],
)
def test_faults(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_manifest(text, "v.yaml")
    assert says in caught.value.message


def test_a_blank_form_is_fine() -> None:
    text = "title:\niteration:\nmade:\nfilm:\nbeats:\ntools:\nsubtitles:\nnotes:\n"
    assert parse_manifest(text, "v.yaml") == Manifest()


def test_a_folder_with_a_manifest() -> None:
    text = "title: Two\nbeats: {kiss: 20, arrival: 0}\nsubtitles: {en: e.srt}\nnotes: ' so '"
    manifest = parse_manifest(text, "v.yaml")
    version = folder_version(FOLDER, ["version.yaml", "film.mp4", "e.srt"], manifest)
    assert version == Version(
        id="kiss-2-gen3",
        title="Two",
        iteration=2.0,
        made=None,
        film=FOLDER / "film.mp4",
        beats=(("arrival", 0), ("kiss", 20_000_000_000)),
        subtitles=(("en", FOLDER / "e.srt"),),
        notes="so",
        manifest=FOLDER / "version.yaml",
    )


def test_a_folder_with_only_a_film() -> None:
    version = folder_version(FOLDER, ["film.mkv", ".film.mp4"], None)
    assert (version.title, version.film, version.manifest) == (
        "Kiss 2 Gen3", FOLDER / "film.mkv", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("names", "text", "says"),
    [
        ([], "notes: x", "holds no film"),
        (["a.mp4", "b.mp4"], "notes: x", "holds 2 films: a.mp4, b.mp4"),
        (["film.mp4"], "film: flim.mp4", "did you mean 'film.mp4'?"),
    ],
)
def test_a_folder_whose_film_is_unclear(names: list[str], text: str, says: str) -> None:
    with pytest.raises(ConfigError, match="kiss-2-gen3") as caught:
        folder_version(FOLDER, names, parse_manifest(text, "v.yaml"))
    assert says in str(caught.value)
    assert caught.value.advice


def test_the_manifest_decides_between_several_films() -> None:
    version = folder_version(FOLDER, ["a.mp4", "b.mp4"], parse_manifest("film: b.mp4", "v.yaml"))
    assert version.film == FOLDER / "b.mp4"


def test_a_bare_film_and_the_natural_order() -> None:
    names = ["kiss-10.mp4", "kiss-2.mp4", "test.mp4", "kiss-2b.mp4", "kiss-2.5.mp4", "a-2.mp4"]
    versions = versions_in_order(bare_version(Path("versions") / name) for name in names)
    assert [version.id for version in versions] == [
        "kiss-2b", "test", "a-2", "kiss-2", "kiss-2.5", "kiss-10",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title: "a\\e[2Jb"\n', "title: has control characters"),
        ('title: "a\\nstate: playing"\n', "title: has control characters or a line's end"),
        ('beats: {"a\\u202e": 1}\n', "has control characters"),
        ('notes: "a\\x07"\n', "notes: has control characters"),
        (f"notes: {'x' * 20_001}\n", "notes: should be no longer than 20000 letters"),
    ],
)
def test_what_would_do_something_to_a_terminal_is_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        parse_manifest(text, "version.yaml")


def test_notes_have_lines_and_titles_have_any_letters() -> None:
    manifest = parse_manifest('title: "Der Kuß\u00a0– 吻"\nnotes: "a\\n\\tb"\n', "version.yaml")
    assert manifest.title == "Der Kuß\u00a0– 吻"
    assert manifest.notes == "a\n\tb"
