"""Which screens say what they show, and for how long."""

import pytest
from show_films import a_film

from installation.director import LineupPlanner, labels_by_layout, labels_settled
from installation.director._labelling import labels_ordered
from installation.errors import UsageError
from installation.model import Labels
from installation.model import _order_table as orders
from installation.model._layout import parse_layout
from installation.timeline import (
    EASE_NS,
    FOREVER,
    Called,
    LabelTimes,
    Programme,
    Take,
    label_strength,
    run_at,
)
from installation.units import SECOND

SCREENS = """\
screens:
  - {name: left, display: {position: 1}}
  - {name: centre, display: {position: 2}}
  - {name: right, display: {position: 3}}
"""
LAYOUT = parse_layout(SCREENS + "labels: {screens: {centre: off, right: ru}, seconds: 10}\n", "l")
T = 50 * SECOND


def programme(labels: LabelTimes | None = None) -> Programme:
    films = (a_film("kiss-1", 30.0), a_film("kiss-2", 30.0))
    plan = LineupPlanner(LAYOUT.policies, films, labels=LAYOUT.labels).plan(1)
    assert plan is not None
    times = labels_by_layout(LAYOUT) if labels is None else labels
    return Programme(1, "boot", (Take(1, T, 1, 0),), plans=(plan,), labels=times)


def after(words: str, at_s: float, before: Programme | None = None) -> tuple[Programme, str]:
    order = orders.parse(words)
    assert isinstance(order, Labels)
    labels, text = labels_ordered(before or programme(), order, T + round(at_s * SECOND))
    return programme(labels), text


def seen(shown: Programme, screen: str, at_s: float) -> float:
    at_ns = T + round(at_s * SECOND)
    run = run_at(shown, at_ns)
    assert run is not None
    return label_strength(shown.labels, screen, run, at_ns)


def test_each_screen_has_its_label_in_its_language() -> None:
    entries = programme().plans[0].entries
    assert entries["left"].label is not None and entries["right"].label is not None
    assert entries["left"].label.notice.startswith("The pictures")
    assert entries["right"].label.notice.startswith("Изображение")
    assert entries["centre"].label is None
    assert labels_by_layout(LAYOUT) == LabelTimes(True, 10 * SECOND)


def test_once_is_for_a_while_and_on_is_until_off() -> None:
    once, said = after("labels", 15)
    assert said == "labels for 10 s"
    assert [seen(once, "left", at_s) for at_s in (14, 15, 20, 25)] == [0, 0, 1, 0]
    on, said = after("labels on left", 15)
    assert said == "labels on left until they are ordered off"
    assert (seen(on, "left", 29), seen(on, "right", 29)) == (1, 0)
    off, said = after("labels off", 29, on)
    assert said == "no labels"
    assert seen(off, "left", 29) == 1  # it goes gently
    assert seen(off, "left", 29.6) == 0


def test_one_that_is_on_goes_on_without_a_blink() -> None:
    again, _ = after("labels once", 5)
    assert [seen(again, "left", at_s) for at_s in (5, 8, 14)] == [1, 1, 1]
    assert seen(again, "left", 15) == 0


def test_taken_away_it_comes_again_with_the_next_cycle() -> None:
    off, _ = after("labels off", 3)
    assert [seen(off, "left", at_s) for at_s in (4, 8, 33)] == [0, 0, 1]
    never_on, _ = after("labels off", 20)
    assert seen(never_on, "left", 20) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("labels once lfet", "did you mean 'left'"),
        ("labels on centre", "the layout has no labels on centre"),
        ("labels left", "takes once"),
    ],
)
def test_what_cannot_be_is_refused(words: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        after(words, 15)


def test_before_anything_plays_there_is_nothing_to_say() -> None:
    with pytest.raises(UsageError, match="nothing plays yet"):
        labels_ordered(Programme(), Labels(), T)


def test_an_order_stays_as_far_as_another_layout_has_its_screens() -> None:
    call = Called(T - EASE_NS, FOREVER)
    kept = labels_settled(LabelTimes(False, SECOND, {"left": call, "gone": call}), LAYOUT)
    assert kept == LabelTimes(True, 10 * SECOND, {"left": call})
