"""Where a deck is cued, as it was measured on libvlc."""

from dataclasses import replace

import numpy as np
import pytest
from fake_deck import film_of
from hypothesis import given
from hypothesis import strategies as st

from installation.model import FilmIndex
from installation.player._runup import CACHING_NS, RUN_IN, STEP_NS, key_told, run_up
from installation.timeline import NATURAL
from installation.units import MILLISECOND, SECOND


def film(frames: int = 96, every: int = 24, delay_ns: int = 0) -> FilmIndex:
    """Key pictures every so many, each decoded so long before it is shown."""
    made = film_of(1, frames)
    made = replace(made, facts=replace(made.facts, codec="h264"))
    shown = made.pts_ns[::every]
    return replace(made, keys_ns=np.stack([shown, shown - delay_ns], axis=1))


def test_the_beginning_is_the_beginning_at_any_pace() -> None:
    for pace in (870, NATURAL, 1175):
        found = run_up(film(), ".mp4", 0, pace)
        assert (found.media_ns, found.late_ns) == (0, 0)


@given(st.integers(1, 95), st.integers(500, 2000), st.sampled_from([".mp4", ".mkv"]))
def test_a_cue_never_loses_the_picture_that_is_asked_for(
    frame: int, pace: int, suffix: str
) -> None:
    index = film(delay_ns=80 * MILLISECOND)
    found = run_up(index, suffix, frame, pace)
    assert 0 <= found.media_ns < index.pts_ns[frame] + index.facts.frame_ns // 2
    assert found.key_ns <= found.media_ns or found.media_ns == 0
    assert found.media_ns <= index.pts_ns[max(0, 95 - RUN_IN)]


@given(st.integers(1, 90), st.integers(500, 2000))
def test_it_is_late_by_the_pace_times_the_way_from_the_key(frame: int, pace: int) -> None:
    index = film()
    found = run_up(index, ".mp4", frame, pace)
    way_ns = found.media_ns - found.key_ns
    assert found.late_ns == way_ns * (pace - NATURAL) // NATURAL
    if pace == NATURAL:
        assert found.late_ns == 0
    if pace < NATURAL:  # it begins as much earlier as it would be early, and as much again
        wanted_ns = int(index.pts_ns[frame]) + index.facts.frame_ns // 4 - found.key_ns
        hurried_ns = wanted_ns * (2 * pace - NATURAL) // NATURAL
        least_ns = min(wanted_ns, index.facts.frame_ns // 2)
        assert abs(way_ns - max(hurried_ns, least_ns)) <= 1
        assert abs(found.ahead_ns - (wanted_ns * pace // NATURAL - way_ns)) <= 2
    else:
        assert found.ahead_ns == found.late_ns


@given(st.integers(1, 90), st.integers(500, 999), st.integers(0, 3_000))
def test_with_time_to_spare_a_deck_that_plays_fast_begins_nearer_to_its_key(
    frame: int, pace: int, spare_ms: int
) -> None:
    index = film()
    hurried = run_up(index, ".mp4", frame, pace)
    found = run_up(index, ".mp4", frame, pace, spare_ns=spare_ms * MILLISECOND)
    assert found.key_ns == hurried.key_ns <= found.media_ns <= hurried.media_ns
    assert hurried.late_ns <= found.late_ns <= 0
    assert hurried.ahead_ns <= found.ahead_ns
    assert found.ahead_ns <= max(hurried.ahead_ns, spare_ms * MILLISECOND + 1)
    if spare_ms >= 1000:  # a key a second: nothing is late
        assert found.media_ns <= found.key_ns + index.facts.frame_ns // 2


def test_in_mp4_a_place_between_a_keys_two_times_moves_before_it() -> None:
    index = film(delay_ns=80 * MILLISECOND)
    found = run_up(index, ".mp4", 23, NATURAL)  # half a picture before 0.958 s; the key is at 0.92
    assert found.media_ns == SECOND - 81 * MILLISECOND


def test_in_matroska_it_begins_a_picture_earlier() -> None:
    index = film()
    early = int(index.pts_ns[30]) - run_up(index, ".mkv", 30, NATURAL).media_ns
    assert early == pytest.approx(1.5 * index.facts.frame_ns, abs=1000)


@given(st.integers(1, 92))
def test_in_mp4_the_place_is_within_the_picture_that_is_aimed_at(frame: int) -> None:
    index = film()
    found = run_up(index, ".mp4", frame, NATURAL)
    assert index.frame_at(found.media_ns) == frame
    assert index.frame_at(found.key_ns) == frame // 24 * 24
    for other in (
        replace(index, facts=replace(index.facts, codec="av1")),
        film(delay_ns=80 * MILLISECOND),
    ):
        assert run_up(other, ".mp4", frame, NATURAL).media_ns < index.pts_ns[frame]


@given(st.integers(25, 90))
def test_where_libvlc_began_is_told_by_how_full_its_buffer_is(frame: int) -> None:
    index = film()
    media_ns = run_up(index, ".mp4", frame, NATURAL).media_ns
    for key_ns in index.keys_ns[:, 1]:
        if key_ns < media_ns:
            percent = STEP_NS * 100 / (CACHING_NS + media_ns - int(key_ns))
            assert key_told(index, ".mp4", media_ns, percent) == key_ns
    assert key_told(index, ".mkv", media_ns, 50) is None
    assert key_told(index, ".mp4", media_ns, 0) is None
    assert key_told(index, ".mp4", media_ns, 100) is None
