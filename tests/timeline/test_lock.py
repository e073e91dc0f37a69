"""A locked cut: exact at its beats, within its bounds, and equal where it is equal."""

from itertools import pairwise

import pytest
from cut_strategies import TERMS, cuts, stories
from hypothesis import given
from hypothesis import strategies as st

from installation.timeline import (
    Beat,
    Cut,
    StoryTiming,
    Terms,
    Waiting,
    identity_map,
    lock_cut,
    media_at,
    on_picture,
    story_at,
)
from installation.timeline._lock import BEFORE_NS, INTO_NS
from installation.units import MILLISECOND, SECOND


@given(cuts(), TERMS)
def test_a_cut_is_exact_at_every_beat_that_it_has(
    told: tuple[StoryTiming, dict[str, int], int], terms: Terms
) -> None:
    story, places, duration = told
    cut = lock_cut(story, places, duration, terms)
    for beat in story.beats:
        if beat.name in places:
            assert media_at(cut.points, beat.story_ns) == places[beat.name]
            assert beat.name not in cut.missing
    assert not cut.astray
    assert set(cut.missing) == {beat.name for beat in story.beats} - set(places)


@given(cuts(), TERMS)
def test_a_cut_never_runs_faster_or_slower_than_its_bounds(
    told: tuple[StoryTiming, dict[str, int], int], terms: Terms
) -> None:
    story, places, duration = told
    points = lock_cut(story, places, duration, terms).points
    assert points[0][0] == 0 and points[-1][0] == story.length_ns
    for (s, m), (t, n) in pairwise(points):
        assert s <= t and m <= n and (s, m) != (t, n)
        if t > s and n > m:
            # a nanosecond of rounding at each end
            assert (n - m) <= (t - s) * terms.fastest + 2
            assert (n - m) >= (t - s) * terms.slowest - 2
    assert points[-1][1] <= duration


@given(cuts(), TERMS, st.floats(0, 1))
def test_map_and_inverse_agree_to_a_microsecond_where_the_film_plays(
    told: tuple[StoryTiming, dict[str, int], int], terms: Terms, share: float
) -> None:
    story, places, duration = told
    points = lock_cut(story, places, duration, terms).points
    for (s, m), (t, n) in pairwise(points):
        if t > s and n > m:
            story_ns = s + int(share * (t - s - 1))
            there = media_at(points, story_ns)
            # where the film has waited, the inverse is the beginning of the wait
            assert there == m or abs(story_at(points, there) - story_ns) <= 1000


@given(cuts(), TERMS)
def test_a_wait_stands_before_its_beat_and_its_interlude_lies_on_it(
    told: tuple[StoryTiming, dict[str, int], int], terms: Terms
) -> None:
    story, places, duration = told
    cut = lock_cut(story, places, duration, terms)
    for rest in cut.interludes:
        assert 0 <= rest.from_ns <= rest.until_ns <= story.length_ns
        assert media_at(cut.points, rest.from_ns) == media_at(cut.points, rest.until_ns - 1) or (
            rest.until_ns - rest.from_ns < 2
        )
        if rest.beat:
            assert rest.until_ns == {b.name: b.story_ns for b in story.beats}[rest.beat] or (
                rest.from_ns == 0  # before a film's beginning
            )


