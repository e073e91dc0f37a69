"""What stands behind a # in the triptych's layout: an example of every key, and each one works."""

import re
from pathlib import Path

import pytest

from installation.model import Layout, Screen
from installation.model._layout import parse_layout
from installation.model._story import Story

TEXT = (Path(__file__).parents[2] / "layouts" / "triptych.yaml").read_text()
LINES = TEXT.splitlines()
PLAIN = "\n".join(line for line in LINES if not line.lstrip().startswith("#"))


def blocks() -> list[str]:
    """Return the examples at the left edge, each with the lines that belong to it."""
    found: list[list[str]] = []
    going_on = False
    for line in LINES:
        begins = re.match(r"# (\w+):", line)
        if begins and begins[1] in Layout.model_fields:
            found.append([line])
        elif going_on and re.match(r"#(  | *-)", line):
            found[-1].append(line)
        else:
            going_on = False
            continue
        going_on = True
    return ["\n".join(line.removeprefix("# ") for line in block) for block in found]


def keys(indent: int, names: set[str]) -> list[str]:
    """Return the examples that stand so far in and have one of the names, a line each."""
    edge = " " * indent + "# "
    found = [line.removeprefix(edge) for line in LINES if line.startswith(edge)]
    return [line for line in found if line.partition(":")[0] in names]


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block[:30])
def test_an_example_works_without_its_first_mark(block: str) -> None:
    key = block.partition(":")[0]
    layout = parse_layout(f"{PLAIN}\n{block}\n", "triptych.yaml")
    assert key in layout.model_fields_set


@pytest.mark.parametrize("line", keys(4, set(Screen.model_fields)))
def test_an_example_of_a_screen_works(line: str) -> None:
    text = PLAIN.replace("    show: newest\n", f"    show: newest\n    {line}\n")
    key = line.partition(":")[0]
    assert key in parse_layout(text, "triptych.yaml").screen("right").model_fields_set


@pytest.mark.parametrize("line", keys(2, set(Story.model_fields) - {"times", "length"}))
def test_an_example_of_the_story_works(line: str) -> None:
    layout = parse_layout(f"{PLAIN}\n  {line}\n", "triptych.yaml")
    assert layout.story is not None
    assert line.partition(":")[0] in layout.story.model_fields_set


def test_the_examples_of_a_story_with_given_times_work_together() -> None:
    times, length = keys(2, {"times", "length"})
    story = parse_layout(f"{PLAIN}\n  {times}\n  {length}\n", "triptych.yaml").story
    assert story is not None and story.times is not None and story.length


def test_the_examples_are_found() -> None:
    told = {block.partition(":")[0] for block in blocks()}
    active = set(parse_layout(PLAIN, "triptych.yaml").model_fields_set)
    assert told | active == set(Layout.model_fields) - {
        "window",
        "machines",
    }  # desk and rooms have these
    assert len(keys(4, set(Screen.model_fields))) == 5
