"""Whole shows of one screen in simulated time, 10 ms a step, judged by what is on the glass."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from fake_deck import film_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simulated_show import Show

from installation.player._deck import DeckState
from installation.timeline import LEAD_NS, Plan, Take
from installation.units import MILLISECOND, SECOND

NewShow = Callable[..., Show]


def test_a_start_shows_the_first_picture_at_its_instant(show: Show) -> None:
    show.cue()
    assert show.cueing.cued() == -1
    assert show.until(show.ready) < 0.2
    show.run(1)
    assert show.cues == 1 and not show.rolling()  # it stands ready as long as it takes
    show.commit()
    show.run(1)
    assert not show.wrong()
    assert show.cueing.counts.pictures >= 23 and show.cueing.counts.late == 0


def test_pictures_come_as_early_as_they_should(show: Show) -> None:
    show.begin()
    show.run(1)
    reel = show.cueing.on_air(show.now_ns)
    assert reel is not None
    assert LEAD_NS - 15 * MILLISECOND < reel.lead_ns < LEAD_NS + 15 * MILLISECOND
    states = [status.state for status in show.cueing.decks()]
    assert "rolling" in states and show.cueing.decks()[0].version == "a"


def test_seam_after_seam_the_decks_take_turns(show: Show) -> None:
    show.begin()
    rolls: list[int] = []
    for _ in range(3000):
        show.step()
        rolling = show.rolling()
        if len(rolling) == 1 and rolling[-1:] != rolls[-1:]:
            rolls += rolling
    assert not show.wrong()
    assert {seen.cycle for seen in show.seen} >= set(range(1, 11))
    assert len(rolls) >= 10 and all(a != b for a, b in pairwise(rolls))
    assert show.cues <= 12 and show.cueing.recoveries == 0
    counts = show.cueing.counts
    assert counts.skipped == counts.late == counts.unidentified == counts.repeated == 0


@pytest.mark.parametrize("fps", [(24000, 1001), (25, 1), (30000, 1001), (50, 1), (60, 1), (15, 1)])
def test_every_rate_plays_and_loops_whole(new_show: NewShow, fps: tuple[int, int]) -> None:
    film = film_of(5, 2 * fps[0] // fps[1], fps)
    show = new_show(c=film)
    show.line_up(show.plan("c", film.facts.duration_ns / SECOND))
    show.begin()
    show.run(9)
    assert not show.wrong()
    per_cycle = {cycle: {s.shown[1] for s in show.seen if s.cycle == cycle} for cycle in (2, 3)}
    assert all(len(frames) == len(film.pts_ns) for frames in per_cycle.values())


def test_a_restart_takes_the_deck_that_stands_ready_for_the_seam(show: Show) -> None:
    show.begin()
    show.run(1)
    cues = show.cues
    assert sorted(deck.state.value for deck in show.decks) == ["cued", "idle", "rolling"]
    show.cue(cycle=2)
    assert show.until(show.ready) <= 0.02
    assert show.cues == cues  # only relabelled
    show.commit()
    show.run(1)
    assert not show.wrong() and show.seen[-1].cycle == 2 and show.seen[-1].take == 2


@pytest.mark.parametrize("story_s", [0.02, 1.0, 1.51, 2.5])
def test_go_shows_the_place_at_once(show: Show, story_s: float) -> None:
    show.begin()
    show.run(0.5)
    show.cue(story_s)
    show.until(show.ready)
    show.commit()
    show.run(4)
    assert not show.wrong()
    first = next(seen for seen in show.seen if seen.take == 2)
    assert first.shown == ("a", int(story_s * 24 + 1e-6))


@pytest.mark.parametrize("fps", [(24000, 1001), (24, 1), (60, 1)])
@pytest.mark.parametrize("frame", [9.0, 9.5, 9.99])
def test_go_in_matroska_which_begins_a_picture_earlier_is_in_time(
    new_show: NewShow, fps: tuple[int, int], frame: float
) -> None:
    film = film_of(5, 3 * fps[0] // fps[1], fps)
    show = new_show(**{"c.mkv": film})
    show.line_up(show.plan("c.mkv", film.facts.duration_ns / SECOND))
    show.begin()
    show.run(0.5)
    show.cue(frame * fps[1] / fps[0] + 1e-6)
    show.until(show.ready)
    show.commit()
    show.run(1)
    assert not show.wrong() and show.cueing.recoveries == 0


def test_a_sync_changes_nothing_on_the_glass(show: Show) -> None:
    show.begin()
    show.run(0.3)
    old = show.rolling()
    run_story = show.seen[-1].due[1] / 24
    at_ns = show.now_ns + 900 * MILLISECOND
    take = show.programme.takes[0]
    show.cue((at_ns - take.at_ns) / SECOND)
    show.until(show.ready)
    pending = show.programme.pending
    assert pending is not None
    new = Take(pending.serial, at_ns, 1, pending.story_ns)
    show.publish(takes=(take, new), pending=None)
    show.run(1.2)
    assert not show.wrong() and show.rolling() != old and run_story < 1


def test_a_pause_parks_and_a_resume_goes_on_with_the_next_picture(show: Show) -> None:
    show.begin()
    show.run(1)
    show.pause()
    show.cue_where_it_is()
    show.until(show.ready)
    show.run(5)
    held = show.shown
    assert not show.rolling()  # the deck that was on air is parked
    assert [deck.state for deck in show.decks].count(DeckState.CUED) == 1
    show.commit()
    show.run(4)
    assert not show.wrong() and show.cueing.recoveries == 0
    after = [seen.shown for seen in show.seen if seen.take == 2]
    assert after[0] == held


def test_in_a_closed_house_no_deck_stands_by_until_it_opens(show: Show) -> None:
    show.begin()
    show.run(1)
    show.publish(shut=True)
    show.pause()
    show.cue_where_it_is()
    show.run(5)
    assert {deck.state for deck in show.decks} == {DeckState.IDLE}
    show.publish(shut=False)
    assert show.until(show.ready) < 0.5
    show.commit()
    show.run(4)
    assert not show.wrong()


def test_a_pause_in_the_last_moments_of_a_cycle_holds_there(show: Show) -> None:
    show.begin()
    show.until(lambda: show.shown == ("a", 71))
    show.pause()
    show.cue_where_it_is()
    show.run(3)
    assert show.shown == ("a", 71) and show.ready()
    show.commit()
    show.run(2)
    assert not show.wrong()


@pytest.mark.parametrize("frame", [50, 65, 70])
def test_a_resume_just_before_a_seam_finds_the_next_cycle_cued(show: Show, frame: int) -> None:
    show.reels.cue_ns = 300 * MILLISECOND  # as on a busy machine: the seam would come first
    show.begin()
    show.until(lambda: show.shown == ("a", frame))
    show.pause()
    show.cue_where_it_is()
    show.run(3)
    assert sorted(deck.state.value for deck in show.decks) == ["cued", "cued", "idle"]
    cues = show.cues
    show.commit()
    show.until(lambda: show.seen[-1].cycle == 2)
    assert show.cues == cues
    show.run(1)
    assert not show.wrong()


def test_a_film_shorter_than_the_cycle_holds_its_last_picture(show: Show) -> None:
    show.line_up(show.plan("a", 7))
    show.begin()
    show.run(16)
    assert not show.wrong() and show.cueing.recoveries == 0
    assert show.seen[600].shown == ("a", 71)
    assert show.cues <= 4


@pytest.mark.parametrize("story_s", [3.0, 4.5, 6.9])
def test_a_go_into_the_tail_of_a_shorter_film_shows_its_last_picture(
    show: Show, story_s: float
) -> None:
    show.line_up(show.plan("a", 7))
    show.begin()
    show.run(1)
    show.cue(story_s)
    show.until(show.ready)
    show.commit()
    show.run(8)
    assert not show.wrong()
    assert next(seen for seen in show.seen if seen.take == 2).shown == ("a", 71)


def test_a_version_that_changes_after_its_deck_was_cued_is_cued_anew(show: Show) -> None:
    show.begin()
    show.run(0.8)
    assert DeckState.CUED in {deck.state for deck in show.decks}  # with a, for the next cycle
    show.line_up(show.plan("a", 3), show.plan("b", 3, from_cycle=2))
    show.run(6)
    assert not show.wrong()
    assert {seen.shown[0] for seen in show.seen if seen.cycle == 2} == {"b"}


def test_a_pending_cue_whose_version_changes_is_not_ready_until_cued_anew(show: Show) -> None:
    show.begin()
    show.run(0.5)
    show.cue(cycle=2)
    show.until(show.ready)
    show.line_up(show.plan("a", 3), show.plan("b", 3, from_cycle=2))
    assert not show.ready()
    show.until(show.ready)
    show.commit()
    show.run(1)
    assert not show.wrong() and show.shown[0] == "b"


def test_a_screen_that_loses_its_place_in_the_line_up_lets_its_deck_go(show: Show) -> None:
    show.begin()
    show.run(0.5)
    show.line_up(show.plan("a", 3), Plan(2, 3 * SECOND, {}))
    show.run(4)
    assert not show.wrong()
    assert {deck.state for deck in show.decks} == {DeckState.IDLE}
    assert show.cueing.cued() == -1
    show.cue(cycle=3)
    assert show.ready()  # nothing to do is done


def test_a_slow_film_after_a_fast_one_leaves_it_its_slots(new_show: NewShow) -> None:
    fast, slow = film_of(5, 180, (60, 1)), film_of(6, 45, (15, 1))
    show = new_show(fast=fast, slow=slow)
    show.line_up(show.plan("fast", 3), show.plan("slow", 3, 2), show.plan("fast", 3, 3))
    show.begin()
    show.run(11)
    assert not show.wrong()
    assert {s.shown[1] for s in show.seen if s.cycle == 1} == set(range(180))


def test_nothing_is_left_taken_when_decks_are_parked(show: Show) -> None:
    show.begin()
    show.run(1)
    show.line_up(Plan(1, 3 * SECOND, {}))
    show.publish(takes=())
    show.run(0.1)
    assert {deck.state for deck in show.decks} == {DeckState.IDLE}
    assert not show.ring._busy


@pytest.mark.parametrize("story_s", [2.2, 2.4, 2.5])
@pytest.mark.parametrize("after_s", [0.05, 0.15, 0.3])
def test_an_order_behind_an_order_leaves_the_seam_its_deck(
    show: Show, story_s: float, after_s: float
) -> None:
    show.begin()
    show.run(1)
    show.cue(story_s)
    show.until(show.ready)
    show.commit()
    show.run(after_s)
    show.cue(1.0, 2)  # stands by, and is given its instant behind the seam
    show.until(lambda: show.seen[-1].cycle == 2)
    show.run(0.3)
    assert show.ready()
    show.commit()
    show.run(2)
    assert not show.wrong()


ORDERS = st.lists(
    st.tuples(
        st.sampled_from(["go", "restart", "pause", "resume", "kill", "swap"]),
        st.integers(15, 250),
        st.floats(0, 5.9),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=25,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ORDERS)
def test_whatever_is_ordered_the_show_finds_its_place(
    new_show: NewShow, orders: list[tuple[str, int, float]]
) -> None:
    show = new_show()
    show.line_up(show.plan("a", 6))
    show.begin()
    for what, steps, story_s in orders:
        show.run(steps / 100)
        paused = show.programme.takes[-1].hold_ns is not None
        cycle = show.seen[-1].cycle
        if what == "kill":
            show.kill_player()
            show.start_player()
        elif what == "swap":
            plans = [p for p in show.programme.plans if p.from_cycle <= cycle]
            name = "b" if plans[-1].entries["left"].version == "a" else "a"
            if show.to_seam_ns() > 1800 * MILLISECOND:  # the director leaves the next seam be
                show.line_up(*plans, show.plan(name, 6, cycle + 1))
        elif what == "pause" and not paused:
            show.pause()
            show.cue_where_it_is()
        elif what == "resume" and paused:
            show.until(show.ready)
            show.commit()
        elif what in ("go", "restart"):
            show.cue(story_s if what == "go" else 0, cycle if what == "go" else cycle + 1)
            show.until(show.ready)
            show.commit()
    show.run(2)
    since_ns = show.now_ns
    show.run(7)
    assert not show.wrong(since_ns)
    assert show.cueing.counts.unidentified == 0 and show.cueing.fault == ""
    show.leave()
