"""The shelf: the line-up of a cycle as what players need."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from show_films import a_film

from installation.director import LineupPlanner
from installation.director import _line_up as shelf_module
from installation.director._line_up import KEPT
from installation.model import Ready, choose_line_up
from installation.timeline import Entry
from installation.units import SECOND

LEFT, RIGHT = "left", "right"
SHORT = a_film("a", 12.0, {"arrival": 0.0, "kiss": 6.0})
LONG = a_film("b", 30.0, {"arrival": 0.0, "ball": 9.0, "kiss": 21.5})
PLAIN = a_film("c", 40.0)


def test_nothing_to_play_is_no_plan() -> None:
    assert LineupPlanner({LEFT: "first"}).plan(1) is None
    assert LineupPlanner({}, (SHORT,)).plan(1) is None
    assert LineupPlanner({LEFT: "first"}).notes(1) == (
        "There is no version yet; the screens wait for the first.",
    )


def test_a_plan_has_what_a_player_needs_and_is_as_long_as_its_longest_film() -> None:
    plan = LineupPlanner({LEFT: "first", RIGHT: "newest"}, (SHORT, LONG)).plan(7)
    assert plan is not None
    assert (plan.from_cycle, plan.cycle_ns) == (7, 30 * SECOND)
    assert plan.entries == {
        "left": Entry(
            version="a",
            revision="a-1",
            title="The Kiss, a",
            film="a.mp4",
            index="a.index",
            points=((0, 0), (12 * SECOND, 12 * SECOND)),
        ),
        "right": Entry(
            version="b",
            revision="b-1",
            title="The Kiss, b",
            film="b.mp4",
            index="b.index",
            points=((0, 0), (30 * SECOND, 30 * SECOND)),
        ),
    }


def test_a_film_that_is_not_in_the_line_up_does_not_make_the_cycle_longer() -> None:
    plan = LineupPlanner({LEFT: "first"}, (SHORT, LONG)).plan(1)
    assert plan is not None
    assert plan.cycle_ns == 12 * SECOND


def test_says_what_it_does_instead() -> None:
    (pinned,) = LineupPlanner({LEFT: "lost"}, (SHORT,)).notes(1)
    assert pinned.startswith("left: there is no version 'lost'")
    assert LineupPlanner({LEFT: "first", RIGHT: "newest"}, (SHORT,)).notes(1) == (
        "2 screens share one version.",
    )


def test_beats_are_those_of_the_longest_version_that_is_shown_and_has_any() -> None:
    def beats(*versions: Ready) -> list[str]:
        plan = LineupPlanner({LEFT: "first", RIGHT: "newest"}, versions).plan(1)
        return [beat.name for beat in plan.beats] if plan else []

    assert beats(SHORT, LONG) == ["arrival", "ball", "kiss"]
    assert beats(SHORT, PLAIN) == ["arrival", "kiss"]
    assert beats(PLAIN) == beats() == []


FILMS = tuple(a_film(name, 3.0 + i) for i, name in enumerate("abcdef"))


@given(st.sets(st.sampled_from(FILMS), min_size=1), st.integers(1, 10**6), st.integers(0, 99))
def test_a_draw_is_the_same_whenever_it_is_asked_for(
    films: set[Ready], cycle: int, seed: int
) -> None:
    versions = tuple(sorted(films, key=lambda ready: ready.version.id))
    shelf = LineupPlanner({LEFT: "random", RIGHT: "random"}, versions, seed)
    plan = shelf.plan(cycle)
    assert plan is not None
    assert plan == LineupPlanner({LEFT: "random", RIGHT: "random"}, versions, seed).plan(cycle)
    if len(versions) > 1:
        assert plan.entries["left"] != plan.entries["right"]


def test_a_line_up_is_drawn_once_for_each_cycle(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def counted(policies, versions, cycle, seed):
        drawn.append(cycle)
        return choose_line_up(policies, versions, cycle, seed)

    monkeypatch.setattr(shelf_module, "choose_line_up", counted)
    shelf = LineupPlanner({LEFT: "random"}, (SHORT, LONG), seed=3)
    for _ in range(10):
        assert shelf.plan(1) == shelf.plan(1) and shelf.plan(2) and shelf.notes(1) == ()
    assert drawn == [1, 2]
    for cycle in range(1, 100):
        assert shelf.plan(cycle) == LineupPlanner(shelf.policies, shelf.versions, seed=3).plan(
            cycle
        )
    assert len(shelf._known) == KEPT
    assert replace(shelf, versions=())._known == {}
