"""The line-up policy: every screen shows something, and what was not possible is said."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.model import Version, bare_version, choose_line_up
from installation.model._lineup import LineUp


def some(count: int) -> list[Version]:
    return [bare_version(Path(f"kiss-{i}.mp4")) for i in range(1, count + 1)]


def lineup(policies: Sequence[str], count: int, cycle: int = 0, seed: int = 1) -> LineUp:
    named = {f"s{i}": policy for i, policy in enumerate(policies)}
    return choose_line_up(named, some(count), cycle, seed)


def test_the_triptych() -> None:
    result = lineup(["first", "newest-1", "newest"], 4)
    assert list(result.entries.values()) == ["kiss-1", "kiss-3", "kiss-4"]
    assert result.notes == ()


@pytest.mark.parametrize(
    ("policy", "shows"),
    [
        ("first", "kiss-1"),
        ("newest", "kiss-3"),
        ("newest-0", "kiss-3"),
        ("newest-2", "kiss-1"),
        ("kiss-2", "kiss-2"),
    ],
)
def test_fixed_policies(policy: str, shows: str) -> None:
    assert lineup([policy], 3) == LineUp({"s0": shows}, ())


def test_fewer_versions_than_screens_is_fine_and_says_so() -> None:
    result = lineup(["first", "newest-2", "newest"], 2)
    assert list(result.entries.values()) == ["kiss-1", "kiss-1", "kiss-2"]
    assert result.notes == (
        "s1: newest-2: there are only 2; shows the oldest, kiss-1.",
        "3 screens share 2 versions.",
    )


def test_a_pinned_version_that_is_gone_falls_back_to_the_newest() -> None:
    result = lineup(["kiss-9"], 3)
    assert result.entries == {"s0": "kiss-3"}
    assert "there is no version 'kiss-9'" in result.notes[0]
    assert "Shows the newest, kiss-3." in result.notes[0]
    assert "did you mean 'newest'?" in lineup(["newset"], 3).notes[0]


def test_no_version_yet() -> None:
    result = lineup(["first", "random"], 0)
    assert result.entries == {}
    assert "no version yet" in result.notes[0]


def test_random_changes_with_the_cycle_and_reaches_every_version() -> None:
    drawn = {lineup(["random"], 4, cycle).entries["s0"] for cycle in range(60)}
    assert drawn == {"kiss-1", "kiss-2", "kiss-3", "kiss-4"}


def test_a_draw_is_the_same_on_every_machine() -> None:
    # from Python's documented seeding by text; another value would make processes disagree
    drawn = [lineup(["random"], 5, cycle, seed=7).entries["s0"] for cycle in range(6)]
    assert drawn == ["kiss-2", "kiss-3", "kiss-4", "kiss-5", "kiss-5", "kiss-4"]


POLICIES = st.sampled_from(
    ["first", "newest", "newest-1", "newest-3", "random", "kiss-2", "kiss-77"]
)


@given(st.lists(POLICIES, min_size=1, max_size=8), st.integers(1, 9), st.integers(0), st.integers())
def test_every_screen_shows_a_version_that_exists(
    policies: list[str], count: int, cycle: int, seed: int
) -> None:
    result = lineup(policies, count, cycle, seed)
    ids = {version.id for version in some(count)}
    assert list(result.entries) == [f"s{i}" for i in range(len(policies))]
    assert set(result.entries.values()) <= ids
    assert lineup(policies, count, cycle, seed) == result
    # without chance the cycle does not matter
    if "random" not in policies:
        assert lineup(policies, count, cycle + 1, seed + 1) == result


@given(st.lists(POLICIES, min_size=1, max_size=8), st.integers(1, 9), st.integers(0), st.integers())
def test_random_repeats_a_version_only_when_all_are_on(
    policies: list[str], count: int, cycle: int, seed: int
) -> None:
    shown = list(lineup(policies, count, cycle, seed).entries.values())
    drawn = [v for v, policy in zip(shown, policies, strict=True) if policy == "random"]
    if len(set(shown)) < count:
        assert all(shown.count(version) == 1 for version in drawn)


@given(st.lists(POLICIES, min_size=1, max_size=8), st.integers(1, 9))
def test_what_could_not_be_had_is_said(policies: list[str], count: int) -> None:
    notes = "\n".join(lineup(policies, count).notes)
    for i, policy in enumerate(policies):
        impossible = {
            "newest-1": count < 2, "newest-3": count < 4, "kiss-2": count < 2, "kiss-77": True,
        }.get(policy, False)  # fmt: skip
        assert (f"s{i}: " in notes) == impossible
    assert ("share" in notes) == (count < len(policies))
