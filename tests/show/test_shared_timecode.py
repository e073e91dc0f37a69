"""A master's timecode among machines: whose is followed, and for how long."""

from collections.abc import Iterator

import pytest
from fake_bus import FakeBus, FakeNet

from installation.link import Chase
from installation.show._shared_timecode import LASTS_NS, SharedTimecode
from installation.timeline import ClockReading, CommonTime
from installation.units import MILLISECOND, SECOND

MACHINES = ("east", "west", "north")
KEPT = CommonTime.first(ClockReading(10**18, 1000), 0)
NOBODYS = CommonTime.first(ClockReading(10**18, None), 0)


@pytest.fixture
def buses() -> Iterator[dict[str, FakeBus]]:
    """West's end of a net, and east's."""
    net = FakeNet()
    made = {machine: net.join(machine) for machine in ("west", "east")}
    yield made
    for bus in made.values():
        bus.close()


def code(serial: int = 1, light: str = "on", at_ns: int = SECOND) -> Chase:
    return Chase(5 * SECOND, at_ns, running=True, serial=serial, light=light)


def test_its_own_goes_first_then_the_layouts_order(buses: dict[str, FakeBus]) -> None:
    shared = SharedTimecode(buses["west"], MACHINES, "west")
    assert shared.news(SECOND) is None
    for machine in ("north", "east"):
        shared.hear(machine, code(at_ns=SECOND + KEPT.difference_ns), KEPT, SECOND)
    east = shared.news(SECOND)
    assert east is not None and (east.at_ns, east.serial) == (SECOND, 3)
    assert shared.news(SECOND) is None  # it is known
    shared.tell(code(), KEPT, SECOND)
    own = shared.news(SECOND)
    assert own is not None and own.serial == 4  # another start, for whoever follows


def test_one_that_says_nothing_any_more_has_no_code(buses: dict[str, FakeBus]) -> None:
    shared = SharedTimecode(buses["west"], MACHINES, "west")
    shared.tell(code(), KEPT, SECOND)
    assert shared.news(SECOND)
    assert shared.news(SECOND + LASTS_NS - MILLISECOND) is None
    none = shared.news(SECOND + LASTS_NS)
    assert none is not None and not none.light
    assert shared.news(2 * SECOND + LASTS_NS) is None
    shared.tell(code(light=""), KEPT, 3 * SECOND)
    assert shared.news(3 * SECOND) is None


def test_by_a_clock_that_is_not_to_be_trusted_nobody_elses_is_followed(
    buses: dict[str, FakeBus],
) -> None:
    shared = SharedTimecode(buses["west"], MACHINES, "west")
    shared.hear("east", code(), NOBODYS, SECOND)
    assert shared.news(SECOND) is None
    shared.tell(code(), NOBODYS, SECOND)
    assert shared.news(SECOND) and not list(buses["east"].heard())
