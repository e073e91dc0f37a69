"""What names tell."""

import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.model import _naming as naming

NAMES = st.text(alphabet="ab-_ .0123456789K", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("name", "iteration"),
    [
        ("kiss-2-gen3", 2),
        ("kiss-2", 2),
        ("kiss-2.mp4", 2),
        ("kiss-2.5.mkv", 2.5),
        ("kiss_03", 3),
        ("the kiss take4", 4),
        ("Kiss3", 3),
        ("kiss-1080p-h264-v7", 7),
        ("2024-03-21-kiss-3-1080p", 3),
        ("kiss-3-20240321", 3),
        ("kiss-2024", None),
        ("kiss-h264.mp4", None),
        ("kiss", None),
    ],
)
def test_the_iteration_in_a_name(name: str, iteration: float | None) -> None:
    assert naming.iteration_from(name) == iteration


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("kiss-2-gen3", "Kiss 2 Gen3"),
        ("the_kiss.mp4", "The Kiss"),
        ("a.b-c.MOV", "A.b C"),
        ("--", "--"),
        ("Kuß für Anna 6.mp4", "Kuß für Anna 6"),
    ],
)
def test_a_title_of_a_name(name: str, title: str) -> None:
    assert naming.title_from(name) == title


def test_films_by_their_ending() -> None:
    endings = (".mp4", ".MKV", ".mov", ".m4v", ".AVI", ".mxf")
    assert all(naming.is_film(f"kiss{ending}") for ending in endings)
    for name in ("kiss.txt", "kiss.mp4.part", ".kiss.mp4", "_kiss.mp4", "mp4", ".mp4", ""):
        assert not naming.is_film(name)


def test_numbers_are_counted_not_spelled() -> None:
    names = ["kiss-10", "Kiss-9", "kiss-2b", "kiss-2", "kiss"]
    assert sorted(names, key=naming.natural_key) == [
        "kiss", "kiss-2", "kiss-2b", "Kiss-9", "kiss-10",
    ]  # fmt: skip


@given(st.lists(NAMES, unique=True))
def test_the_natural_order_is_total(names: list[str]) -> None:
    keys = {naming.natural_key(name) for name in names}
    assert len(keys) == len(names)


@given(NAMES, st.integers(0, 999), st.integers(0, 999))
def test_a_higher_number_comes_later(name: str, one: int, other: int) -> None:
    one, other = sorted((one, other))
    before, after = (naming.natural_key(f"{name}-{n}") for n in (one, other))
    assert before <= after


@given(st.text(max_size=30))
def test_any_name_has_a_title_and_may_have_an_iteration(name: str) -> None:
    assert naming.title_from(name) or not name
    iteration = naming.iteration_from(name)
    assert iteration is None or iteration >= 0


def test_the_nearest_word_is_offered() -> None:
    assert naming.did_you_mean("HDMI1", ["DP-1", "HDMI-1"]) == "; did you mean 'HDMI-1'?"
    assert naming.did_you_mean("x" * 10_000, ["DP-1"]) == ""


LETTERS = st.text(alphabet="йЙéÉßẞåÅıİσςΣ가ǰab2-. ", min_size=1, max_size=8)
"""Letters that Unicode writes in more than one way, or that change their number with their case."""

Form = Literal["NFC", "NFD"]
FORMS: st.SearchStrategy[Form] = st.sampled_from(("NFC", "NFD"))


@given(LETTERS, FORMS, FORMS)
def test_a_name_is_meant_however_its_letters_are_composed(
    name: str, there: str, typed: str
) -> None:
    known = unicodedata.normalize(there, name)  # type: ignore[arg-type]
    word = unicodedata.normalize(typed, name)  # type: ignore[arg-type]
    assert naming.meant(word, [known]) is known
    assert naming.composed(word) == naming.composed(known)


@given(LETTERS, st.sampled_from([str.upper, str.casefold, str.swapcase]))
def test_a_name_is_meant_in_a_case_that_folds_to_it(name: str, other: Callable[[str], str]) -> None:
    word = other(name)
    if word.casefold() == name.casefold():  # a dotless i has no way back
        assert naming.meant(word, [name]) is name


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=6))
def test_what_is_meant_is_known_and_the_same_bytes_come_first(word: str, known: list[str]) -> None:
    found = naming.meant(word, known)
    assert found is None or found in known
    assert naming.meant(word, [*known, word]) == word


def test_one_of_two_that_fit_alike_is_not_guessed() -> None:
    assert naming.meant("KISS", ["kiss", "Kiss"]) is None
    assert naming.meant("Kiss", ["kiss", "Kiss"]) == "Kiss"
    assert naming.meant("kiss-2", ["kiss-1", "kiss-3"]) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The Kiss, für Anna", "The Kiss, für Anna"),
        ("a\u00a0b \u0647\u200c \U0001f468\u200d\U0001f469", None),
        ("kiss\x1b[2J", "kiss [2J"),
        ("a\nb\tc\u2028d", "a b c d"),
        ("kiss\u202e4pm.exe", "kiss 4pm.exe"),
        ("\x9b31m", " 31m"),
    ],
)
def test_what_would_do_something_to_a_terminal(text: str, plain: str | None) -> None:
    assert naming.has_controls(text) is (plain is not None and plain != text)
    assert naming.without_controls(text) == (plain or text)
