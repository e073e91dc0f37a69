"""The voice that goes from screen to screen with the story's beats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.timeline import (
    BY_STORY,
    Beat,
    Entry,
    Heard,
    Plan,
    Programme,
    Take,
    VoicePart,
    gain_at,
    identity_map,
)
from installation.timeline._hand_over import voice_at
from installation.units import SECOND, ns

BEATS = (Beat("arrival", 2 * SECOND), Beat("kiss", 6 * SECOND), Beat("march", 8 * SECOND))
ENTRY = Entry("v", "r", "", "f", "i", identity_map(10 * SECOND))
PLAN = Plan(1, 10 * SECOND, dict.fromkeys(("left", "right"), ENTRY), beats=BEATS)
PARTS = (VoicePart("arrival", "left"), VoicePart("kiss", "all"))


def show(parts: tuple[VoicePart, ...] = PARTS, *takes: Take, shut: bool = False) -> Programme:
    heard = Heard(BY_STORY, {"left": 100, "right": 80}, parts)
    begun = takes or (Take(1, 100 * SECOND, 1, 0),)
    return Programme(1, "", begun, None, (PLAN,), heard, shut=shut)


@pytest.mark.parametrize(
    ("story_s", "voice"),
    [(0, "all"), (1.99, "all"), (2, "left"), (5.9, "left"), (6, "all"), (9.9, "all"), (12, "left")],
)
def test_a_beat_gives_the_voice_and_the_next_one_takes_it(story_s: float, voice: str) -> None:
    assert voice_at(show(), 100 * SECOND + ns(story_s)) == voice


def test_a_story_that_stands_leaves_the_voice_where_it_is() -> None:
    held = show(PARTS, Take(1, 100 * SECOND, 1, 0, 103 * SECOND))
    assert voice_at(held, 999 * SECOND) == "left"


def test_beats_that_nobody_knows_hand_nothing_over() -> None:
    assert voice_at(show((VoicePart("ball", "right"),)), 105 * SECOND) == "right"
    assert voice_at(show((*PARTS, VoicePart("ball", "right"))), 103 * SECOND) == "left"
    assert voice_at(Programme(heard=Heard(BY_STORY, {}, PARTS)), 0) == "left"


def test_a_screen_is_heard_at_its_level_while_it_has_the_voice() -> None:
    at = [gain_at(show(), "right", 100 * SECOND + ns(s)) for s in (1, 3, 7)]
    assert at == [pytest.approx(0.512), 0.0, pytest.approx(0.512)]
    assert gain_at(show(shut=True), "right", 101 * SECOND) == 0.0


def test_an_order_goes_before_the_story() -> None:
    ordered = Programme(1, "", show().takes, None, (PLAN,), Heard("right", {}, PARTS))
    assert [voice_at(ordered, 100 * SECOND + ns(s)) for s in (1, 3, 7)] == ["right"] * 3


@given(st.floats(0, 40), st.permutations(["left", "all", "none"]))
def test_somebody_always_has_the_voice(story_s: float, voices: list[str]) -> None:
    names = [beat.name for beat in BEATS]
    parts = tuple(VoicePart(*part) for part in zip(names, voices, strict=True))
    assert voice_at(show(parts), 100 * SECOND + ns(story_s)) in voices
