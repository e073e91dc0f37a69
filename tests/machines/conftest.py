"""Zenoh's own threads live as long as a process: they are there before any test looks."""

import time
from pathlib import Path

import pytest
from loopback import loopback_addresses

from installation.machines import ZenohBus, make_keys, pair

ADDRESSES = loopback_addresses(["east", "west"])


@pytest.fixture(scope="session", autouse=True)
def _threads_of_zenoh(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder: Path = tmp_path_factory.mktemp("machines")
    made = make_keys(folder / "keys", ADDRESSES)
    buses = [ZenohBus(ADDRESSES, pair(own, folder / own.name)) for own in made]
    deadline = time.monotonic() + 10
    while not all(bus.there() for bus in buses) and time.monotonic() < deadline:
        time.sleep(0.01)
    for bus in buses:
        bus.close()
