"""The holder of the director's state: moves change it, and nothing else."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from installation.director import Answer, LineupPlanner, State
from installation.director import _director as director
from installation.director import _ordering as ordering
from installation.link import _messages as m
from installation.said import verbatim
from installation.show import Connections, LazyWriter, ProgrammeStore, Publisher
from installation.timeline import Heard, Programme
from installation.units import SECOND


class Room:
    """Stands in for the connections: keeps what all are told."""

    def __init__(self) -> None:
        self.told: list[m.Message] = []

    def tell_all(self, message: m.Message) -> None:
        self.told.append(message)


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def publisher(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    state = State(LineupPlanner({}), ("left", "right"), 0, Programme(0, "boot"))
    return Publisher(state, cast(Connections, room), ProgrammeStore(tmp_path, LazyWriter()))


def test_its_state_is_to_be_read_only(publisher: Publisher) -> None:
    with pytest.raises(AttributeError):
        publisher.state = replace(publisher.state, screens=())
    with pytest.raises(AttributeError):
        publisher.state.screens = ()


def test_a_move_makes_another_state_of_it(publisher: Publisher) -> None:
    before = publisher.state
    publisher.ask(director.displayed, ("left",))
    assert publisher.state == replace(before, screens=("left",))
    assert before.screens == ("left", "right")


def test_an_order_makes_another_and_has_an_answer(publisher: Publisher) -> None:
    def move(state: State, cycle: int) -> tuple[State, Answer]:
        return replace(state, first_cycle=cycle), Answer(True, verbatim(f"it is {cycle}"))

    assert publisher.order(move, 7) == Answer(True, verbatim("it is 7"))
    assert publisher.state.first_cycle == 7


def test_only_another_programme_is_told_and_kept(publisher: Publisher, room: Room) -> None:
    publisher.publish(SECOND)
    publisher.ask(director.displayed, ("left",))
    publisher.publish(SECOND)
    assert room.told == [m.Follow(Programme(0, "boot"))]
    publisher.ask(State.published, 0)
    publisher.publish(SECOND)
    assert room.told[1:] == [m.Follow(publisher.programme)]
    assert publisher.kept() == publisher.programme
    publisher.end()
    assert publisher.kept() is None


def heard_at(percent: int) -> Heard:
    return Heard(levels={"left": percent, "right": 100})


def test_of_levels_that_follow_each_other_closely_the_last_wins(
    publisher: Publisher, room: Room
) -> None:
    publisher.publish(SECOND)
    for n in range(1000):  # five seconds of a fader's 200 a second
        now_ns = SECOND + n * SECOND // 200
        publisher.ask(director.heard, heard_at(n % 101), now_ns)
        publisher.publish(now_ns)
    assert 20 < len(room.told) <= 27
    publisher.publish(7 * SECOND)
    last = room.told[-1]
    assert isinstance(last, m.Follow)
    assert last.programme.heard.level("left") == 999 % 101
    assert publisher.kept() == last.programme


def test_anything_else_goes_out_at_once_and_takes_the_levels_with_it(
    publisher: Publisher, room: Room
) -> None:
    publisher.publish(SECOND)
    publisher.ask(director.heard, heard_at(7), SECOND)
    publisher.publish(SECOND + 1)
    assert len(room.told) == 1
    publisher.order(ordering.darkened, "on", SECOND + 2)
    publisher.publish(SECOND + 2)
    assert room.told[1:] == [m.Follow(publisher.programme)]
    assert publisher.programme.heard == heard_at(7)


def test_another_voice_goes_out_at_once(publisher: Publisher, room: Room) -> None:
    publisher.publish(SECOND)
    publisher.ask(director.heard, Heard("left"), SECOND)
    publisher.publish(SECOND + 1)
    assert room.told[1:] == [m.Follow(publisher.programme)]
