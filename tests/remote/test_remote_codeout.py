"""What the programme says is what a listener to the code knows, through everything."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from installation.remote import Emitter, TimecodeSender, read_full_frame
from installation.remote._midiclock import CLOCK, CONTINUE, START, STOP, ClockOut
from installation.remote._timecode_chase import LockLight, MasterListener
from installation.timeline import RATES, ZERO, Plan, Programme, Rate, Take, Timecode, moment_at
from installation.timeline._smpte import PAL
from installation.units import MILLISECOND, SECOND

CYCLE_NS = 7_013 * MILLISECOND
PLANS = (Plan(1, CYCLE_NS, {}),)


def programme(*takes: Take) -> Programme:
    return Programme(1, "boot", takes, None, PLANS)


@dataclass
class Wire:
    """Sends what an emitter says at its instants, a little late each time."""

    emitter: Emitter
    hear: Callable[[bytes, int], None]
    now_ns: int = 0
    random: Random = field(default_factory=lambda: Random(1))
    late_ns: int = 0
    sent: list[tuple[int, bytes]] = field(default_factory=list)

    def run(self, programme: Programme, until_ns: int) -> None:
        while True:
            due = self.emitter.upcoming(programme, self.now_ns)
            if due.at_ns > self.now_ns:
                wake_ns = min(due.at_ns, self.now_ns + 20 * MILLISECOND)
                if wake_ns >= until_ns:
                    self.now_ns = until_ns
                    return
                self.now_ns = wake_ns + self.random.randint(0, self.late_ns)
                continue
            for message in due.messages:
                self.sent.append((self.now_ns, message))
                self.hear(message, self.now_ns)
            self.emitter.took(due)


def chaser(
    rate: Rate, start: Timecode = ZERO
) -> tuple[MasterListener, Callable[[bytes, int], None]]:
    chase = MasterListener(start=start)

    def hear(message: bytes, at_ns: int) -> None:
        if message[0] == 0xF1:
            chase.piece(message[1] >> 4, message[1] & 15, at_ns)
        else:
            full = read_full_frame(message[1:-1])
            assert full is not None
            chase.full(*full, at_ns)

    return chase, hear


@settings(max_examples=25)
@given(
    st.sampled_from(RATES),
    st.sampled_from([ZERO, Timecode(1, 0, 0, 0), Timecode(23, 59, 58, 11)]),
    st.lists(
        st.tuples(
            st.integers(500, 4000),
            st.integers(0, CYCLE_NS // MILLISECOND - 1),
            st.booleans(),
        ),
        max_size=5,
    ),
    st.integers(0, 3 * MILLISECOND),
)
def test_a_chaser_is_with_the_story_half_a_second_after_every_jump(
    rate: Rate, start: Timecode, jumps: list[tuple[int, int, bool]], late_ns: int
) -> None:
    chase, hear = chaser(rate, start)
    wire = Wire(TimecodeSender(rate, start), hear, late_ns=late_ns)
    takes = [Take(1, 100 * MILLISECOND, 1, 0)]
    wire.run(programme(*takes), takes[0].at_ns)
    for serial, (after_ms, to_ms, pauses) in enumerate(jumps, 2):
        ends_ns = max(takes[-1].at_ns, wire.now_ns) + after_ms * MILLISECOND
        if pauses:
            hold_ns = max(takes[-1].at_ns, ends_ns - 300 * MILLISECOND)
            takes[-1] = replace(takes[-1], hold_ns=hold_ns)
        takes.append(Take(serial, ends_ns, serial, to_ms * MILLISECOND))
        # steps of less than half a frame slide: they are a test of their own; a hold that ends
        # where the story would be without it is one, too
        for ago in (takes[-2], replace(takes[-2], hold_ns=None)):
            before = moment_at(programme(*takes[:-2], ago), ends_ns)
            assume(before is not None and abs(before.story_ns - takes[-1].story_ns) > rate.frame_ns)
        check(wire, programme(*takes), chase, rate, ends_ns)
    check(wire, programme(*takes), chase, rate, wire.now_ns + 9 * SECOND)


def check(wire: Wire, shown: Programme, chase: MasterListener, rate: Rate, until_ns: int) -> None:
    """Compare at every step; but not just after a jump."""
    steady_ns, before = 0, None
    while wire.now_ns < until_ns:
        wire.run(shown, min(until_ns, wire.now_ns + 50 * MILLISECOND))
        now = moment_at(shown, wire.now_ns)
        lead = chase.look(wire.now_ns)
        if now is None:
            continue
        key = (now.take, now.cycle, now.held)
        steady_ns = wire.now_ns if key != before else steady_ns
        before = key
        if wire.now_ns - steady_ns < SECOND // 2:
            continue
        assert lead.running != now.held
        assert lead.light is (LockLight.STANDS if now.held else LockLight.LOCKED)
        assert lead.story_ns is not None
        there_ns = lead.story_ns + (wire.now_ns - lead.at_ns if lead.running else 0)
        slack_ns = rate.frame_ns + 1 if now.held else wire.late_ns + 2
        assert 0 <= now.story_ns - there_ns <= slack_ns


def test_what_is_sent_around_a_pause_a_resume_and_a_seam() -> None:
    wire = Wire(TimecodeSender(PAL), lambda *_: None)
    paused = programme(Take(1, 0, 1, 0, hold_ns=2 * SECOND))
    wire.run(paused, 10 * SECOND)
    fulls = [(at_ns, data) for at_ns, data in wire.sent if data[0] == 0xF0]
    assert [at_ns for at_ns, _ in fulls] == [0, 2 * SECOND]
    assert [data[5:9] for _, data in fulls] == [b"\x20\x00\x00\x00", b"\x20\x00\x02\x00"]
    # quarter frames from the second sequence on, 10 ms apart, until the hold and no further
    quarters = [(at_ns, data) for at_ns, data in wire.sent if data[0] == 0xF1]
    assert [at_ns for at_ns, _ in quarters] == list(range(80_000_000, 2 * SECOND, 10_000_000))
    assert quarters[0][1] == b"\xf1\x02"
    wire.sent.clear()
    resumed = programme(replace(paused.takes[0]), Take(2, 11 * SECOND, 1, 2 * SECOND))
    wire.run(resumed, 17 * SECOND)
    fulls = [(at_ns, data[5:9]) for at_ns, data in wire.sent if data[0] == 0xF0]
    seam_ns = 11 * SECOND + CYCLE_NS - 2 * SECOND
    assert fulls == [(11 * SECOND, b"\x20\x00\x02\x00"), (seam_ns, b"\x20\x00\x00\x00")]


def test_a_sync_is_not_heard() -> None:
    wire = Wire(TimecodeSender(PAL), lambda *_: None)
    once = programme(Take(1, 0, 1, 0))
    wire.run(once, SECOND)
    wire.sent.clear()
    wire.run(
        programme(Take(1, 0, 1, 0), Take(2, 1500 * MILLISECOND, 1, 1500 * MILLISECOND)), 2 * SECOND
    )
    assert len(wire.sent) == 100
    assert all(data[0] == 0xF1 for _, data in wire.sent)


def test_a_stall_begins_a_sequence_and_no_burst() -> None:
    wire = Wire(TimecodeSender(PAL), lambda *_: None)
    once = programme(Take(1, 0, 1, 0))
    wire.run(once, SECOND)
    wire.sent.clear()
    wire.now_ns = 1503 * MILLISECOND
    wire.run(once, 2 * SECOND)
    assert wire.sent[0][0] == 1520 * MILLISECOND
    assert wire.sent[0][1][1] >> 4 == 0


def test_somebody_new_is_told_at_once() -> None:
    out = TimecodeSender(PAL)
    wire = Wire(out, lambda *_: None)
    once = programme(Take(1, 0, 1, 0))
    wire.run(once, SECOND)
    wire.sent.clear()
    out.reset()
    wire.run(once, 1100 * MILLISECOND)
    assert wire.sent[0] == (SECOND, bytes.fromhex("f0 7f 7f 01 01 20 00 01 00 f7"))


def test_nothing_is_sent_before_the_show() -> None:
    wire = Wire(TimecodeSender(PAL), lambda *_: None)
    wire.run(Programme(), SECOND)
    assert wire.sent == []


# MIDI clock


@pytest.mark.parametrize("bpm", [60.0, 98.5, 120.0])
def test_the_clock_counts_from_the_beginning(bpm: float) -> None:
    wire = Wire(ClockOut(bpm), lambda *_: None)
    wire.run(programme(Take(1, SECOND, 1, 0)), 6 * SECOND)
    assert wire.sent[0] == (SECOND, START)
    pulses = [at_ns for at_ns, data in wire.sent if data == CLOCK]
    assert len(pulses) == len(wire.sent) - 1
    for number, at_ns in enumerate(pulses):
        assert abs(at_ns - SECOND - number * 60 * SECOND / bpm / 24) < 50_000


def test_the_clock_stops_continues_and_begins_anew() -> None:
    wire = Wire(ClockOut(120.0), lambda *_: None)
    takes = (
        Take(1, 0, 1, 0, hold_ns=1200 * MILLISECOND),
        Take(2, 3 * SECOND, 1, 1200 * MILLISECOND),
    )
    wire.run(programme(*takes), 10 * SECOND)
    others = [(at_ns / SECOND, data) for at_ns, data in wire.sent if data != CLOCK]
    # 1.2 s are 9.6 sixteenths at 120: it goes on at the tenth, 1.25 s
    seam_s = 3 + CYCLE_NS / SECOND - 1.2
    assert others == [
        (0.0, START),
        (1.2, STOP),
        (3.0, b"\xf2\x0a\x00"),
        (3.0, CONTINUE),
        (seam_s, STOP),
        (seam_s, START),
    ]
    first = next(at_ns for at_ns, data in wire.sent if data == CLOCK and at_ns > 3 * SECOND)
    assert first == 3050 * MILLISECOND
    assert not [
        at_ns for at_ns, data in wire.sent if data == CLOCK and 1.2 * SECOND < at_ns < 3 * SECOND
    ]
