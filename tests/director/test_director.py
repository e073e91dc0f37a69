"""What the director makes of one thing after another: orders, screens that are late or gone."""

import pytest
from show_films import a_film
from show_simulation import SCREENS, Show, a_show, playing, settled, with_screens

from installation.director import _director as director
from installation.director._state import Aim
from installation.errors import UsageError
from installation.link import STAGE
from installation.timeline import (
    FAR_NS,
    HEADROOM_NS,
    LEAD_NS,
    PAUSE_NS,
    Take,
    entry_of,
    moment_at,
)
from installation.units import MILLISECOND, SECOND

FILMS = (a_film("a", 20.0), a_film("b", 20.0), a_film("c", 20.0))
NEW = a_film("d", 25.0)


def story_s(show: Show) -> float:
    """Where the story is, in seconds."""
    now = playing(show)
    assert now is not None
    return now.story_ns / SECOND


def shown(show: Show, cycle: int) -> list[str]:
    """Which versions a cycle has on the screens."""
    entries = [entry_of(show.state.programme, cycle, screen) for screen in SCREENS]
    return [entry.version if entry else "-" for entry in entries]


# the beginning


def test_begins_when_all_screens_and_the_stage_stand_ready() -> None:
    show = a_show(FILMS, begin=False)
    assert not show.run(3 * SECOND, lambda: bool(show.state.programme.takes))
    show.come(STAGE)
    (take,) = show.state.programme.takes
    assert take == Take(take.serial, show.now_ns + HEADROOM_NS, 1, 0)
    assert shown(show, 1) == ["a", "b", "c"]
    assert show.state.programme.pending is None


def test_pictures_that_have_just_begun_to_come_get_a_lead_before_they_are_on() -> None:
    show = a_show(FILMS)
    show.order("restart")
    state, now_ns = show.state, show.now_ns
    assert state.soonest(now_ns) == now_ns + HEADROOM_NS
    pending = state.programme.pending
    assert pending is not None
    came_ns = now_ns - 10 * MILLISECOND
    for screen in SCREENS[1:]:
        state = director.reported(state, screen, pending.serial, now_ns, came_ns - SECOND)
    assert state.soonest(now_ns) == now_ns + HEADROOM_NS
    state = director.reported(state, SCREENS[0], pending.serial, now_ns, came_ns)
    (*_, take) = state.programme.takes
    assert take == Take(pending.serial, came_ns + LEAD_NS, 2, 0)


def test_begins_without_a_screen_that_never_comes_or_a_stage_that_is_not_there() -> None:
    show = a_show(FILMS, begin=False)
    show.players["left"].mute = True
    assert not show.run(11 * SECOND, lambda: bool(show.state.programme.takes))
    assert show.run(2 * SECOND, lambda: bool(show.state.programme.takes))


def test_waits_for_a_first_version_and_for_a_first_screen() -> None:
    show = a_show((), begin=False)
    show.come(STAGE)
    for player in show.players.values():
        player.mute = True
    assert not show.run(SECOND, lambda: show.state.programme.pending is not None)
    show.stock(FILMS[:1])
    assert not show.run(60 * SECOND, lambda: bool(show.state.programme.takes))
    show.players["left"].mute = False
    assert show.run(SECOND, lambda: bool(show.state.programme.takes))
    assert shown(show, 1) == ["a", "a", "a"]


def test_versions_that_come_before_the_beginning_are_in_it() -> None:
    show = a_show(FILMS[:1], begin=False)
    show.run(SECOND)
    show.stock(FILMS)
    show.come(STAGE)
    assert show.run(2 * SECOND, lambda: bool(show.state.programme.takes))
    assert shown(show, 1) == ["a", "b", "c"]
    assert show.state.programme.takes[0].cycle == 1


def test_news_without_consequence_do_not_put_the_beginning_off() -> None:
    show = a_show(FILMS, begin=False)
    before = show.state.programme
    show.stock(FILMS)
    assert show.state.programme is before


