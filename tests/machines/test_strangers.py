"""Strangers at a machine's port: a few of each kind, and one who is none, so that it is a test."""

import time
from pathlib import Path

import pytest

from installation.bench._strangers import bars, measure
from installation.link import MachineStatus, OrderGiven, encode
from installation.machines import ZenohBus, make_keys, pair
from installation.model import Restart
from installation.rig import StrangersCard, zenoh_stranger

pytestmark = [pytest.mark.process, pytest.mark.patient]
ADDRESSES = {"east": "127.0.78.1", "west": "127.0.78.2"}


def test_none_of_them_is_given_anything(tmp_path: Path) -> None:
    found = measure(tmp_path, 24, lambda _: None)
    assert [one.came for one in found.kinds] == [3] * 8
    assert [bar.what for bar in bars(found) if not bar.held] == []


def test_one_with_keys_is_given_what_is_said(tmp_path: Path) -> None:
    east, west = make_keys(tmp_path / "keys", ADDRESSES)
    bus = ZenohBus(ADDRESSES, pair(east, tmp_path / "east"))
    try:
        until_s = time.monotonic() + 8
        while not bus.opened and time.monotonic() < until_s:
            time.sleep(0.01)
        card = StrangersCard(west / "authority.pem", west / "machine.pem", west / "machine.key")
        order = encode(OrderGiven(Restart(), by="west: panel"))
        said = encode(MachineStatus("west", 1))
        assert zenoh_stranger("tls/127.0.78.1:7447", order, said, card) > 0
        assert [question.given.order for question in bus.asked()] == [Restart()]
        assert [one.machine for one in bus.heard()] == ["west"]
    finally:
        bus.close()
