"""Timecode's ports: found by name, lost and found again; what is heard is told."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from fake_midi import Cables, FakeMidi
from fake_post import FakePost

from installation.link import Chase
from installation.model import TimecodeBlock
from installation.remote import TimecodePorts
from installation.remote._timecode import full_message, quarter_message
from installation.timeline import Plan, Programme, Take
from installation.timeline._smpte import PAL
from installation.units import MILLISECOND, SECOND

BLOCK = TimecodeBlock.model_validate(
    {
        "out": {"port": "desk*code", "start": "01:00:00:00"},
        "in": {"port": "master"},
        "clock": {"port": "sampler", "bpm": 120},
    }
)


@pytest.fixture
def cables() -> Cables:
    return Cables()


@pytest.fixture
def post() -> FakePost:
    return FakePost()


@pytest.fixture
def clockwork(cables: Cables, post: FakePost) -> Iterator[TimecodePorts]:
    made = TimecodePorts(BLOCK, FakeMidi(cables), post)
    yield made
    made.close()


def until(reached: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while not reached() and time.monotonic() < deadline:
        time.sleep(0.005)
    return reached()


def playing() -> Programme:
    at_ns = time.monotonic_ns() + 100 * MILLISECOND
    return Programme(1, "b", (Take(1, at_ns, 1, 0),), None, (Plan(1, 10**11, {}),))


def test_the_thread_that_sends_takes_its_place_in_the_queue(cables: Cables, post: FakePost) -> None:
    hurried: list[str] = []
    made = TimecodePorts(
        BLOCK, FakeMidi(cables), post, lambda: hurried.append(threading.current_thread().name)
    )
    assert until(lambda: hurried == ["pulse"])
    made.close()


def test_ports_come_and_go(cables: Cables, clockwork: TimecodePorts) -> None:
    clockwork.step(0)
    assert len(clockwork.missing()) == 3
    other = FakeMidi(cables, "Desk 2")
    heard: list[bytes] = []
    port = other.offer_sink("Timecode", lambda data, _: heard.append(data))
    clockwork.follow(playing())
    clockwork.step(SECOND)
    assert [(p.port, p.part) for p in clockwork.ports()] == [("Desk 2:Timecode", "timecode out")]
    assert until(lambda: len(heard) > 20)
    # the full frame, then pieces from the next sequence on
    assert heard[0][:6].hex() == "f07f7f010121"
    assert heard[1][1] >> 4 == 0
    port.close()
    clockwork.step(2 * SECOND)
    assert clockwork.ports() == []
    heard.clear()
    other.offer_sink("Timecode", lambda data, _: heard.append(data))
    clockwork.step(3 * SECOND)
    assert until(lambda: bool(heard))
    assert heard[0][0] == 0xF0  # whoever is plugged in is told at once


def test_the_clock_runs_with_the_show(cables: Cables, clockwork: TimecodePorts) -> None:
    heard: list[bytes] = []
    FakeMidi(cables, "Sampler").offer_sink("in", lambda data, _: heard.append(data))
    clockwork.step(0)
    clockwork.follow(playing())
    assert until(lambda: len(heard) > 5)
    # from its beginning, or, when this machine has stood still meanwhile, from a song position
    begins = 1 if heard[0] == b"\xfa" else 2
    assert begins == 1 or (heard[0][0], heard[1]) == (0xF2, b"\xfb")
    assert set(heard[begins:]) == {b"\xf8"}


def test_a_master_is_told_when_it_locks_runs_and_stands(
    cables: Cables, clockwork: TimecodePorts, post: FakePost
) -> None:
    out = FakeMidi(cables, "Master").offer_source("mtc")
    clockwork.step(0)
    for quarter in range(100):
        cables.now_ns = SECOND + PAL.quarter_begins(quarter)
        out.send(quarter_message(PAL, quarter))
        post.work()
        clockwork.step(cables.now_ns)
    chases = [one for one in post.told if isinstance(one, Chase)]
    assert 3 <= len(chases) <= 6
    assert {(one.light, one.running, one.serial) for one in chases} == {("locked", True, 1)}
    out.send(full_message(PAL, 50))
    out.send(b"\x90\x40\x40")
    post.work()
    assert clockwork.counts() == (102, 1)
    clockwork.step(cables.now_ns + 300 * MILLISECOND)
    last = post.told[-1]
    assert isinstance(last, Chase)
    assert (last.light, last.running, last.story_ns) == ("stands", False, 2 * SECOND)
    out.close()
    clockwork.step(cables.now_ns + 2 * SECOND)
    last = post.told[-1]
    assert isinstance(last, Chase)
    assert last.light == ""