def test_the_last_version_may_vanish_before_the_beginning() -> None:
    show = a_show(FILMS, begin=False)
    show.stock(())
    assert (show.state.programme.pending, show.state.programme.plans) == (None, ())
    show.come(STAGE)
    assert not show.run(20 * SECOND, lambda: bool(show.state.programme.takes))
    show.stock(FILMS)
    assert show.run(2 * SECOND, lambda: bool(show.state.programme.takes))


# orders


@pytest.mark.parametrize("what", ["restart", "pause", "resume", "sync", "go"])
def test_nothing_can_be_ordered_before_anything_plays(what: str) -> None:
    show = a_show((), begin=False)
    before = show.state
    answer = show.order(what, 0)
    assert (answer.ok, answer.text) == (False, "nothing plays yet")
    assert show.state == before


def test_a_restart_takes_a_new_cycle_from_its_beginning() -> None:
    show = a_show(FILMS)
    show.run(7 * SECOND)
    assert show.order("restart").ok
    assert show.run(2 * SECOND, lambda: story_s(show) < 1)
    now = playing(show)
    assert now is not None and now.cycle == 2


def test_a_restart_brings_what_has_arrived() -> None:
    show = a_show(FILMS)
    show.run(7 * SECOND)
    show.stock((*FILMS, NEW))
    assert shown(show, 2) == ["a", "b", "c"]  # only proposed
    show.order("restart")
    show.stock(FILMS)  # too late: the decks are cued
    show.run(3 * SECOND)
    assert shown(show, 2) == ["a", "c", "d"]
    show.run(25 * SECOND)
    assert shown(show, 3) == ["a", "b", "c"]


def test_a_restart_does_not_wait_long_for_what_has_arrived() -> None:
    show = a_show(FILMS)
    show.run(7 * SECOND)
    show.players["right"].delay_ns = 30 * SECOND
    show.players["right"].slow = "d"
    show.stock((*FILMS, NEW))
    show.order("restart")
    assert show.run(3 * SECOND, lambda: settled(show))
    assert shown(show, 2) == ["a", "b", "c"]


@pytest.mark.thorough
def test_pause_and_resume_lose_nothing_of_the_story() -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    assert show.order("pause").ok
    ordered_ns, (take,) = show.now_ns, show.state.programme.takes
    assert take.hold_ns == ordered_ns + PAUSE_NS
    held = moment_at(show.state.programme, take.hold_ns)
    assert held is not None
    show.run(3600 * SECOND)
    assert playing(show) == held
    assert show.order("resume").ok
    resumed = show.state.programme.takes[-1]
    assert (resumed.cycle, resumed.story_ns) == (held.cycle, held.story_ns)
    assert resumed.at_ns == show.now_ns + HEADROOM_NS
    show.run(2 * SECOND)
    assert settled(show)


