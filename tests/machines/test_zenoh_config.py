"""How machines find each other: of two only one connects, and a guest with all."""

import json
from pathlib import Path

import pytest

from installation.machines import make_keys, pair
from installation.machines._zenoh_config import zenoh_config

ROOMS = {"east": "10.0.0.1", "north": "10.0.0.2", "west": "fd00::3"}


@pytest.mark.parametrize(
    ("machine", "before"),
    [
        ("east", []),
        ("north", ["tls/10.0.0.1:7447"]),
        ("west", ["tls/10.0.0.1:7447", "tls/10.0.0.2:7447"]),
    ],
)
def test_each_connects_with_those_before_it(
    tmp_path: Path, machine: str, before: list[str]
) -> None:
    make_keys(tmp_path / "keys", ROOMS)
    keys = pair(tmp_path / "keys" / machine, tmp_path / "state")
    config = zenoh_config(ROOMS, keys)
    assert json.loads(config.get_json("connect/endpoints")) == before
    assert len(json.loads(config.get_json("listen/endpoints"))) == 1


def test_a_guest_connects_with_all_others_and_listens_to_nobody(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys", ROOMS)
    keys = pair(tmp_path / "keys" / "east", tmp_path / "state")
    config = zenoh_config(ROOMS, keys, listens=False)
    assert json.loads(config.get_json("connect/endpoints")) == [
        "tls/10.0.0.2:7447",
        "tls/[fd00::3]:7447",
    ]
    assert json.loads(config.get_json("listen/endpoints")) == []
