"""A controller that is asked for much at once, and a machine that has too little."""

import time

import pytest
import zmq
from controller_rig import Rig

from installation.link import _messages as m
from installation.link import endpoint
from installation.link._codec import decode, encode
from installation.model import Level, Sync
from installation.show._connections import MOST
from installation.show._controller import AT_ONCE
from installation.timeline import TICK_NS, WAKE_MS
from installation.units import MILLISECOND, SECOND


def test_a_tick_does_only_what_is_due(rig: Rig) -> None:
    looks = rig.looks
    for _ in range(100):
        rig.tick(40 * MILLISECOND / SECOND)
    assert rig.looks - looks in (1, 2)


def test_a_flood_of_orders_is_refused_in_words_and_others_are_heard(rig: Rig) -> None:
    replies = [rig.house.order(Sync(), rig.now_ns, "command", b"flood") for _ in range(100)]
    refused = [reply for reply in replies if "too many orders" in reply.text]
    assert len(refused) == 100 - AT_ONCE and not any(reply.ok for reply in refused)
    assert "too many" not in rig.house.order(Sync(), rig.now_ns, "command", b"hand").text
    assert "too many" not in rig.house.order(Sync(), rig.now_ns, "panel").text
    assert all(rig.house.order(Level("left", n), rig.now_ns).ok for n in range(100))
    rig.tick()
    assert "too many" not in rig.house.order(Sync(), rig.now_ns, "command", b"flood").text


def test_what_is_heard_in_one_turn_is_limited_and_the_rest_comes_later(rig: Rig) -> None:
    connections, ask = rig.parts.connections, encode(m.AskStatus())
    with zmq.Context() as context, context.socket(zmq.DEALER) as flood:
        flood.linger = 0
        flood.connect(endpoint(rig.folders.state))
        for _ in range(3 * MOST):
            flood.send(ask)
        for _ in range(2):
            connections.renew()
            assert not connections.pressed
            heard, deadline = 0, time.monotonic() + 60
            while heard < MOST and time.monotonic() < deadline:
                heard += len(list(connections.receive()))
            assert heard == MOST
            assert not list(connections.receive())
            assert connections.pressed and rig.house.patience_ms(rig.now_ns) == WAKE_MS
        answered, deadline = 0, time.monotonic() + 60
        while answered < MOST and time.monotonic() < deadline:
            rig.tick(0.04)
            while flood.poll(5):
                assert isinstance(decode(flood.recv()), m.Reply)
                answered += 1
        assert answered == MOST


def test_it_looks_with_every_tick_and_sooner_for_what_is_to_be_published(rig: Rig) -> None:
    rig.tick()
    tick_ms = TICK_NS // MILLISECOND
    assert rig.house.patience_ms(rig.now_ns) == tick_ms
    assert rig.house.patience_ms(rig.now_ns + MILLISECOND - 1) == tick_ms
    assert rig.house.patience_ms(rig.now_ns + MILLISECOND) == tick_ms - 1
    assert rig.house.patience_ms(rig.now_ns + TICK_NS) == WAKE_MS
    rig.house.order(Level("left", 40), rig.now_ns)
    assert rig.house.patience_ms(rig.now_ns) == tick_ms
    rig.house.order(Level("left", 50), rig.now_ns)  # too soon behind the other: it is owed
    assert rig.house.patience_ms(rig.now_ns) == WAKE_MS
    rig.tick(0.3)
    assert rig.house.patience_ms(rig.now_ns) == tick_ms


def test_a_wall_that_is_too_slow_is_said_and_noted(rig: Rig) -> None:
    rig.join(m.STAGE)
    for n in range(30):
        shown = m.ScreenShown(due=n * 6, shown=n * 2)
        rig.say(m.STAGE, m.StageStatus(1, 0, screens={"left": shown}))
        rig.tick(0.25)
    (left, *others) = rig.house.status(rig.now_ns).screens
    assert left.slow.startswith("shows 8 of 24 pictures a second")
    assert not any(other.slow for other in others)


def test_a_disk_that_fills_up_is_said(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rig.parts.disk, "_free", lambda _: 100_000_000)
    rig.tick()
    assert any("100 MB left" in note for note in rig.house.status(rig.now_ns).notes)
