"""Which picture is on at a story time, and when the next one is due."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from stage_fakes import SHAPE, grid, track

from installation.stage._schedule import Track
from installation.timeline import FOREVER, Run, media_at
from installation.units import MILLISECOND, SECOND

FPS = st.sampled_from(
    [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60)]
)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    """Films of any spacing, told at any pace by a story map of a few pieces."""
    gaps = draw(st.lists(st.integers(1 * MILLISECOND, 90 * MILLISECOND), min_size=1, max_size=40))
    pts = np.concatenate([[0], np.cumsum(gaps)]).astype(np.int64)
    duration = int(pts[-1]) + gaps[-1]
    cuts = sorted(set(draw(st.lists(st.integers(1, duration - 1), max_size=3))))
    story, points = 0, [(0, 0)]
    for before, media in zip([0, *cuts], [*cuts, duration], strict=True):
        story += (media - before) * draw(st.integers(1, 5)) // 2 + 1
        points.append((story, media))
    return Track("v", SHAPE, pts, tuple(points))


@given(tracks(), st.data())
def test_a_picture_is_on_from_its_beginning_to_the_next_ones(
    film: Track, data: st.DataObject
) -> None:
    frame = data.draw(st.integers(0, len(film.pts_ns) - 1))
    begins = film.begins(frame)
    assert film.frame_at(begins) == frame
    assert frame == 0 or film.frame_at(begins - 1) < frame
    assert media_at(film.points, begins) >= film.pts_ns[frame]


@given(tracks(), st.integers(-SECOND, 20 * SECOND), st.integers(-SECOND, 20 * SECOND))
def test_pictures_rise_with_the_story_and_stay_within_the_film(
    film: Track, one: int, other: int
) -> None:
    first, second = sorted((one, other))
    assert 0 <= film.frame_at(first) <= film.frame_at(second) < len(film.pts_ns)


@given(tracks(), st.data())
def test_the_next_change_is_the_first_instant_with_another_picture(
    film: Track, data: st.DataObject
) -> None:
    end = film.points[-1][0]
    run = Run(
        1, 1, data.draw(st.integers(0, SECOND)), data.draw(st.integers(0, end)), FOREVER, FOREVER
    )
    now = run.start_ns + data.draw(st.integers(0, max(0, end - run.story_ns)))
    on = film.frame_at(run.story_at(now))
    due = film.next_due(run, now)
    if due == FOREVER:
        assert on == len(film.pts_ns) - 1
    else:
        assert due > now
        assert film.frame_at(run.story_at(due)) == on + 1
        assert film.frame_at(run.story_at(due - 1)) == on


@given(FPS, st.integers(0, 3 * SECOND))
def test_no_picture_is_due_after_the_hold(fps: Fraction, hold: int) -> None:
    film = track("v", grid(3, fps), 3 * SECOND)
    run = Run(1, 1, 0, 0, FOREVER, hold)
    now, changes = 0, 0
    while (due := film.next_due(run, now)) < FOREVER:
        assert now < due <= hold
        now, changes = due, changes + 1
    assert film.frame_at(run.story_at(hold)) == changes
    assert film.next_due(run, hold + SECOND) == FOREVER


def test_nothing_follows_the_last_picture() -> None:
    film = track("v", grid(1), SECOND)
    assert film.begins(24) == FOREVER
    assert film.next_due(Run(1, 1, 0, 0, FOREVER, FOREVER), SECOND) == FOREVER
