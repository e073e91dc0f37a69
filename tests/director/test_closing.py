"""The house closes and opens: the wall goes dark and rests, the day begins anew."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from msgspec import structs
from show_films import a_film
from show_simulation import Show, a_show, playing

from installation.director import _closing as closing
from installation.director import _director as director
from installation.director import _timecode_moves as chasing
from installation.director._closing import RISE_NS
from installation.director._state import State
from installation.link import Chase
from installation.model import StoryOrder
from installation.model._order_table import parse
from installation.timeline import HOUSE_NS, gain_at, light_at, moment_at, speaks_at
from installation.timeline._voice import ALL, Heard
from installation.units import MILLISECOND, SECOND

FILMS = (a_film("a", 9.0), a_film("b", 9.0), a_film("c", 9.0))


def keep(show: Show, move: Callable[[State, int], State], duration_ns: int) -> None:
    """Ask as the controller does, ten times a second."""
    end_ns = show.now_ns + duration_ns
    while show.now_ns < end_ns:
        show.do(lambda state: move(state, show.now_ns))
        show.run(100 * MILLISECOND)


def light(show: Show) -> float:
    return light_at(show.state.programme, show.now_ns)


@pytest.fixture
def show() -> Show:
    made = a_show(FILMS, 3)
    made.run(5 * SECOND, lambda: playing(made) is not None)
    made.run(2 * SECOND)
    return made


def test_a_house_that_closes_is_silent_at_once_then_dark_then_at_rest(show: Show) -> None:
    show.state = replace(
        show.state, programme=structs.replace(show.state.programme, heard=Heard(ALL))
    )
    assert gain_at(show.state.programme, "left", show.now_ns) == 1.0
    show.do(lambda state: closing.closed(state, show.now_ns))
    assert gain_at(show.state.programme, "left", show.now_ns) == 0.0
    assert speaks_at(show.state.programme, "left", show.now_ns)
    keep(show, closing.closed, HOUSE_NS // 2)
    assert 0 < light(show) < 1 and playing(show) is not None
    keep(show, closing.closed, 2 * SECOND)
    assert light(show) == 0
    held = moment_at(show.state.programme, show.now_ns)
    assert held is not None and held.held
    assert show.state.programme.rests(show.now_ns)
    revision = show.state.programme.revision
    keep(show, closing.closed, 60 * SECOND)
    assert show.state.programme.revision == revision  # nothing is said all night long


def test_the_day_begins_with_the_beginning_lit_when_it_is_there(show: Show) -> None:
    keep(show, closing.closed, 10 * SECOND)
    before = show.last.cycle if show.last else 0
    opened_ns = show.now_ns
    while show.now_ns < opened_ns + RISE_NS:
        assert light(show) == 0
        keep(show, closing.opened, 100 * MILLISECOND)
    now = playing(show)
    assert now is not None and now.cycle == before + 1 and now.story_ns < RISE_NS
    keep(show, closing.opened, HOUSE_NS)
    assert light(show) == 1 and not show.state.programme.shut


@pytest.mark.parametrize("order", ["pause", "blackout on", "restart", "go 3", "resume", "sync"])
def test_what_was_ordered_the_day_before_is_over_in_the_morning(show: Show, order: str) -> None:
    show.give(parsed(order))
    keep(show, closing.closed, 10 * SECOND)
    keep(show, closing.opened, 6 * SECOND)
    assert playing(show) is not None and light(show) == 1
    assert not show.state.programme.rests(show.now_ns)


@pytest.mark.parametrize("order", ["pause", "blackout off", "restart", "go 3", "resume", "next"])
def test_a_closed_house_does_nothing_but_say_so(show: Show, order: str) -> None:
    keep(show, closing.closed, 10 * SECOND)
    before = show.state
    answer = show.give(parsed(order))
    assert not answer.ok and "closed" in answer.text and show.state == before


def test_a_show_that_begins_in_a_closed_house_is_dark_from_its_first_picture_on() -> None:
    show = a_show(FILMS, 1, begin=False)
    show.do(lambda state: closing.closed(state, show.now_ns))
    assert light(show) == 0 or not show.state.programme.takes
    show.run(HOUSE_NS)
    show.do(lambda state: director.stocked(state, show.shelf(), show.now_ns))
    for _ in range(50):
        keep(show, closing.closed, 200 * MILLISECOND)
        assert light(show) == 0
    held = moment_at(show.state.programme, show.now_ns)
    assert held is not None and held.held
    keep(show, closing.opened, 6 * SECOND)
    assert playing(show) is not None and light(show) == 1


def test_a_house_that_opens_again_before_it_was_dark_plays_on(show: Show) -> None:
    keep(show, closing.closed, SECOND)
    before = show.state.programme.takes
    keep(show, closing.opened, 7 * SECOND)
    assert show.state.programme.takes == before and light(show) == 1


def test_another_controller_knows_that_the_house_is_closed(show: Show) -> None:
    keep(show, closing.closed, 10 * SECOND)
    show.change_controller()
    keep(show, closing.closed, SECOND)
    assert show.state.programme.shut and light(show) == 0
    keep(show, closing.opened, 6 * SECOND)
    assert playing(show) is not None


def test_a_masters_timecode_moves_nothing_in_a_closed_house(show: Show) -> None:
    keep(show, closing.closed, 10 * SECOND)
    takes = show.state.programme.takes
    chase = Chase(0, show.now_ns, True, 1, "locked")
    for _ in range(20):
        show.do(lambda state: chasing.chased(state, chase, show.now_ns))
        keep(show, closing.closed, 250 * MILLISECOND)
    assert show.state.programme.takes == takes
    keep(show, closing.opened, 3 * SECOND)
    assert playing(show) is not None  # with the master


def parsed(text: str) -> StoryOrder:
    order = parse(text)
    assert isinstance(order, StoryOrder)
    return order
