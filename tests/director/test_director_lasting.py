"""What outlasts a cycle: other line-ups, and other controllers that take over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from show_films import a_film
from show_simulation import SCREENS, Show, a_show, playing, settled

from installation.director import _director as director
from installation.link import STAGE
from installation.timeline import STATUS_NS, Programme, entry_of, plan_of
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


# another line-up


def test_a_version_that_arrives_plays_from_the_next_seam_on() -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    show.stock((*FILMS, NEW))
    show.run(20 * SECOND)
    assert shown(show, 1) == ["a", "b", "c"]
    assert shown(show, 2) == ["a", "c", "d"]
    plan = plan_of(show.state.programme, 2)
    assert plan is not None and plan.cycle_ns == 25 * SECOND


def test_a_version_that_arrives_just_before_a_seam_waits_for_the_next_one() -> None:
    show = a_show(FILMS)
    show.run(25 * SECOND, lambda: story_s(show) > 18.5)
    show.stock((*FILMS, NEW))
    show.run(22 * SECOND)
    assert shown(show, 2) == ["a", "b", "c"]
    assert shown(show, 3) == ["a", "c", "d"]


def test_a_version_gets_into_a_show_of_very_short_films() -> None:
    show = a_show((a_film("a", 1.5),))
    show.stock((a_film("b", 1.5),))
    show.run(6 * SECOND)
    now = playing(show)
    assert now is not None and shown(show, now.cycle) == ["b", "b", "b"]


def test_the_last_version_goes_on_when_all_are_gone() -> None:
    show = a_show(FILMS)
    show.stock(())
    show.run(70 * SECOND)
    now = playing(show)
    assert now is not None and now.cycle == 4
    assert shown(show, 4) == ["a", "b", "c"]


@pytest.mark.thorough
def test_a_draw_for_every_cycle_does_not_make_the_programme_grow() -> None:
    show = a_show(FILMS, policies=("random",) * 3)
    drawn = set()
    for _ in range(40):
        show.run(20 * SECOND)
        now = playing(show)
        assert now is not None
        drawn.add(tuple(shown(show, now.cycle)))
        assert len(show.state.programme.plans) <= 3
    assert len(drawn) == 6


# another controller


def test_another_controller_goes_on_where_the_first_one_was() -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    show.change_controller()
    serial = show.state.programme.takes[-1].serial
    show.run(30 * SECOND)
    assert show.state.programme.takes[-1].serial == serial
    show.order("restart")
    assert show.run(2 * SECOND, lambda: settled(show))
    assert show.state.programme.takes[-1].serial > serial


def test_another_controller_finds_the_show_paused_and_can_resume_it() -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    show.order("pause")
    show.run(SECOND)
    held = playing(show)
    show.change_controller()
    show.run(SECOND)
    assert playing(show) == held and held is not None
    assert show.order("resume").ok
    resumed = show.state.programme.takes[-1]
    assert (resumed.cycle, resumed.story_ns) == (held.cycle, held.story_ns)


def test_an_order_that_the_first_controller_had_not_carried_out_is_gone() -> None:
    show = a_show(FILMS, delays=(SECOND, SECOND))
    show.run(5 * SECOND)
    show.order("restart")
    show.change_controller()
    show.run(5 * SECOND)
    now = playing(show)
    assert now is not None and now.cycle == 1
    assert show.state.programme.pending is None


@given(
    begun_ms=st.integers(0, 45_000),
    after_ms=st.integers(0, 2_000),
    orders=st.lists(st.sampled_from(["restart", "pause", "resume", "sync", "go"]), max_size=3),
    seed=st.integers(0, 99),
)
def test_a_controller_whose_programme_was_lost_is_followed_at_once(
    begun_ms: int, after_ms: int, orders: list[str], seed: int
) -> None:
    show = a_show(FILMS, seed)
    show.run(begun_ms * MILLISECOND)
    for order in orders:
        show.order(order, 9 * SECOND if order == "go" else None)
        show.run(after_ms * MILLISECOND)
    lost = show.state.programme
    show.lose_programme()
    show.run(STATUS_NS + 50 * MILLISECOND)
    assert show.state.programme.revision > lost.revision
    for player in show.players.values():
        assert player.programme == show.state.programme
    assert show.run(3 * SECOND, lambda: playing(show) is not None)
    assert show.state.programme.takes[0].serial > lost.revision  # no deck has its label already
    assert show.order("restart").ok
    assert show.run(3 * SECOND, lambda: settled(show) and len(show.commits) > 0)
    assert all(player.programme == show.state.programme for player in show.players.values())


@pytest.mark.parametrize("stocked_later", [False, True])
def test_after_a_reboot_the_show_begins_anew_and_counts_on(stocked_later: bool) -> None:
    show = a_show(FILMS)
    show.run(25 * SECOND)
    show.order("restart")
    show.run(3 * SECOND)
    told = show.state.programme
    take = told.takes[-1]
    assert take.cycle == 3
    after = Show(show.random, () if stocked_later else FILMS, boot="another", now_ns=7 * SECOND)
    after.state = director.taken_over(after.state, told, after.now_ns)
    assert after.state.programme.revision > told.revision
    after.run(SECOND)
    after.stock(FILMS)
    after.come(STAGE)
    for screen in SCREENS:
        after.come(screen)
    assert after.run(3 * SECOND, lambda: bool(after.state.programme.takes))
    (first,) = after.state.programme.takes
    assert (first.cycle, first.story_ns) == (4, 0)
    assert first.serial > take.serial
    assert after.state.programme.boot == "another"


def test_a_controller_that_finds_nothing_of_use_begins_with_the_first_cycle() -> None:
    show = Show(a_show(FILMS).random, FILMS)
    show.state = director.taken_over(show.state, Programme(), show.now_ns)
    pending = show.state.programme.pending
    assert pending is not None and (pending.cycle, pending.story_ns) == (1, 0)


def test_after_a_reboot_the_line_up_is_the_one_that_held_and_the_newer_one_takes_over() -> None:
    show = a_show(FILMS[:2])
    show.run(25 * SECOND)
    told, held = show.state.programme, show.state.programme.plans[-1]
    after = Show(show.random, FILMS, boot="another", now_ns=7 * SECOND)
    after.state = director.taken_over(after.state, told, after.now_ns, held)
    newer = after.state.shelf.plan(after.state.first_cycle)
    assert newer is not None and newer.entries != held.entries
    after.stock(FILMS)
    after.come(STAGE)
    for screen in SCREENS:
        after.come(screen)
    assert after.run(3 * SECOND, lambda: bool(after.state.programme.takes))
    assert after.state.programme.plans[-1].entries == held.entries
    swapped = lambda: after.state.programme.plans[-1].entries == newer.entries  # noqa: E731
    assert after.run(25 * SECOND, swapped)
    assert after.state.programme.plans[-1].from_cycle > after.state.first_cycle


def test_after_a_reboot_the_line_up_that_held_plays_though_the_folder_is_away() -> None:
    show = a_show(FILMS)
    show.run(5 * SECOND)
    told, held = show.state.programme, show.state.programme.plans[-1]
    after = Show(show.random, (), boot="another", now_ns=7 * SECOND)
    after.state = director.taken_over(after.state, told, after.now_ns, held)
    after.stock(())
    after.come(STAGE)
    for screen in SCREENS:
        after.come(screen)
    assert after.run(3 * SECOND, lambda: bool(after.state.programme.takes))
    assert after.state.programme.plans[-1].entries == held.entries
