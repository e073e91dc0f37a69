"""When small pictures are drawn: while somebody looks, and never at a picture's cost."""

from dataclasses import dataclass, field

import pytest

from installation.stage import Mirror
from installation.stage._mirror import EVERY_NS, SPARE_NS, STANDING_NS
from installation.timeline import FOREVER
from installation.units import MILLISECOND, SECOND

FRAME_NS = SECOND // 24


@dataclass
class Memory:
    wanted_until_ns: int = FOREVER
    published: list[int] = field(default_factory=list)
    seen_ns: int = -1

    def publish(self, at_ns: int) -> None:
        self.published.append(at_ns)
        self.seen_ns = at_ns

    def still(self, now_ns: int) -> None:
        self.seen_ns = now_ns


class Desk:
    """A mirror with a clock of its own; drawing takes ``cost_ns``."""

    def __init__(self, cost_ns: int = 2 * MILLISECOND) -> None:
        self.now_ns, self.cost_ns, self.drawings = SECOND, cost_ns, 0
        self.memory = Memory()
        self.mirror = Mirror(self.memory, self._draw, lambda: self.now_ns)

    def _draw(self) -> None:
        self.drawings += 1
        self.now_ns += self.cost_ns

    def swap(self, room_ns: int = 20 * MILLISECOND) -> None:
        """A picture: drawn so long before its swap."""
        swap_ns = self.now_ns + room_ns
        self.mirror.drawn(swap_ns)
        self.now_ns = max(swap_ns, self.now_ns)
        self.mirror.shown(self.now_ns)

    def play(self, pictures: int, room_ns: int = 20 * MILLISECOND) -> None:
        for _ in range(pictures):
            begins_ns = self.now_ns
            self.swap(room_ns)
            self.now_ns = max(self.now_ns, begins_ns + FRAME_NS)


def test_a_film_that_plays_is_seen_at_least_five_times_a_second() -> None:
    desk = Desk()
    desk.play(24)
    assert len(desk.memory.published) == desk.drawings >= 5
    assert desk.drawings <= SECOND // EVERY_NS


def test_nobody_looks_and_nothing_is_drawn() -> None:
    desk = Desk()
    desk.memory.wanted_until_ns = desk.now_ns
    desk.play(24)
    assert not desk.drawings and not desk.mirror.behind(desk.now_ns, SECOND)


def test_without_room_nothing_is_drawn() -> None:
    desk = Desk()
    desk.play(24, room_ns=SPARE_NS - 1)
    assert not desk.drawings


def test_what_took_long_once_needs_as_much_room_the_next_time() -> None:
    desk = Desk(cost_ns=15 * MILLISECOND)
    desk.play(1)
    desk.play(3, room_ns=15 * MILLISECOND + SPARE_NS - 1)
    assert desk.drawings == 1
    desk.play(1, room_ns=15 * MILLISECOND + SPARE_NS)
    assert desk.drawings == 2


def test_what_was_slow_once_is_tried_again() -> None:
    desk = Desk(cost_ns=100 * MILLISECOND)
    desk.play(1, room_ns=200 * MILLISECOND)
    desk.cost_ns = MILLISECOND
    desk.play(48)
    assert desk.drawings > 5


def test_no_swap_is_late_for_it() -> None:
    desk = Desk(cost_ns=8 * MILLISECOND)
    for _ in range(50):
        begins_ns = desk.now_ns
        desk.swap(room_ns=12 * MILLISECOND)
        assert desk.now_ns == begins_ns + 12 * MILLISECOND
        desk.now_ns += 30 * MILLISECOND


def test_a_show_that_stands_is_seen_as_it_stands() -> None:
    desk = Desk()
    desk.play(2)  # the first of them was drawn small, the second is on the glass
    assert desk.drawings == 1
    assert not desk.mirror.behind(desk.now_ns, SECOND)  # not so soon
    desk.now_ns += EVERY_NS
    assert not desk.mirror.behind(desk.now_ns, STANDING_NS)  # a picture is due
    assert desk.mirror.behind(desk.now_ns, SECOND)
    desk.mirror.drawn(FOREVER)  # again, for this
    desk.mirror.shown(desk.now_ns)
    desk.now_ns += SECOND
    assert not desk.mirror.behind(desk.now_ns, SECOND)
    assert desk.memory.seen_ns == desk.now_ns  # an old instant, and still what is on


@pytest.mark.parametrize("later", [0, 3])
def test_a_picture_that_was_replaced_was_there_until_then(later: int) -> None:
    desk = Desk()
    desk.play(1)
    desk.swap()
    replaced_ns = desk.now_ns
    desk.now_ns += FRAME_NS
    desk.play(later, room_ns=0)
    assert desk.memory.seen_ns == replaced_ns