def test_a_pause_waits_for_other_machines_to_hear_of_it() -> None:
    show = a_show(FILMS, far_ns=FAR_NS)
    show.run(5 * SECOND)
    show.order("pause")
    hold_ns = show.state.programme.takes[-1].hold_ns
    assert hold_ns == show.now_ns + PAUSE_NS + FAR_NS
    show.run(FAR_NS // 2)
    assert show.order("pause").text == "paused already"  # it could not be any sooner
    assert show.state.programme.takes[-1].hold_ns == hold_ns
    assert show.order("resume").ok
    show.run(SECOND)
    assert show.state.programme.takes[-1].at_ns > hold_ns
    assert settled(show)
    show.order("pause")
    show.run(SECOND)
    show.order("resume")
    assert show.state.programme.takes[-1].at_ns == show.now_ns + HEADROOM_NS + FAR_NS


def test_pause_and_resume_say_when_there_is_nothing_to_do() -> None:
    show = a_show(FILMS)
    assert show.order("resume").text == "not paused: it plays"
    show.order("pause")
    before = show.state
    assert show.order("pause").text == "paused already"
    assert show.order("sync").text == "paused: resume cues all screens again"
    assert show.state == before


@pytest.mark.parametrize("what", ["resume", "restart", "go"])
def test_a_pause_calls_back_what_has_not_begun_yet(what: str) -> None:
    show = a_show(FILMS, delays=(SECOND, SECOND))
    show.run(5 * SECOND)
    show.order("pause")
    show.run(100 * MILLISECOND)
    held = playing(show)
    assert show.order(what, 3 * SECOND).ok
    assert show.order("pause").ok
    show.run(60 * SECOND)
    assert playing(show) == held
    assert show.order("resume").ok


def test_a_pause_does_not_wait_for_a_sync_that_is_set_for_later() -> None:
    show = a_show(FILMS, delays=(50 * MILLISECOND, 60 * MILLISECOND))
    show.run(5 * SECOND)
    show.order("sync")
    assert show.run(SECOND, lambda: show.state.standby.aim is Aim.NONE)
    assert show.state.programme.takes[-1].at_ns > show.now_ns + 400 * MILLISECOND
    show.order("pause")
    assert show.state.programme.takes[-1].hold_ns == show.now_ns + PAUSE_NS


def test_an_order_after_a_sync_does_not_wait_for_it_either() -> None:
    show = a_show(FILMS, delays=(50 * MILLISECOND, 60 * MILLISECOND))
    show.run(5 * SECOND)
    show.order("sync")
    assert show.run(SECOND, lambda: show.state.standby.aim is Aim.NONE)
    synced = show.state.programme.takes[-1]
    show.order("go", 0)
    assert show.run(SECOND, lambda: show.state.standby.aim is Aim.NONE)
    assert show.state.programme.takes[-1].at_ns < synced.at_ns
    assert synced not in show.state.programme.takes


def test_a_sync_takes_over_where_the_story_is_then() -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    before = show.state.programme
    assert show.order("sync").ok
    assert show.run(2 * SECOND, lambda: show.state.standby.aim is Aim.NONE)
    take = show.state.programme.takes[-1]
    course = moment_at(before, take.at_ns)
    assert course is not None
    assert (take.cycle, take.story_ns) == (course.cycle, course.story_ns)


def test_a_sync_does_not_take_the_place_of_another_order() -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    show.order("restart")
    assert show.order("sync").ok
    assert show.state.standby.aim is Aim.RESTART


def test_a_sync_aims_further_ahead_for_screens_that_are_slow() -> None:
    show = a_show(FILMS, delays=(1500 * MILLISECOND, 2500 * MILLISECOND))
    show.run(5 * SECOND)
    show.order("sync")
    assert show.run(8 * SECOND, lambda: show.state.standby.aim is Aim.NONE)


def test_go_lands_where_it_was_sent() -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    answer = show.order("go", 12 * SECOND)
    assert (answer.ok, answer.text) == (True, "to 12.0 s")
    assert show.run(2 * SECOND, lambda: settled(show))
    aim, take = show.commits[-1]
    assert (aim, take.cycle, take.story_ns) == (Aim.GO, 1, 12 * SECOND)


@pytest.mark.parametrize("story_ns", [20 * SECOND, 3600 * SECOND])
def test_go_refuses_what_lies_outside_of_the_story(story_ns: int) -> None:
    show = a_show(FILMS)
    before = show.state
    answer = show.order("go", story_ns)
    assert (answer.ok, answer.text) == (False, "the story is 20.0 s long: go to 0 - 20.0")
    assert show.state == before


def test_go_over_a_seam_lands_in_the_cycle_that_plays_by_then() -> None:
    show = a_show(FILMS, delays=(SECOND, SECOND))
    show.run(25 * SECOND, lambda: story_s(show) > 19.2)
    show.order("go", 5 * SECOND)
    assert show.run(4 * SECOND, lambda: settled(show))
    aim, take = show.commits[-1]
    assert (aim, take.cycle, take.story_ns) == (Aim.GO, 2, 5 * SECOND)


def test_go_over_a_seam_is_given_up_when_the_next_story_is_too_short() -> None:
    show = a_show((a_film("a", 20.0),), delays=(2 * SECOND, 2 * SECOND))
    show.run(SECOND)
    show.stock((a_film("a", 10.0, revision="2"),))
    for player in show.players.values():
        player.delay_ns = 30 * MILLISECOND
    show.run(25 * SECOND, lambda: story_s(show) > 19.2)
    for player in show.players.values():
        player.delay_ns = 2 * SECOND
    show.order("go", 15 * SECOND)
    show.run(5 * SECOND)
    assert settled(show) and show.commits[-1][0] is Aim.START
    now = playing(show)
    assert now is not None and now.cycle == 2


def test_a_place_before_the_story_is_not_one() -> None:
    show = a_show(FILMS)
    with pytest.raises(UsageError, match="no beat '-1"):
        show.order("go", -1 * SECOND)


def test_next_goes_from_beat_to_beat_and_begins_again_behind_the_last() -> None:
    beats = {"door": 6.0, "kiss": 15.0}
    show = a_show([a_film(name, 20.0, beats) for name in "abc"])
    assert show.order("next").text == "to 6.0 s"
    assert show.run(2 * SECOND, lambda: settled(show))
    show.run(SECOND)
    assert show.order("next").text == "to 15.0 s"
    assert show.run(2 * SECOND, lambda: settled(show))
    show.run(SECOND)
    assert show.order("next").text == "from the beginning"
    assert show.run(2 * SECOND, lambda: settled(show))
    aim, take = show.commits[-1]
    assert (aim, take.cycle, take.story_ns) == (Aim.RESTART, 2, 0)


def test_next_twice_at_once_is_two_beats_on() -> None:
    show = a_show([a_film(name, 20.0, {"door": 6.0, "kiss": 15.0}) for name in "abc"])
    assert show.order("next").text == "to 6.0 s"
    assert show.order("next").text == "to 15.0 s"
    assert show.run(2 * SECOND, lambda: settled(show))
    assert show.commits[-1][1].story_ns == 15 * SECOND


def test_next_without_beats_begins_again() -> None:
    assert a_show(FILMS).order("next").text == "from the beginning"


# screens that are late or gone


@pytest.mark.parametrize("what", ["restart", "sync", "go", "resume"])
def test_a_screen_that_never_reports_does_not_hold_an_order_up_for_ever(what: str) -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    show.players["centre"].mute = True
    if what == "resume":
        show.order("pause")
        show.run(SECOND)
    before = len(show.commits)
    assert show.order(what, 3 * SECOND).ok
    assert not show.run(3 * SECOND, lambda: len(show.commits) > before)
    assert show.run(4 * SECOND, lambda: len(show.commits) > before)


def test_go_over_many_short_cycles_does_not_wait_for_ever_either() -> None:
    show = a_show((a_film("a", 3.0),))
    show.players["centre"].mute = True
    show.run(SECOND)
    show.order("go", SECOND)
    assert show.run(9 * SECOND, lambda: show.commits[-1][0] is Aim.GO)


def test_a_screen_that_is_gone_is_not_waited_for() -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    show.lose("centre")
    show.order("restart")
    assert show.run(1500 * MILLISECOND, lambda: show.commits[-1][0] is Aim.RESTART)


def test_a_screen_whose_display_is_gone_is_not_waited_for() -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    show.players["centre"].alive = False
    show.do(lambda state: with_screens(state, ("left", "right")))
    show.order("restart")
    assert show.run(1500 * MILLISECOND, lambda: show.commits[-1][0] is Aim.RESTART)


def test_a_lost_screen_does_not_count_as_a_lost_stage() -> None:
    state = a_show(FILMS).state
    assert director.lost(with_screens(state, ("left",)), "right").stage
    assert not director.lost(state, STAGE).stage


def test_what_an_unknown_screen_says_changes_nothing() -> None:
    show = a_show(FILMS)
    assert director.reported(show.state, "ceiling", 1, show.now_ns) is show.state
