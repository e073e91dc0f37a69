"""Another line-up, proposed and decided: at the boundary, at a beat, now; or not, and why."""

import pytest
from show_films import a_film
from show_simulation import SCREENS, Show, a_show, playing

from installation.director import Answer, SwapRule
from installation.director import _director as director
from installation.director import _swap_moves as swapping
from installation.director._state import Aim
from installation.errors import UsageError
from installation.timeline import DECIDE_NS, entry_of, plan_of, run_at
from installation.units import MILLISECOND, SECOND

BEATS = {"ball": 5.0, "kiss": 12.0}
FILMS = tuple(a_film(name, 20.0, BEATS) for name in "abc")
NEW = a_film("d", 25.0, BEATS)
OLD, SWAPPED = ["a", "b", "c"], ["a", "c", "d"]


def now_shown(show: Show) -> list[str]:
    """Which versions are on the screens."""
    now = playing(show)
    assert now is not None
    entries = [entry_of(show.state.programme, now.cycle, screen) for screen in SCREENS]
    return [entry.version if entry else "-" for entry in entries]


def story_s(show: Show) -> float:
    now = playing(show)
    assert now is not None
    return now.story_ns / SECOND


def with_swap(seed: int = 0, at: str = "boundary", fade_s: float = 0.0, **traits) -> Show:
    return a_show(FILMS, seed, swap=SwapRule(at, round(fade_s * SECOND)), **traits)


def order(show: Show, at: str) -> Answer:
    answers = []

    def give(state):
        state, answer = swapping.swap_ordered(state, at, show.now_ns)
        answers.append(answer)
        return state

    show.do(give)
    return answers[0]


def test_it_is_decided_shortly_before_the_boundary_and_comes_with_it() -> None:
    show = with_swap(fade_s=2.0)
    show.run(3 * SECOND)
    show.stock((*FILMS, NEW))
    assert show.state.standby.aim is Aim.SWAP and show.state.programme.pending is not None
    run = run_at(show.state.programme, show.now_ns)
    assert run is not None
    assert show.run(30 * SECOND, lambda: bool(show.swaps))
    decided_ns, plan = show.swaps[0]
    assert run.end_ns - DECIDE_NS <= decided_ns <= run.end_ns - DECIDE_NS + 200 * MILLISECOND
    assert plan.fade_ns == 2 * SECOND
    assert now_shown(show) == OLD
    show.run(2 * SECOND)
    assert now_shown(show) == SWAPPED
    assert len(show.state.programme.takes) == 1  # a seam like any other: nobody else is cued again


def test_a_screen_that_is_not_ready_holds_it_up_and_is_named() -> None:
    show = with_swap()
    right = show.players["right"]
    right.slow, right.delay_ns = "d", 3600 * SECOND
    show.stock((*FILMS, NEW))
    show.run(21 * SECOND)
    assert now_shown(show) == OLD and not show.swaps
    assert show.state.swapping.unready == ("right",) and show.state.swapping.tries == 1
    show.run(100 * SECOND)
    assert now_shown(show) == OLD and show.state.swapping.unready == ("right",)
    right.delay_ns = 100 * MILLISECOND
    show.run(40 * SECOND)
    assert now_shown(show) == SWAPPED
    assert (show.state.swapping.unready, show.state.swapping.tries) == ((), 0)


def test_a_player_that_is_away_is_waited_for_but_not_for_ever() -> None:
    show = with_swap()
    show.lose("right")
    show.stock((*FILMS, NEW))
    show.run(50 * SECOND)
    assert now_shown(show) == OLD and "right" in show.state.swapping.unready
    show.run(60 * SECOND)
    assert now_shown(show) == SWAPPED


def test_what_arrives_while_a_swap_is_cued_comes_with_it() -> None:
    show = with_swap()
    for name in "defg":
        show.run(3 * SECOND)
        show.stock((*show.films, a_film(name, 20.0)))
    show.run(15 * SECOND)
    assert now_shown(show) == ["a", "f", "g"]
    assert len(show.swaps) == 1


def test_news_in_the_last_second_do_not_cost_what_is_cued_its_boundary() -> None:
    show = with_swap()
    show.stock((*FILMS, NEW))
    show.run(30 * SECOND, lambda: story_s(show) > 18.7)
    show.stock((*FILMS, NEW, a_film("e", 20.0)))
    show.run(2 * SECOND)
    assert now_shown(show) == SWAPPED
    show.run(25 * SECOND)
    assert now_shown(show) == ["a", "d", "e"]


def test_a_film_that_goes_again_before_the_boundary_does_not_come() -> None:
    show = with_swap()
    show.stock((*FILMS, NEW))
    show.run(30 * SECOND, lambda: story_s(show) > 18.7)
    show.stock(FILMS)
    show.run(5 * SECOND)
    assert now_shown(show) == OLD and not show.swaps
    assert show.state.swapping.unready == ()


def test_a_film_of_the_wall_that_goes_late_keeps_no_other_from_coming() -> None:
    show = with_swap()
    show.stock((*FILMS, NEW))
    show.run(30 * SECOND, lambda: story_s(show) > 18.7)
    show.stock((*(film for film in FILMS if film.version.id != "c"), NEW))
    show.run(2 * SECOND)
    assert now_shown(show) == SWAPPED  # c was on the wall, and is for one more cycle
    show.run(25 * SECOND)
    assert now_shown(show) == ["a", "b", "d"]


