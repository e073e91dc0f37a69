"""What a deck plays of a map: near it all the time, exact where a span begins, never too short."""

from itertools import pairwise

from cut_strategies import TERMS, cuts
from hypothesis import given

from installation.timeline import (
    FOREVER,
    NATURAL,
    Span,
    StoryTiming,
    Terms,
    identity_map,
    lock_cut,
    media_at,
    span_at,
    spans,
)
from installation.timeline._spans import HURRIED_OFF_NS, OFF_NS, SHORTEST_NS
from installation.units import SECOND


@given(cuts(), TERMS)
def test_spans_tile_the_story_and_begin_on_the_map(
    told: tuple[StoryTiming, dict[str, int], int], terms: Terms
) -> None:
    points = lock_cut(*told, terms).points
    found = spans(points)
    assert found[0].story_ns == 0 and found[-1].until_ns == FOREVER
    assert [span.number for span in found] == list(range(len(found)))
    for span, following in pairwise(found):
        assert span.story_ns < span.until_ns == following.story_ns
    for span in found:
        assert media_at(points, span.story_ns) == span.media_ns
        assert span_at(points, span.story_ns) == span


@given(cuts(), TERMS)
def test_a_deck_is_never_far_from_the_map(
    told: tuple[StoryTiming, dict[str, int], int], terms: Terms
) -> None:
    points = lock_cut(*told, terms).points
    for span in spans(points):
        ends = min(span.stops_ns, points[-1][0])
        most = HURRIED_OFF_NS if ends - span.story_ns <= SHORTEST_NS else OFF_NS
        for part in range(20):
            at = span.story_ns + (ends - span.story_ns) * part // 20
            media = media_at(points, at)
            if span.media_ns < media < span.ends_ns:
                assert abs(span.story_of(media) - at) <= max(most, HURRIED_OFF_NS) + 2


def test_a_film_at_its_own_pace_is_one_span() -> None:
    assert spans(identity_map(20 * SECOND)) == (Span(0, 0, FOREVER, 0, 20 * SECOND, NATURAL),)
    assert Terms().slowest < 1 < Terms().fastest


def test_a_long_stretch_is_divided_where_steps_of_pace_would_add_up() -> None:
    points = ((0, 0), (200 * SECOND, 190_050_000_000))
    found = spans(points)
    assert len(found) > 1
    assert {abs(span.pace - 1052) <= 1 for span in found} == {True}


def test_a_film_that_waits_before_it_begins_shows_one_picture() -> None:
    still, moving = spans(((0, 0), (2 * SECOND, 0), (9 * SECOND, 7 * SECOND)))
    assert (still.media_ns, still.ends_ns, still.until_ns) == (0, 1, 2 * SECOND)
    assert (moving.story_ns, moving.media_ns, moving.pace) == (2 * SECOND, 0, NATURAL)
