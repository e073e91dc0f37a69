"""Several machines on the panel: each in words, and one that is gone first of all."""

import msgspec
import pytest
from panel_status import LEFT, a_show

from installation.model import ShowState
from installation.panel._health_words import report
from installation.panel._machine_probe import MachineState
from installation.panel._machines_words import machine_lines
from installation.panel._page import Page, Sign
from installation.panel._press_memory import PressMemory, remembered
from installation.panel._viewmodel import page
from installation.show import MachineSeen, ShowStatus

replace = msgspec.structs.replace
EAST = MachineSeen("east", True, True, True, True, ("left", "centre", "right"), 0.4, True, films=5)
WEST = MachineSeen(
    *("west", False, True, False, True, ("door", "stairs"), 0.61, True),
    offset_ms=-0.2,
    films=5,
)
GONE = replace(WEST, there=False, away_s=2.6, offset_ms=None)


def seen(status: ShowStatus) -> Page:
    return page(status, remembered(PressMemory(), status))


def test_one_machine_alone_has_nothing_of_it() -> None:
    shown = seen(a_show())
    assert shown.machines == () and machine_lines(a_show()) == []


def test_each_machine_is_there_with_what_it_does() -> None:
    status = a_show(machines=(EAST, WEST))
    shown = seen(status)
    assert shown.headline.sign is Sign.WELL
    assert shown.headline.detail == "All 5 screens of all machines play in step."
    assert [(row.title, row.sign, row.word, row.version) for row in shown.machines] == [
        ("east, this machine", Sign.WELL, "leads", "left, centre, right"),
        ("west", Sign.WELL, "follows", "door, stairs"),
    ]
    assert not any(row.detail for row in shown.machines)
    east, west = machine_lines(status)
    assert east == (
        "east, this machine (left, centre, right): leads; clock within 0.4 ms; films: 5"
    )
    assert west == (
        "west (door, stairs): follows; clock within 0.6 ms, found -0.2 ms off this one's; films: 5;"
        " heard just now"
    )
    assert "west (door, stairs): follows" in report(status, MachineState())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Playing, but west is away"),
        ({"state": ShowState.PAUSED}, "Paused, but west is away"),
        ({"dark": True}, "Blackout, but west is away"),
    ],
)
def test_one_that_is_gone_is_what_is_said_first(changes: dict[str, object], words: str) -> None:
    shown = seen(a_show(machines=(EAST, GONE), **changes))
    assert (shown.headline.sign, shown.headline.sentence) == (Sign.CARE, words)
    row = shown.machines[1]
    assert (row.sign, row.word, row.detail) == (Sign.CARE, "not there", "not heard for 3 s")
    (_, line) = machine_lines(a_show(machines=(EAST, GONE)))
    assert line == "west (door, stairs): not there; not heard for 3 s"


def test_two_that_are_gone_are_both_named() -> None:
    never = MachineSeen("north", False, False, False, False)
    shown = seen(a_show(machines=(EAST, GONE, never)))
    assert shown.headline.sentence == "Playing, but west, north are away"
    assert shown.machines[2].detail == "not heard since the show began"


def test_a_screen_of_this_wall_goes_before_a_machine_that_is_gone() -> None:
    ill = replace(LEFT, pid=None)
    shown = seen(a_show(machines=(EAST, GONE), screens=(ill,)))
    assert "restarting" in shown.headline.sentence


def test_a_closed_house_does_not_mind_machines_that_are_off() -> None:
    shown = seen(a_show(machines=(EAST, GONE), state=ShowState.CLOSED))
    assert shown.headline.sentence == "The house is closed"


@pytest.mark.parametrize(
    ("changes", "word", "detail"),
    [
        ({"bound_ms": None, "trusted": False}, "follows", "nobody keeps its clock"),
        ({"trusted": False}, "follows", "its clock is not to be trusted"),
        ({"lacks": 2}, "follows", "lacks films that others have: 2"),
    ],
)
def test_what_is_odd_about_a_machine_stands_beside_it(
    changes: dict[str, object], word: str, detail: str
) -> None:
    row = seen(a_show(machines=(EAST, replace(WEST, **changes)))).machines[1]
    assert (row.sign, row.word, row.detail) == (Sign.NOTE, word, detail)


def test_one_with_another_writers_programme_says_so() -> None:
    row = seen(a_show(machines=(EAST, replace(WEST, follows=False)))).machines[1]
    assert row.word == "plays its own until the seam"


@pytest.mark.parametrize(("seconds", "says"), [(89, "89 s"), (600, "10 min"), (7200, "2 h")])
def test_how_long_it_has_been_away(seconds: float, says: str) -> None:
    row = seen(a_show(machines=(EAST, replace(GONE, away_s=seconds)))).machines[1]
    assert row.detail == f"not heard for {says}"
