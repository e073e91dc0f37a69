"""Presses, releases, long presses and faders, with a clock in theory."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.model import Box, Control, Key, Order
from installation.remote import ControlEvent, bindings, event_of
from installation.remote._mapping import BOUNCE_NS, LEVEL_NS, LONG_NS, Mapping
from installation.units import MILLISECOND, SECOND

T = 10 * SECOND
STEP = 10 * MILLISECOND


def mapping(*keys: dict[str, object], profile: str | None = None) -> Mapping:
    box = Box(port="box", profile=profile, keys=tuple(Key.model_validate(key) for key in keys))
    return Mapping(bindings(box, ("left", "right")))


class Hand:
    """Plays on a mapping; time passes as it is told."""

    def __init__(self, of: Mapping) -> None:
        self.of, self.now_ns = of, T
        self.did: list[Any] = []

    def send(self, *data: int) -> list[str]:
        event = event_of(bytes(data))
        assert event is not None
        return self._note(self.of.moved(event, self.now_ns))

    def wait(self, duration_ns: int) -> list[str]:
        until_ns, found = self.now_ns + duration_ns, []
        while self.of.due_ns <= until_ns:
            self.now_ns = max(self.now_ns, self.of.due_ns)
            found += self._note(self.of.ticked(self.now_ns))
        self.now_ns = until_ns
        return found

    def press(self, note: int, held_ns: int = 100 * MILLISECOND) -> list[str]:
        found = self.send(0x90, note, 100) + self.wait(held_ns) + self.send(0x80, note, 0)
        return found + self.wait(100 * MILLISECOND)

    def _note(self, given: Sequence[Order]) -> list[str]:
        self.did += map(str, given)
        return [str(order) for order in given]


def test_a_press_acts_at_once_and_once() -> None:
    hand = Hand(mapping({"on": "note 36", "do": "restart"}))
    assert hand.send(0x90, 36, 1) == ["restart"]
    assert hand.wait(3 * SECOND) == []
    assert hand.send(0x90, 36, 0) == []  # a note on without velocity is a note off
    assert hand.press(36) == ["restart"]
    assert hand.press(37) == []


def test_a_release_acts_when_let_go() -> None:
    hand = Hand(mapping({"on": "note 36", "when": "release", "do": "sync"}))
    assert hand.send(0x90, 36, 100) == []
    assert hand.wait(SECOND) == []
    assert hand.send(0x80, 36, 64) == ["sync"]
    assert hand.send(0x80, 36, 64) == []


def test_short_and_long_on_one_button_are_never_both() -> None:
    hand = Hand(
        mapping(
            {"on": "note 36", "do": "toggle"},
            {"on": "note 36", "when": "long", "do": "blackout"},
        )
    )
    assert hand.press(36) == ["toggle"]
    assert hand.press(36, LONG_NS - 1) == ["toggle"]
    assert hand.press(36, LONG_NS) == ["blackout toggle"]
    assert hand.send(0x90, 36, 100) + hand.wait(LONG_NS) == ["blackout toggle"]  # still held
    assert hand.wait(5 * SECOND) == []


@pytest.mark.parametrize(
    ("channel", "sent", "acts"), [(None, 0x95, True), (6, 0x95, True), (7, 0x95, False)]
)
def test_channels(channel: int | None, sent: int, acts: bool) -> None:
    hand = Hand(mapping({"on": "note 36", "channel": channel, "do": "restart"}))
    assert bool(hand.send(sent, 36, 100)) is acts


def test_a_control_change_button_and_its_range() -> None:
    hand = Hand(mapping({"on": "cc 20", "values": [100, 127], "do": "pause"}))
    assert hand.send(0xB0, 20, 99) == []
    assert hand.send(0xB0, 20, 100) == ["pause"]
    for value in (101, 110, 127, 102):  # a knob on its way within the range
        hand.wait(STEP)
        assert hand.send(0xB0, 20, value) == []
    hand.send(0xB0, 20, 0)
    hand.wait(STEP * 10)
    assert hand.send(0xB0, 20, 127) == ["pause"]


def test_a_box_that_never_lets_go_is_obeyed_every_time() -> None:
    hand = Hand(mapping({"on": "cc 20", "do": "pause"}, {"on": "note 1", "do": "restart"}))
    for _ in range(3):
        hand.wait(SECOND)
        assert hand.send(0xB0, 20, 127) == ["pause"]
        assert hand.send(0x90, 1, 90) == ["restart"]


def test_program_changes() -> None:
    hand = Hand(mapping({"on": "program 3", "do": "go kiss"}))
    assert hand.send(0xC0, 2) == []
    assert hand.send(0xC4, 3) == ["go kiss"]
    hand.wait(SECOND)
    assert hand.send(0xC4, 3) == ["go kiss"]


def test_a_contact_that_chatters_is_one_press() -> None:
    hand = Hand(mapping({"on": "note 36", "do": "restart"}))
    for _ in range(4):
        hand.send(0x90, 36, 100)
        hand.wait(MILLISECOND)
        hand.send(0x80, 36, 0)
        hand.wait(MILLISECOND)
    assert hand.did == ["restart"]
    hand.wait(BOUNCE_NS)
    assert hand.press(36) == ["restart"]


@given(st.lists(st.integers(40, 400), max_size=30))
def test_no_press_is_lost_and_none_is_doubled(gaps_ms: list[int]) -> None:
    hand = Hand(mapping({"on": "note 36", "do": "restart"}))
    for gap_ms in gaps_ms:
        hand.press(36, 20 * MILLISECOND)
        hand.wait(gap_ms * MILLISECOND)
    assert hand.did == ["restart"] * len(gaps_ms)


def level(hand: Hand, value: int) -> list[str]:
    hand.wait(LEVEL_NS)
    return hand.send(0xB0, 7, value)


def test_a_fader_picks_its_level_up_and_never_jumps() -> None:
    of = mapping({"on": "cc 7", "do": "level left"})
    of.told({"left": 50, "right": 90}, T)
    hand = Hand(of)
    assert level(hand, 0) == []
    assert level(hand, 30) == []
    assert level(hand, 70) == ["level left 55"]  # it has passed 50
    assert level(hand, 127) == ["level left 100"]
    hand.wait(SECOND)
    of.told({"left": 20}, hand.now_ns)  # somebody else has set it
    assert level(hand, 126) == []
    assert level(hand, 100) == []
    assert level(hand, 26) == ["level left 20"]


def test_a_fader_without_pick_up_and_one_whose_level_nobody_knows() -> None:
    of = mapping({"on": "cc 7", "do": "level left", "pickup": False})
    of.told({"left": 50}, T)
    assert level(Hand(of), 127) == ["level left 100"]
    assert level(Hand(mapping({"on": "cc 7", "do": "level left"})), 127) == ["level left 100"]


def test_a_fader_that_is_thrown_is_orders_in_measure_and_ends_where_it_is() -> None:
    hand = Hand(mapping({"on": "cc 7", "do": "level left"}))
    for value in range(128):
        hand.wait(MILLISECOND)
        hand.send(0xB0, 7, value)
    hand.wait(SECOND)
    assert len(hand.did) <= 128 * MILLISECOND // LEVEL_NS + 2
    assert hand.did[-1] == "level left 100"


@given(st.lists(st.tuples(st.integers(0, 127), st.integers(0, 60)), min_size=1, max_size=40),
       st.integers(0, 100))  # fmt: skip
def test_once_picked_up_the_level_follows_and_before_that_it_stays(moves, begins: int) -> None:
    of = mapping({"on": "cc 7", "do": "level left"})
    of.told({"left": begins}, T)
    hand, level_now, last = Hand(of), begins, None
    for value, gap_ms in moves:
        hand.send(0xB0, 7, value)
        hand.wait(gap_ms * MILLISECOND)
    hand.wait(SECOND)
    for order in hand.did:
        percent = int(order.split()[-1])
        if last is None:  # the first order comes from where the level was, or past it
            ways = [round(100 * value / 127) for value, _ in moves]
            assert min(begins, *ways) <= percent <= max(begins, *ways)
        last = level_now = percent
    if hand.did:
        assert level_now == round(100 * moves[-1][0] / 127)


def test_a_profile_comes_with_keys_and_own_ones_take_their_place() -> None:
    plain = mapping(profile="korg-nanokontrol2")
    assert Hand(plain).send(0xB0, 41, 127) == ["resume"]
    assert Hand(plain).send(0xB0, 32, 127) == ["voice left"]
    assert Hand(plain).send(0xB0, 33, 127) == ["voice right"]
    assert Hand(plain).send(0xB0, 34, 127) == []  # there is no third screen
    own = mapping({"on": "play", "do": "go kiss"}, {"on": "cc 42", "do": "nothing"},
                  profile="korg-nanokontrol2")  # fmt: skip
    assert Hand(own).send(0xB0, 41, 127) == ["go kiss"]
    assert Hand(own).send(0xB0, 42, 127) == []
    assert Hand(own).send(0xB0, 43, 127) == ["restart"]


def test_messages_that_are_no_control() -> None:
    for data in (b"", b"\xf8", b"\xe0\x00\x40", b"\xf0\x01\xf7", b"\xa0\x01\x02", b"\xd0\x01"):
        assert event_of(data) is None
    assert event_of(b"\x8f\x24\x40") == ControlEvent(Control("note", 36, 16), 0)
