"""A screen whose version is locked to a story: paces, waits and leaps, each leg a cue."""

from collections.abc import Callable

import pytest
from fake_deck import film_of
from msgspec.structs import replace
from simulated_show import STEP_NS, Show

from installation.player._deck import DeckState
from installation.timeline import CALM_NS, TURN_NS, Points, Take, spans
from installation.units import MILLISECOND, SECOND

NewShow = Callable[..., Show]
MS = MILLISECOND
POINTS: Points = (
    (0, 0),
    (3_000 * MS, 2_700 * MS),  # slower
    (5_000 * MS, 4_900 * MS),  # faster
    (5_600 * MS, 4_900 * MS),  # a wait, and a leap to the beat
    (5_600 * MS, 5_001 * MS),
    (8_000 * MS, 7_401 * MS),  # its own pace; leaves early
    (8_000 * MS, 7_801 * MS),
    (10_000 * MS, 9_801 * MS),
)
"""Ten seconds of story of a film of ten seconds."""


@pytest.fixture
def show(new_show: NewShow) -> Show:
    made = new_show(a=film_of(7, 240))
    made.line_up(made.plan("a", 10, points=POINTS))
    return made


def test_every_picture_of_the_map_is_on_the_glass_when_it_is_due(show: Show) -> None:
    show.begin()
    show.run(31)
    assert not show.wrong() and show.cueing.recoveries == 0
    assert {seen.cycle for seen in show.seen} == {1, 2, 3, 4}


def test_every_span_is_one_cue(show: Show) -> None:
    show.begin()
    before = show.cues
    show.run(30)
    assert show.cues - before == 3 * len(spans(POINTS))


def test_what_comes_behind_a_place_is_cued_once_that_stands_ready(show: Show) -> None:
    show.begin()
    show.run(6.1)  # calm, and no seam so near that it keeps its deck
    show.cue(2.8)  # 0.2 s before a beat
    most = 0
    while not show.ready():
        show.step()
        most = max(most, sum(deck.state is DeckState.LOADING for deck in show.decks))
    show.commit()
    show.run(4)
    assert most == 1
    assert not show.wrong() and show.cueing.recoveries == 0


def test_while_a_seam_is_on_the_glass_no_deck_reads(show: Show) -> None:
    show.begin()
    show.run(30)
    seams = [span.story_ns for span in spans(POINTS)][:-1]  # the last span is too short to wait
    busy = 0
    for _ in range(1000):
        show.step()
        story_ns = show.programme.takes[-1].at_ns
        since = (show.now_ns - story_ns) % (10 * SECOND)
        loading = any(deck.state is DeckState.LOADING for deck in show.decks)
        busy += loading
        if loading:
            assert not any(0 <= since - seam < CALM_NS for seam in seams)
    assert busy


@pytest.mark.parametrize("story_s", [0.7, 2.1, 3.0, 4.0, 5.6, 7.0, 8.0, 8.9])
def test_go_shows_the_place_wherever_it_lies_in_the_map(show: Show, story_s: float) -> None:
    show.begin()
    show.run(1.5)
    show.cue(story_s)
    show.until(show.ready)
    show.commit()
    show.run(12)
    assert not show.wrong()
    assert next(seen for seen in show.seen if seen.take == 2).shown is not None


@pytest.mark.parametrize("story_s", [2.0, 3.0, 5.0, 5.3, 5.6, 8.0])
def test_it_holds_at_a_place_and_goes_on_from_there(show: Show, story_s: float) -> None:
    show.begin()
    show.run(0.5)
    show.hold_at(story_s)
    show.run(9)
    held = show.shown
    assert not show.wrong() and not show.rolling()
    show.cue(story_s)
    show.until(show.ready)
    show.commit()
    show.run(6)
    assert not show.wrong()
    assert next(seen for seen in show.seen if seen.take == 2).shown == held


def test_a_player_that_dies_in_the_middle_comes_back_in_step(show: Show) -> None:
    show.begin()
    show.run(3.8)
    show.kill_player()
    show.start_player()
    since_ns = show.now_ns + 1100 * MS  # it plays fast there, with one key picture: a long way up
    show.run(12)
    assert not show.wrong(since_ns) and show.cues <= 10


@pytest.mark.parametrize("film_ns", [3_000 * MS, 3_450 * MS])
def test_a_fast_place_that_would_be_hurried_does_not_wait_for_its_turn(
    new_show: NewShow, film_ns: int
) -> None:
    """Its only key picture is 3 s before it: every moment more is less to catch up with."""
    show = new_show(a=film_of(7, 24 * 8))
    leap = (0, 0), (3_000 * MS, 3_000 * MS), (3_000 * MS, 3_100 * MS)
    points: Points = (*leap, (6_000 * MS, 3_100 * MS + film_ns))
    plan = show.plan("a", 6, points=points)
    entry = plan.entries["left"]
    show.line_up(replace(plan, entries={"one": entry, "two": entry, "left": entry}))
    show.begin()
    before = show.cues
    show.until(lambda: show.cues > before)
    took_ns = show.now_ns - show.programme.takes[-1].at_ns
    waited_ns = CALM_NS if film_ns > 3_000 * MS else CALM_NS + 2 * TURN_NS
    assert 0 <= took_ns - waited_ns <= 3 * STEP_NS
    show.run(14)
    assert not show.wrong()


@pytest.mark.parametrize("cue_ms", [40, 400])
def test_a_long_run_up_to_a_fast_place_is_reckoned_with_at_once(
    new_show: NewShow, cue_ms: int
) -> None:
    """A film with its only key picture a minute before, at a fast pace: it was cued 235 times."""
    show = new_show(a=film_of(7, 24 * 80))
    show.reels.cue_ns = cue_ms * MS
    show.line_up(show.plan("a", 69.6, points=((0, 0), (69_600 * MS, 80_000 * MS))))
    show.publish(takes=(Take(1, show.now_ns, 1, 52 * SECOND),))
    show.run(11.5)
    assert show.cues == 2  # and one for the seam
    assert show.shown is not None and not show.wrong(show.now_ns - SECOND)
