"""Where the master is: through jitter, gaps, bent labels, winding and turning."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.remote._timecode import piece
from installation.remote._timecode_chase import LockLight, MasterListener
from installation.timeline import RATES, THIRTY, Rate, Timecode
from installation.timeline._smpte import DROP, PAL
from installation.units import MILLISECOND, SECOND

T0 = 1000 * SECOND


def run(
    chase: MasterListener, rate: Rate, begin_ns: int, quarters: range, *, speed: float = 1.0
) -> Iterator[int]:
    """Send pieces at their instants; yields each of them, to be looked at."""
    first = rate.quarter_begins(quarters[0])
    for quarter in quarters:
        at_ns = begin_ns + round(abs(rate.quarter_begins(quarter) - first) / speed)
        chase.look(at_ns)
        chase.piece(*piece(rate, quarter), at_ns)
        yield at_ns


def play(
    chase: MasterListener, rate: Rate, begin_ns: int, quarters: range, speed: float = 1.0
) -> int:
    """All of that; the last instant."""
    return list(run(chase, rate, begin_ns, quarters, speed=speed))[-1]


def there_ns(chase: MasterListener, at_ns: int) -> int:
    lead = chase.lead
    assert lead.story_ns is not None
    return lead.story_ns + (at_ns - lead.at_ns if lead.running else 0)


@given(st.sampled_from(RATES), st.integers(0, 10**6), st.integers(0, 20), st.randoms())
def test_late_messages_do_not_move_it(rate: Rate, begin: int, late_ms: int, random: Random) -> None:
    chase = MasterListener()
    begin -= begin % 8
    for number, quarter in enumerate(range(begin, begin + 300)):
        due_ns = T0 + rate.quarter_begins(quarter) - rate.quarter_begins(begin)
        at_ns = due_ns + random.randint(0, late_ms) * MILLISECOND
        chase.piece(*piece(rate, quarter), at_ns)
        if number > 100:
            assert chase.lead.light is LockLight.LOCKED
            off = rate.quarter_begins(quarter) - there_ns(chase, due_ns)
            assert 0 <= off <= late_ms * MILLISECOND // 3 + 1
    assert chase.lead.serial == 1


def test_locks_with_the_first_whole_label() -> None:
    chase = MasterListener()
    instants = run(chase, PAL, T0, range(800, 840))
    lights = [chase.lead.light for _ in instants]
    assert lights.index(LockLight.LOCKED) == 7


def test_freewheels_for_a_second_and_then_stands() -> None:
    chase = MasterListener()
    last_ns = play(chase, PAL, T0, range(200))
    assert chase.look(last_ns + 90 * MILLISECOND).light is LockLight.LOCKED
    lead = chase.look(last_ns + 900 * MILLISECOND)
    assert (lead.light, lead.running) == (LockLight.FREEWHEEL, True)
    assert there_ns(chase, last_ns + 900 * MILLISECOND) == PAL.quarter_begins(199) + 900_000_000
    lead = chase.look(last_ns + 1001 * MILLISECOND)
    assert (lead.light, lead.running, lead.story_ns) == (LockLight.STANDS, False, None)


def test_a_gap_of_half_a_second_is_not_noticed() -> None:
    chase = MasterListener()
    last_ns = play(chase, PAL, T0, range(200))
    serial = chase.lead.serial
    begin = 250
    play(
        chase, PAL, last_ns + PAL.quarter_begins(begin) - PAL.quarter_begins(199), range(begin, 400)
    )
    assert (chase.lead.light, chase.lead.serial) == (LockLight.LOCKED, serial)


@pytest.mark.parametrize("to", [1000, 8])
def test_a_jump_is_told_once(to: int) -> None:
    chase = MasterListener()
    last_ns = play(chase, PAL, T0, range(400, 600))
    serial = chase.lead.serial
    last_ns = play(chase, PAL, last_ns + 10 * MILLISECOND, range(to, to + 200))
    assert chase.lead.serial == serial + 1
    assert abs(there_ns(chase, last_ns) - PAL.quarter_begins(to + 199)) < MILLISECOND


def test_a_bent_label_is_not_believed() -> None:
    chase = MasterListener()
    at_ns = T0
    for quarter in range(400, 800):
        number, value = piece(PAL, quarter)
        if quarter == 602:  # a nibble of the seconds
            value ^= 1
        at_ns = T0 + PAL.quarter_begins(quarter - 400)
        chase.piece(number, value, at_ns)
        if quarter > 410:
            assert chase.lead.serial == 1
            assert abs(there_ns(chase, at_ns) - PAL.quarter_begins(quarter)) < MILLISECOND
    assert chase.lead.light is LockLight.LOCKED


def test_a_full_frame_stands_when_no_pieces_follow() -> None:
    chase = MasterListener(start=Timecode(1, 0, 0, 0))
    chase.full(PAL, Timecode(1, 0, 7, 5), T0)
    assert chase.look(T0 + 100 * MILLISECOND).light is LockLight.DARK
    lead = chase.look(T0 + 200 * MILLISECOND)
    assert (lead.light, lead.running, lead.story_ns) == (LockLight.STANDS, False, 7_200_000_000)
    chase.full(PAL, Timecode(0, 59, 50, 0), T0 + SECOND)
    assert chase.look(T0 + 2 * SECOND).story_ns == -10 * SECOND


def test_a_full_frame_and_code_from_there_is_one_jump() -> None:
    chase = MasterListener()
    last_ns = play(chase, PAL, T0, range(200))
    serial = chase.lead.serial
    chase.full(PAL, Timecode(0, 0, 20, 0), last_ns + 5 * MILLISECOND)
    serials = set()
    for _ in run(chase, PAL, last_ns + 80 * MILLISECOND, range(2008, 2100)):
        serials.add((chase.lead.serial, chase.lead.running))
    assert serials == {(serial, True), (serial + 1, True)}


def test_full_frames_within_running_code_are_nothing_new() -> None:
    chase = MasterListener()
    last_ns = play(chase, PAL, T0, range(200))
    serial = chase.lead.serial
    chase.full(PAL, PAL.label(50), last_ns + 10 * MILLISECOND)
    last_ns = play(chase, PAL, last_ns + 10 * MILLISECOND, range(200, 400))
    assert (chase.lead.light, chase.lead.serial) == (LockLight.LOCKED, serial)


def test_a_master_that_winds_is_not_followed_until_it_runs() -> None:
    chase = MasterListener()
    last_ns = play(chase, PAL, T0, range(800), speed=3.0)
    assert (chase.lead.light, chase.lead.running) == (LockLight.WINDING, False)
    last_ns = play(chase, PAL, last_ns + 10 * MILLISECOND, range(800, 1000))
    assert (chase.lead.light, chase.lead.running) == (LockLight.LOCKED, True)
    assert abs(there_ns(chase, last_ns) - PAL.quarter_begins(999)) < MILLISECOND


def test_backward_code_stands_where_it_ends() -> None:
    chase = MasterListener()
    last_ns = play(chase, PAL, T0, range(400))
    last_ns = play(chase, PAL, last_ns + 10 * MILLISECOND, range(399, 200, -1))
    assert (chase.lead.light, chase.lead.running) == (LockLight.WINDING, False)
    lead = chase.look(last_ns + 300 * MILLISECOND)
    assert lead.light is LockLight.STANDS
    assert lead.story_ns is not None
    assert abs(lead.story_ns - PAL.quarter_begins(200)) <= 4 * PAL.frame_ns


def test_a_rate_of_ones_own_goes_before_the_codes() -> None:
    chase = MasterListener(DROP)
    last_ns = play(chase, THIRTY, T0, range(400))
    assert abs(there_ns(chase, last_ns) - DROP.quarter_begins(399)) < 5 * MILLISECOND


def test_no_port_no_master() -> None:
    chase = MasterListener()
    play(chase, PAL, T0, range(200))
    chase.unplug()
    assert chase.look(T0 + 10 * SECOND).light is LockLight.DARK


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 15), st.integers(0, 10**9))))
def test_junk_is_no_master_for_long(pieces: list[tuple[int, int, int]]) -> None:
    chase, at_ns = MasterListener(), T0
    for number, value, after_ns in pieces:
        at_ns += after_ns
        chase.piece(number, value, at_ns)
        chase.look(at_ns)
    assert not chase.look(at_ns + 3 * SECOND).running