def test_a_film_that_goes_again_does_not_come_though_another_waits() -> None:
    show = with_swap()
    show.stock((*FILMS, NEW))
    show.run(30 * SECOND, lambda: story_s(show) > 18.7)
    show.stock((*FILMS, a_film("e", 20.0)))
    show.run(2 * SECOND)
    assert now_shown(show) == OLD
    show.run(20 * SECOND)
    assert now_shown(show) == ["a", "c", "e"]


def test_now_comes_within_two_seconds_inside_the_story() -> None:
    show = with_swap(at="now", delays=(50 * MILLISECOND, 200 * MILLISECOND))
    show.run(5 * SECOND)
    before_s = story_s(show)
    show.stock((*FILMS, NEW))
    assert show.run(2 * SECOND, lambda: now_shown(show) == SWAPPED)
    now = playing(show)
    assert now is not None and now.cycle == 2
    assert before_s < story_s(show) < before_s + 2
    assert show.commits[-1][0] is Aim.SWAP


def test_now_aims_again_for_slow_screens_and_then_waits_for_the_boundary() -> None:
    show = with_swap(at="now", delays=(1500 * MILLISECOND, 1500 * MILLISECOND))
    show.run(3 * SECOND)
    show.stock((*FILMS, NEW))
    assert show.run(8 * SECOND, lambda: now_shown(show) == SWAPPED)
    show.players["left"].mute = True
    show.stock(FILMS)
    show.run(9 * SECOND)
    assert now_shown(show) == SWAPPED and show.state.swapping.unready == ("left",)


def test_a_beat_brings_it_in_this_cycle_or_the_next() -> None:
    show = with_swap(at="kiss")
    show.run(3 * SECOND)
    show.stock((*FILMS, NEW))
    show.run(30 * SECOND, lambda: now_shown(show) == SWAPPED)
    assert 12.0 <= story_s(show) < 12.1
    show.stock(FILMS)
    show.run(14 * SECOND)  # over the end of the story: not before the beat
    assert now_shown(show) == SWAPPED
    show.run(12 * SECOND)
    assert now_shown(show) == OLD


def test_a_beat_that_nobody_has_is_the_boundary() -> None:
    show = with_swap(at="the flood")
    show.stock((*FILMS, NEW))
    show.run(22 * SECOND)
    assert now_shown(show) == SWAPPED


def test_a_person_has_it_come_when_they_want() -> None:
    show = with_swap()
    show.run(3 * SECOND)
    assert order(show, "now").text == "no other line-up waits"
    show.stock((*FILMS, NEW))
    with pytest.raises(UsageError, match="flood"):
        order(show, "flood")
    assert order(show, "kiss").text == "the new line-up comes at 'kiss'"
    assert order(show, "now").text == "the new line-up comes now"
    assert show.run(3 * SECOND, lambda: now_shown(show) == SWAPPED)
    # only that one: the next waits for the boundary as the layout has it
    show.stock(FILMS)
    show.run(10 * SECOND)
    assert now_shown(show) == SWAPPED
    show.order("pause")
    assert order(show, "now").text == "paused: resume first, then swap"


def test_an_order_goes_first_and_the_swap_comes_after_it() -> None:
    show = with_swap()
    show.run(3 * SECOND)
    show.stock((*FILMS, NEW))
    for what in ("go", "sync", "pause", "resume"):
        assert show.order(what, 6 * SECOND).ok
        show.run(2 * SECOND)
    show.run(20 * SECOND)
    assert now_shown(show) == SWAPPED


def test_a_screen_that_is_stuck_does_not_hold_up_its_own_rescue() -> None:
    show = with_swap()
    show.stock((*FILMS, NEW))
    show.run(25 * SECOND)
    assert now_shown(show) == SWAPPED
    show.lose("right")
    show.do(lambda state: director.stocked(state, show.shelf_of(FILMS), show.now_ns))
    show.do(lambda state: swapping.hurried(state, show.now_ns))
    assert show.run(4 * SECOND, lambda: now_shown(show) == OLD)


@pytest.mark.parametrize("length_s", [0.04, 0.3, 1.0, 1.6, 1.8, 2.5])
def test_films_of_any_length_can_be_left(length_s: float) -> None:
    show = a_show((a_film("a", length_s),), delays=(30 * MILLISECOND, 200 * MILLISECOND))
    show.run(2 * SECOND)
    show.stock((a_film("b", 20.0),))
    assert show.run(10 * SECOND, lambda: now_shown(show) == ["b"] * 3)
    plan = plan_of(show.state.programme, show.state.programme.takes[-1].cycle)
    assert plan is not None


def test_a_new_controller_proposes_again_what_had_not_been_decided() -> None:
    show = with_swap()
    show.stock((*FILMS, NEW))
    show.run(SECOND)
    show.change_controller()
    assert show.state.programme.pending is None
    show.run(25 * SECOND)
    assert now_shown(show) == SWAPPED
