"""What is said: English for everybody, and a value that keeps its sentence on any way."""

import copy
import json
import pickle

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.said import (
    NOTHING,
    Said,
    in_language,
    joined,
    lines_of,
    on_one_line,
    packed,
    unpacked,
    verbatim,
)

PARTS = st.text(max_size=9) | st.integers(-999, 999) | st.builds(verbatim, st.text(max_size=9))
SAID = st.recursive(
    st.builds(verbatim, st.text(max_size=20))
    | st.builds(lambda who, part: Said("{who} at {part} %", who=who, part=part), PARTS, PARTS),
    lambda inner: st.lists(inner, min_size=2, max_size=3).map(lambda some: joined("; ", some)),
    max_leaves=4,
)


def whole(said: Said) -> object:
    return (
        str(said),
        said.says,
        {n: whole(p) if isinstance(p, Said) else p for n, p in said.parts.items()},
    )


@given(SAID)
def test_what_is_said_comes_back_with_its_sentence(said: Said) -> None:
    data = msgspec.json.encode(said, enc_hook=packed)
    again = msgspec.json.decode(data, type=Said, dec_hook=unpacked)
    assert str(again) == str(said)
    assert msgspec.json.encode(again, enc_hook=packed) == data
    assert whole(pickle.loads(pickle.dumps(said))) == whole(again)
    assert whole(copy.deepcopy(said)) == whole(again)


@pytest.mark.parametrize(
    "data",
    [
        "3",
        "null",
        "[]",
        "{}",
        '{"says": "{a}", "parts": {}}',
        '{"says": "{a}", "parts": {"a": null}}',
    ],
)
def test_what_is_no_sentence_is_refused(data: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(data, type=Said, dec_hook=unpacked)


def test_text_of_an_older_file_is_said_as_it_is() -> None:
    old = msgspec.json.decode('"its player crashed"', type=Said, dec_hook=unpacked)
    assert (str(old), old.says) == ("its player crashed", "")
    assert in_language(old, "ru") == "its player crashed"


def test_whoever_wants_english_has_it() -> None:
    said = Said("{screen} at {percent} %", screen="left", percent=40)
    assert said == "left at 40 %" and json.dumps([said]) == '["left at 40 %"]'
    assert Said("{late_s:.1f} s", late_s=2) == "2.0 s"
    assert not NOTHING and verbatim(said) is said


def test_a_sentence_within_a_sentence_is_said_in_the_language_too() -> None:
    why = Said("there is no such sound device")
    said = Said("{name} is not heard: {why}", name="left", why=why)
    assert in_language(said, "en") == "left is not heard: there is no such sound device"
    assert in_language(said, "de") == "left ist nicht zu hören: dieses Tongerät gibt es nicht"
    assert in_language(joined(". ", (said, "libvlc")), "ru").endswith(" нет. libvlc")


@pytest.mark.parametrize(
    ("count", "ru"),
    [
        (1, "запись"),
        (2, "записи"),
        (5, "записей"),
        (11, "записей"),
        (14, "записей"),
        (21, "запись"),
    ],
)
def test_russian_has_three_forms(count: int, ru: str) -> None:
    assert in_language(Said("{count} entries are lost.", count=count), "ru").endswith(
        f" {count} {ru}."
    )


def test_a_decimal_comma_where_the_language_has_one() -> None:
    said = Said("to {story_s:.1f} s", story_s=1.25)
    assert [in_language(said, to) for to in ("en", "de", "ru")] == [
        "to 1.2 s",
        "zu 1,2 s",
        "к 1,2 с",
    ]


def test_lines_of_others_are_taken_one_by_one_and_a_sentence_whole() -> None:
    assert lines_of(verbatim("a\nb")) == ("a", "b")
    said = Said("{files} are not looked at: {why}", files="a", why="b")
    assert lines_of(said) == (said,)
    two = joined("\n  ", (Said("nothing plays."), Said("Add or approve another one before.")))
    line = on_one_line(two)
    assert line == "nothing plays. Add or approve another one before."
    assert in_language(line, "de").startswith("es läuft nichts. Nehmen")
