"""The story map: monotone, exact where two cuts are equal, and it has an inverse."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from installation.timeline import Points, identity_map, leaps, media_at, story_at
from installation.units import MILLISECOND, SECOND

STEPS = st.integers(MILLISECOND, 60 * SECOND)
TIMES = st.integers(-SECOND, 20 * 60 * SECOND)


@st.composite
def cuts(draw: st.DrawFn, quickest: int = 20) -> Points:
    """Beats at random in both; no stretch is told more than ``quickest`` times as fast."""
    stretches = draw(st.lists(STEPS, min_size=1, max_size=12))
    paces = st.fractions(1, quickest).flatmap(lambda f: st.sampled_from([f, 1 / f]))
    media = [max(1, round(step * draw(paces))) for step in stretches]
    story_from, media_from = draw(st.integers(0, 5 * SECOND)), draw(st.integers(0, 5 * SECOND))
    xs, ys = accumulate(stretches, initial=story_from), accumulate(media, initial=media_from)
    return tuple(zip(xs, ys, strict=True))


@given(cuts(), TIMES, TIMES)
def test_is_monotone_both_ways(points: Points, one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert media_at(points, early) <= media_at(points, late)
    assert story_at(points, early) <= story_at(points, late)


@given(cuts(), st.floats(0, 1))
def test_a_story_time_comes_back_from_the_film(points: Points, share: float) -> None:
    (first, _), (last, _) = points[0], points[-1]
    story_ns = first + int(share * (last - first))
    assert abs(story_at(points, media_at(points, story_ns)) - story_ns) <= 1000


@given(cuts(), st.floats(0, 1))
def test_the_inverse_is_the_first_nanosecond_that_shows_the_picture(
    points: Points, share: float
) -> None:
    (_, first), (_, last) = points[0], points[-1]
    media_ns = first + int(share * (last - first))
    story_ns = story_at(points, media_ns)
    assert media_at(points, story_ns) >= media_ns
    assert media_at(points, story_ns - 1) < media_ns or story_ns == points[0][0]


@given(cuts())
def test_beats_meet_exactly_and_the_ends_are_held(points: Points) -> None:
    for story_ns, media_ns in points:
        assert (media_at(points, story_ns), story_at(points, media_ns)) == (media_ns, story_ns)
    assert media_at(points, points[0][0] - SECOND) == points[0][1]
    assert media_at(points, points[-1][0] + SECOND) == points[-1][1]
    assert story_at(points, points[0][1] - SECOND) == points[0][0]
    assert story_at(points, points[-1][1] + SECOND) == points[-1][0]


@given(st.lists(STEPS, min_size=1, max_size=12), TIMES)
def test_equal_cuts_tell_the_story_at_the_same_time(stretches: list[int], at_ns: int) -> None:
    beats = tuple(accumulate(stretches, initial=0))
    points = tuple(zip(beats, beats, strict=True))
    held = min(max(at_ns, 0), beats[-1])
    assert media_at(points, at_ns) == story_at(points, at_ns) == held
    assert (
        media_at(identity_map(beats[-1]), at_ns) == story_at(identity_map(beats[-1]), at_ns) == held
    )


def test_a_stretch_between_two_beats_is_told_at_one_pace() -> None:
    points = ((0, 0), (10 * SECOND, 5 * SECOND), (20 * SECOND, 35 * SECOND))
    assert media_at(points, 4 * SECOND) == 2 * SECOND
    assert media_at(points, 15 * SECOND) == 20 * SECOND
    assert story_at(points, 20 * SECOND) == 15 * SECOND


def test_the_places_at_which_a_film_leaps() -> None:
    assert leaps(((0, 0), (10, 10))) == frozenset()
    assert leaps(((0, 0), (10, 10), (10, 15), (20, 15), (20, 22), (30, 30))) == {10, 20}
