"""Changing a person's YAML: what is asked for changes, every other line stays as it is."""

import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from installation.errors import ConfigError
from installation.model import Data, edit_yaml, read_yaml
from installation.model._yamledit import REMOVE, edited

ROOT = Path(__file__).parents[2]
PEOPLES = [ROOT / "versions/_example/version.yaml", ROOT / "calibration/example.yaml"]
PEOPLES += sorted((ROOT / "layouts").glob("*.yaml"))

MINE = """\
# the second one
title: "A"   # in quotes
beats:       # the moments
  # first of all
  arrival: 0   # start

  # before the ball
  ball: 1:05.5

# how it was made
tools:
- {step: edit, tool: Kdenlive}
map: {a: 1, b: [2, 3]}
notes: >
  one
  two

# end
"""


def leaves(data: Data, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(data, dict) and data:
        return [leaf for key, inner in data.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(data, list) and data:
        return [leaf for i, inner in enumerate(data) for leaf in leaves(inner, (*path, i))]
    return [path]


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that are gone and those that have come, in order."""
    before, after = old.splitlines(), new.splitlines()
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return before, after


@pytest.mark.parametrize("path", PEOPLES, ids=lambda path: path.name)
def test_one_value_changes_one_line_of_the_files_that_ship(path: Path) -> None:
    text = path.read_text("utf-8")
    for leaf in leaves(read_yaml(text).data):
        gone, come = changed_lines(text, edited(text, {leaf: 12.5}))
        assert len(come) == 1 and "12.5" in come[0]
        # a text of several lines becomes one
        assert len(gone) == 1 or gone[0].endswith((">", ">-", "|"))


def test_a_new_block_comes_behind_comments_that_go_on_with_the_one_before() -> None:
    story = "story:\n  beats: [a]  # two\n              # lines\n  # length: 3\n\n# the end\n"
    at = story.index("\n# the end")
    for key, gap in (("remote", at), ("screens", at)):
        assert edited(story, {(key,): {"b": 1}}) == f"{story[:gap]}{key}:\n  b: 1\n{story[gap:]}"
    keys = "keys:\n  - {on: 1}  # the red\n             # one\n  # not yet\n"
    assert edited(keys, {("keys", 1): {"on": 2}}) == keys.replace(
        "  # not yet", "  - {on: 2}\n  # not yet"
    )


@pytest.mark.parametrize("path", PEOPLES, ids=lambda path: path.name)
def test_the_same_values_change_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    data = read_yaml(text).data
    assert isinstance(data, dict)
    assert edited(text, {(key,): value for key, value in data.items()}) == text


def test_a_block_for_a_block_keeps_comments_and_order() -> None:
    beats: Data = {"door": 3.25, "arrival": 0, "hall": 4.0, "ball": "1:05.5", "kiss": 75.0}
    new = edited(MINE, {("beats",): beats})
    assert changed_lines(MINE, new)[1] == [
        "  door: 3.25",
        "  # first of all",
        "  arrival: 0   # start",
        "  hall: 4.0",
        "",
        "  # before the ball",
        "  ball: 1:05.5",
        "  kiss: 75.0",
    ]


def test_what_is_taken_away_takes_its_line_along() -> None:
    new = edited(MINE, {("beats", "arrival"): REMOVE, ("map", "a"): REMOVE, ("none",): REMOVE})
    assert "arrival" not in new and "# first of all" in new
    assert "map: {b: [2, 3]}" in new
    assert edited("a: 1\n", {("a",): REMOVE}) == ""
    assert edited("a:\n  b: 1\n", {("a", "b"): REMOVE}) == "a: {}\n"
    assert edited("a:\n  - x\n  - y\n", {("a", 0): REMOVE}) == "a:\n  - y\n"
    assert edited("a: {b: 1, c: 2}\n", {("a", "c"): REMOVE}) == "a: {b: 1}\n"


@pytest.mark.parametrize(
    ("text", "path", "value", "wanted"),
    [
        ("", ("beats", "kiss"), 1.5, "beats:\n  kiss: 1.5\n"),
        ("# mine", ("a",), True, "# mine\na: true\n"),
        ("a: 1", ("b",), "yes: no", "a: 1\nb: 'yes: no'\n"),
        ("a: # why\nb: 2\n", ("a",), "x", "a: x # why\nb: 2\n"),
        ("a: # why\nb: 2\n", ("a", "c"), 1, "a: # why\n  c: 1\nb: 2\n"),
        ("a: {}\nb: 2\n", ("a", "c"), 1, "a:\n  c: 1\nb: 2\n"),
        ("a: {}\n", ("a",), "one\ntwo\n", "a: |\n  one\n  two\n"),
        ("a:\n  - x\n", ("a", 1), {"b": 1, "c": 2}, "a:\n  - x\n  - {b: 1, c: 2}\n"),
        ("a:\n- x\n", ("a", 1), "y", "a:\n- x\n- y\n"),
        ("a: [x]\n", ("a", 1), {"b": 1}, "a: [x, {b: 1}]\n"),
        ("a: 1\n", ("a", "b"), 2, "a:\n  b: 2\n"),
        ("a: 1\n", ("a",), 1e-9, "a: 0.000000001\n"),
        ("a: 1\n", ("a",), "0012", "a: '0012'\n"),
        ("a:\n    b: 1\n", ("a", "c"), 2, "a:\n    b: 1\n    c: 2\n"),
    ],
)
def test_new_values_are_written_as_a_person_would(
    text: str, path: tuple[str | int, ...], value: Data, wanted: str
) -> None:
    assert edited(text, {path: value}) == wanted


def test_the_first_key_of_an_item_gives_its_place_to_the_next() -> None:
    text = "x:\n  - a: [1, 2]\n    b: 2  # ours\n    c: 3\n"
    assert edited(text, {("x", 0, "a"): REMOVE}) == "x:\n  - b: 2  # ours\n    c: 3\n"
    spoken = "x:\n  - a: 1  # by the door\n    b: 2\n"
    with pytest.raises(ConfigError, match="cannot be changed here"):  # whose words are those?
        edited(spoken, {("x", 0, "a"): REMOVE})


words = st.text(st.sampled_from("ab :#-{}[],'\"\n&*é0.5"), max_size=6)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-9999, 9999), st.floats(-1e6, 1e6), words)
keys = st.text(st.sampled_from("abc d:#é1"), min_size=1, max_size=4)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)
)


@pytest.mark.thorough
@settings(max_examples=60)
@example({}, {"11": "\n", "1": None})
@example({}, {"11": " \n", "1": None})
@example({"1": [None, None, {"11": []}]}, {"1": [None, None, {"1": None}]})
@example({}, {"1": "a\n ", "11": {"b": "a\n \n \n"}, "b": ["\n \n", 1]})
@example({"a": "b\n\n"}, {"a": "b\n\n", "c": "d\n", "e": ["\n", {"f": "\n\n"}]})
@given(st.dictionaries(keys, values, max_size=4), st.dictionaries(keys, values, max_size=4))
def test_every_value_can_be_written_and_read_again(first: dict, second: dict) -> None:
    text = ""
    for wanted in (first, second):
        before = read_yaml(text).data or {}
        changes: dict[tuple[str | int, ...], Any] = {(key,): wanted[key] for key in wanted}
        changes |= {(key,): REMOVE for key in before if key not in wanted}
        text = edited(text, changes)
        assert (read_yaml(text).data or {}) == wanted


def test_a_file_keeps_its_rights_its_line_ends_and_the_name_that_leads_to_it(
    tmp_path: Path,
) -> None:
    there = tmp_path / "there.yaml"
    there.write_bytes(b"a: 1\r\nb: 2\r\n")
    there.chmod(0o664)
    link = tmp_path / "link.yaml"
    link.symlink_to(there)
    edit_yaml(link, {("a",): 5})
    assert there.read_bytes() == b"a: 5\r\nb: 2\r\n"
    assert stat.S_IMODE(there.stat().st_mode) == 0o664
    assert link.is_symlink()
    edit_yaml(tmp_path / "new.yaml", {("a",): 1})
    assert (tmp_path / "new.yaml").read_text() == "a: 1\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.yaml", "new.yaml", "there.yaml"]


def test_a_file_with_faults_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("a: 1\n\tb: 2\n")
    with pytest.raises(ConfigError, match=r"mine\.yaml:2: not YAML: a tab"):
        edit_yaml(path, {("a",): 2})
    assert path.read_text() == "a: 1\n\tb: 2\n"
    with pytest.raises(ConfigError, match="cannot be changed here"):
        edited("a:\n- - x\n  - y\n", {("a", 0, 0): REMOVE})
