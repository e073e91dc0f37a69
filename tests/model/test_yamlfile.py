"""Validation: all faults at once, each with its line, in plain words."""

from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from installation.errors import ConfigError
from installation.model import Layout, Manifest, load_yaml
from installation.model._projector import Calibration
from installation.model._yamlfile import LARGEST, MOST_FAULTS, Form, Record, Whole, parse


class Wheel(Record):
    name: str
    size: Whole = 1


class Cart(Record):
    colour: Literal["red", "blue"] = "red"
    wheels: tuple[Wheel, ...] = ()


class Note(Form):
    text: str = "nothing"


def faults(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text, "cart.yaml", Cart)
    return caught.value.message.splitlines()


def test_all_faults_at_once_in_the_order_of_the_file() -> None:
    text = "color: red\ncolour: bleu\nwheels:\n- name: left\n  size: two\n- size: 3\n- round\n"
    assert faults(text) == [
        "cart.yaml:1: color: is not known here; did you mean 'colour'?",
        "cart.yaml:2: colour: 'bleu' is none of red, blue; did you mean 'blue'?",
        "cart.yaml:5: wheels[left].size: should be a whole number, not 'two'",
        "cart.yaml:6: wheels[#2].name: is missing",
        "cart.yaml:7: wheels[#3]: should be a block of keys, not 'round'",
    ]


def test_an_unknown_key_that_resembles_none_lists_those_there_are() -> None:
    assert faults("wheels: [{name: a, q: 1}]") == [
        "cart.yaml:1: wheels[a].q: is not known here; there are name, size"
    ]


def test_a_key_twice_and_a_wrong_value_come_together() -> None:
    assert faults("colour: red\ncolour: blue\nwheels: 3\n") == [
        "cart.yaml:2: colour: is here twice, first in line 1",
        "cart.yaml:3: wheels: should be a list, not 3",
    ]


@pytest.mark.parametrize("value", ["true", "1.5", '"1"', "[1]", "~"])
def test_whole_numbers_are_just_that(value: str) -> None:
    (fault,) = faults(f"wheels:\n- name: a\n  size: {value}\n")
    assert fault.startswith("cart.yaml:3: wheels[a].size: should be a whole number, not ")


def test_strange_keys_cannot_garble_the_terminal() -> None:
    (fault,) = faults('"\\e[31m": 1')
    assert "\x1b" not in fault


def test_records_are_frozen() -> None:
    wheel = parse("name: a", "w.yaml", Wheel)
    with pytest.raises(ValidationError, match="frozen"):
        wheel.size = 2


def test_a_form_takes_a_key_without_a_value_as_not_filled_in() -> None:
    assert parse("text:", "n.yaml", Note) == Note()


def test_load_reads_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    path.write_bytes("\ufefftext: grüezi\n".encode())
    assert load_yaml(path, Note).text == "grüezi"


def test_load_names_the_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml: there is no such file"):
        load_yaml(tmp_path / "none.yaml", Note)
    with pytest.raises(ConfigError, match="cannot be read"):
        load_yaml(tmp_path, Note)


def test_load_refuses_what_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    path.write_bytes(b"text: a\nmore: \xff\n")
    with pytest.raises(ConfigError, match=r"note\.yaml:2: is not text in UTF-8"):
        load_yaml(path, Note)
    path.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(ConfigError, match="larger"):
        load_yaml(path, Note)


WORDS = st.sampled_from(
    ["title", "screens", "name", "display", "position", "window", "beats", "tools", "corners"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def as_flow(value: object) -> str:
    """A value as YAML's flow style, quoted where it is text."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {as_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_flow, value)) + "]"
    if isinstance(value, str):
        return "'" + "".join(c for c in value if c.isalnum()) + "'"
    return "~" if value is None else str(value)


@given(st.dictionaries(WORDS, VALUES, max_size=5), st.sampled_from([Layout, Manifest, Calibration]))
def test_whatever_a_file_says_it_is_taken_or_explained(data: object, model: type[Record]) -> None:
    try:
        told = ""
        made = parse(as_flow(data), "x.yaml", model)
        assert isinstance(made, model)
    except ConfigError as error:
        told = error.message
    assert all(line.startswith("x.yaml:1: ") for line in told.splitlines())


def test_of_many_faults_the_first_ones_are_told_and_the_rest_counted() -> None:
    told = faults("".join(f"wrong-{n}: 1\n" for n in range(5000)))
    assert len(told) == MOST_FAULTS + 1
    assert told[0].startswith("cart.yaml:1: wrong-0: is not known here")
    assert told[MOST_FAULTS - 1].startswith(f"cart.yaml:{MOST_FAULTS}: ")
    assert told[-1] == f"cart.yaml: and {5000 - MOST_FAULTS} faults more"


def test_faults_of_the_text_itself_are_counted_too() -> None:
    told = faults("colour: red\n" * 300)
    assert len(told) == MOST_FAULTS + 1
    assert told[-1] == f"cart.yaml: and {299 - MOST_FAULTS} faults more"