@given(stories(), st.integers(1, 60))
def test_equal_cuts_play_as_they_are(story: StoryTiming, tail_s: int) -> None:
    places = {beat.name: beat.story_ns for beat in story.beats}
    cut = lock_cut(StoryTiming(story.beats, story.length_ns), places, story.length_ns, Terms())
    for at_ns in range(0, story.length_ns, max(1, story.length_ns // 50)):
        assert media_at(cut.points, at_ns) == media_at(identity_map(story.length_ns), at_ns)
    assert all(s == m for s, m in cut.points) and not cut.interludes


S = SECOND
STORY = StoryTiming((Beat("door", 4 * S), Beat("kiss", 10 * S)), 12 * S)


def test_a_cut_that_is_too_short_waits_before_its_beat() -> None:
    cut = lock_cut(STORY, {"door": 4 * S, "kiss": 8 * S}, 10 * S, Terms(0.8, 1.2, Waiting.BREATHE))
    stands = 8 * S - BEFORE_NS
    rests = cut.interludes[0]
    assert cut.points[1:5] == (
        (4 * S, 4 * S),
        (rests.from_ns, stands),
        (10 * S, stands),
        (10 * S, 8 * S),
    )
    assert rests.from_ns == pytest.approx(9 * S, abs=5 * MILLISECOND)
    assert (rests.until_ns, rests.how, rests.beat) == (10 * S, Waiting.BREATHE, "kiss")


def test_a_cut_that_is_too_long_is_left_early_and_entered_late() -> None:
    cut = lock_cut(STORY, {"door": 8 * S, "kiss": 18 * S}, 30 * S, Terms(0.8, 1.25))
    assert cut.points == (
        *((0, 3 * S), (4 * S, 8 * S)),  # entered late
        *((10 * S, 15 * S + S // 2), (10 * S, 18 * S)),  # left early
        (12 * S, 20 * S + S // 2),
    )


def test_a_film_that_comes_to_its_first_beat_too_soon_waits_before_it_begins() -> None:
    cut = lock_cut(STORY, {"door": 2 * S, "kiss": 8 * S}, 10 * S, Terms(1, 1))
    assert cut.points[:3] == ((0, 0), (2 * S, 0), (4 * S, 2 * S))


def test_slowing_down_takes_up_what_the_bounds_do_not() -> None:
    cut = lock_cut(STORY, {"door": 4 * S, "kiss": 7 * S}, 9 * S, Terms(waiting=Waiting.SLOW))
    assert cut.points == ((0, 0), (4 * S, 4 * S), (10 * S, 7 * S), (12 * S, 9 * S))


def lacking(media: int, terms: Terms = Terms()) -> Cut:  # noqa: B008 (frozen)
    story = StoryTiming((Beat("ball", 0), Beat("door", 10 * S), Beat("kiss", 20 * S)), 30 * S)
    return lock_cut(story, {"ball": 0, "kiss": media}, media + 10 * S, terms)


def test_a_cut_without_a_beat_dims_from_where_that_would_be() -> None:
    cut = lacking(10 * S)
    assert cut.missing == ("door",)
    rest = cut.interludes[0]
    assert rest.from_ns == pytest.approx(10 * S, abs=5 * MILLISECOND)
    assert (rest.until_ns, rest.how, rest.label) == (20 * S, Waiting.DIM, "")
    assert not lacking(10 * S, Terms(missing=Waiting.HOLD)).interludes
    for how in (Waiting.HOLD, Waiting.DIM):
        said = lacking(10 * S, Terms(missing=how, label="no BEAT here")).interludes[0]
        assert (said.how, said.label) == (how, "no door here")


def test_a_beat_that_is_only_not_named_lies_where_the_story_has_it() -> None:
    cut = lacking(19 * S)
    assert not cut.interludes
    assert media_at(cut.points, 10 * S) == 9 * S + S // 2


def test_beats_in_another_order_are_left_out() -> None:
    names = [Beat(name, n * S) for n, name in enumerate("abcd", 1)]
    places = {"a": S, "b": 9 * S, "c": 3 * S, "d": 4 * S}
    cut = lock_cut(StoryTiming(tuple(names), 5 * S), places, 10 * S, Terms())
    assert cut.astray == cut.missing == ("b",)


def test_a_film_without_beats_is_told_at_its_pace() -> None:
    assert lock_cut(STORY, {}, 12 * S, Terms()).points == identity_map(12 * S)
    assert lock_cut(STORY, {}, 30 * S, Terms(1, 1)).points == ((0, 0), (12 * S, 12 * S))


@given(st.integers(0, 10**6), st.sampled_from([(24, 1), (25, 1), (30000, 1001), (24000, 1001)]))
def test_a_beat_lies_at_the_picture_that_is_meant(frame: int, fps: tuple[int, int]) -> None:
    exact = frame * S * fps[1] / fps[0]
    written = round(exact / MILLISECOND) * MILLISECOND  # as people write it
    assert abs(on_picture(written, fps) - INTO_NS - exact) <= 1
