"""Machine control and show control: what is a command for us, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.model import ShowControl
from installation.remote._showcontrol import order_of

BEATS = (("arrival", 0), ("dark room", 5), ("kiss", 9))
ANY = ShowControl()


def order(text: str, rules: ShowControl = ANY) -> str | None:
    found = order_of(bytes.fromhex(text), rules, BEATS)
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("F0 7F 7F 06 01 F7", "pause"),
        ("F0 7F 7F 06 02 F7", "resume"),
        ("F0 7F 10 06 03 F7", "resume"),
        ("F0 7F 7F 06 05 F7", "restart"),
        ("F0 7F 7F 06 09 F7", "toggle"),
        ("F0 7F 7F 06 44 06 01 21 02 03 0C 00 F7", "go 62:03.480"),  # 1:02:03:12 at 25
        ("F0 7F 7F 06 44 06 01 60 00 0A 0F 00 F7", "go 0:10.500"),  # at 30
        ("F0 7F 7F 02 7F 01 F7", "restart"),
        ("F0 7F 01 02 30 01 32 F7", "go dark room"),
        ("F0 7F 01 02 30 01 33 2E 30 00 31 F7", "go kiss"),  # cue 3.0 of list 1
        ("F0 7F 01 02 40 04 60 00 05 00 00 31 F7", "go arrival"),  # timed
        ("F0 7F 01 02 30 02 F7", "pause"),
        ("F0 7F 01 02 30 02 32 F7", "pause"),
        ("F0 7F 01 02 30 03 F7", "resume"),
        ("F0 7F 01 02 30 08 F7", "blackout on"),
        ("F0 7F 01 02 30 09 F7", "blackout off"),
        ("F0 7F 01 02 30 0A F7", "restart"),
    ],
)
def test_commands(message: str, meant: str) -> None:
    assert order(message) == meant


@pytest.mark.parametrize(
    "message",
    [
        "F0 7F 7F 06 F7",
        "F0 7F 7F 06 01 00 F7",
        "F0 7F 7F 06 06 F7",  # record
        "F0 7F 7F 06 44 06 01 7F 7F 7F 7F 7F F7",  # no such time
        "F0 7F 7F 06 44 06 01 21 02 F7",
        "F0 7F 7F 06 44 05 01 21 02 03 0C 00 F7",
        "F0 7E 7F 06 01 F7",  # not real time
        "F0 7F 7F 02 01 01 F7",  # for the lights
        "F0 7F 7F 02 7F F7",
        "F0 7F 7F 02 7F 01 39 F7",  # there is no ninth beat
        "F0 7F 7F 02 7F 01 61 F7",  # a cue has digits
        "F0 7F 7F 02 7F 04 60 00 F7",
        "F0 7F 7F 02 7F 05 31 F7",  # load
        "F0 7F 7F 02 7F 08 31 F7",
        "90 24 40",
    ],
)
def test_what_is_no_command_for_us(message: str) -> None:
    assert order(message) is None


def test_devices_and_formats() -> None:
    mine = ShowControl(device=5, formats=("lighting",))
    assert order("F0 7F 05 02 01 01 F7", mine) == "restart"
    assert order("F0 7F 7F 02 01 01 F7", mine) == "restart"
    assert order("F0 7F 04 02 01 01 F7", mine) is None
    assert order("F0 7F 05 02 30 01 F7", mine) is None


@given(st.binary(max_size=20))
def test_nothing_of_it_ever_fails(body: bytes) -> None:
    inside = bytes(byte & 0x7F for byte in body)
    for head in (b"\xf0\x7f\x7f\x06", b"\xf0\x7f\x7f\x02\x7f", b"\xf0"):
        order_of(head + inside + b"\xf7", ANY, BEATS)
