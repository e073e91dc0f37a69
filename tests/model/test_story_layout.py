"""The story of a layout: what it may say, and every fault in words."""

import pytest

from installation.errors import ConfigError
from installation.model import Story
from installation.model._layout import parse_layout
from installation.units import ns

SCREENS = "screens:\n  - {name: left, display: {position: 1}}\n"


def story(text: str) -> Story:
    found = parse_layout(f"{SCREENS}story: {{{text}}}\n", "l.yaml").story
    assert found is not None
    return found


def test_only_beats_are_needed() -> None:
    found = story("beats: [arrival, kiss]")
    assert found.beats == ("arrival", "kiss")
    assert found.stretch == (0.85, 1.15)
    assert (found.waiting, found.missing, found.timing) == ("hold", "dim", None)
    assert parse_layout(SCREENS, "l.yaml").story is None


def test_everything_can_be_said() -> None:
    found = story(
        "beats: [arrival, kiss], times: {ARRIVAL: 2, kiss: '1:10'}, length: 90,"
        " stretch: [0.9, 1.2], waiting: breathe, missing: hold"
    )
    assert found.times == {"ARRIVAL": ns(2), "kiss": ns(70)} and found.length == ns(90)
    assert found.stretch == (0.9, 1.2)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("beats: []", "should name the story's beats"),
        ("beats: [kiss, Kiss]", "is the same name as 'kiss'"),
        ("beats: [kiss], stretch: [1.1, 1.2]", "should be 0.5 to 1, and 1 to 2"),
        ("beats: [kiss], stretch: 0.9", "as \\[0.85, 1.15\\]"),
        ("beats: [kiss], stretch: [0.3, 1]", "should be 0.5 to 1"),
        ("beats: [kiss], waiting: sleep", "waiting"),
        ("beats: [kiss], length: 3", "is for a story with 'times'"),
        ("beats: [kiss], times: {kiss: 3}", "need a 'length'"),
        ("beats: [a, kiss], times: {kiss: 3}, length: 9", "say nothing of 'a'"),
        ("beats: [kiss], times: {kis: 3, kiss: 3}, length: 9", "did you mean 'kiss'"),
        ("beats: [a, b], times: {a: 3, b: 3}, length: 9", "does not come after"),
        ("beats: [kiss], times: {kiss: 3}, length: 3", "after the last beat"),
        ("beats: [kiss], times: {kiss: 3}, length: 9, timing: x", "whose 'times' are given"),
    ],
)
def test_faults(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault) as caught:
        story(text)
    assert "l.yaml:3" in str(caught.value)
