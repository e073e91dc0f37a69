"""Reading YAML: plain values, positions, and texts that are not YAML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.model import read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("~", None),
        ("12", 12),
        ("-3", -3),
        ("0012", "0012"),
        ("1.50", 1.5),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        ("0:07", "0:07"),
        ("1:05", "1:05"),
        ("2024-03-21", "2024-03-21"),
        ('"12"', "12"),
        ("[1, {a: b}]", [1, {"a": "b"}]),
    ],
)
def test_values_are_what_people_mean(text: str, value: object) -> None:
    document = read_yaml(f"key: {text}")
    assert document.faults == []
    assert document.data == {"key": value}
    assert type(document.data["key"]) is type(value)


def test_everything_has_its_line_and_column() -> None:
    document = read_yaml("a: 1\nb:\n  - c: 2\n    d: 3\n  - e\n")
    assert document.spot(("a",)) == (1, 1)
    assert document.spot(("b", 0, "d")) == (4, 5)
    assert document.spot(("b", 1)) == (5, 5)


def test_what_is_not_there_is_placed_at_the_block_around_it() -> None:
    document = read_yaml("a: 1\nb:\n  - c: 2\n")
    assert document.spot(("b", 0, "missing", "deeper")) == (3, 5)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("a: 1\n\tb: 2\n", 2, "indent with spaces"),
        ("a: 1\nb: [\n", 3, "not YAML"),
        ("a: 1\nb: \x07\n", 2, "not text"),
        ("a: 1\n---\nb: 2\n", 2, "single document"),
        ("a: &x 1\nb: *x\n", 1, "quotes"),
        ("a: 1\nb: !!python/object:os.system 1\n", 2, "tag"),
        ("a: 1\nb: !!int x\n", 2, "number"),
        ("a: 1\nb: " + "9" * 5000, 2, "number"),
        ("a: 1\n[1, 2]: 3\n", 2, "plain word"),
        ("[" * 100_000, 1, "too deep"),
        ("".join(" " * i + "a:\n" for i in range(40)), 21, "too deep"),
    ],
)
def test_a_text_that_does_not_hold_says_where_and_why(text: str, line: int, says: str) -> None:
    (fault,) = read_yaml(text).faults
    assert says in fault.text
    assert fault.spot is not None
    assert fault.spot.line == line


def test_a_key_that_is_there_twice_names_both_lines() -> None:
    document = read_yaml("a: 1\nb: 2\na: 3\nb: 4\n")
    assert [(f.path, f.spot.line) for f in document.faults if f.spot] == [(("a",), 3), (("b",), 4)]
    assert "line 1" in document.faults[0].text


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!#'\"|>?,% \n\t09.~\x00é"), max_size=60))
def test_no_text_raises(text: str) -> None:
    document = read_yaml(text)
    assert document.faults or document.spots
