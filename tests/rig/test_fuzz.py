"""The bench's malformed messages: none is one, and a sound one among them is not lost."""

import random

from hypothesis import given
from hypothesis import strategies as st

from installation.remote import Wire, event_of
from installation.rig import fuzz_messages, send_bent
from installation.rig._fuzz import malformed


def test_nothing_comes_of_malformed_messages_and_all_of_sound_ones() -> None:
    found = fuzz_messages(5000, seed=11)
    assert (found.malformed, found.sound, found.wrong, found.obeyed) == (5000, 5, 0, 5)


@given(st.integers(0, 2**32))
def test_a_malformed_message_is_no_control_and_completes_nothing_behind_it(seed: int) -> None:
    wire = Wire()
    assert all(event_of(message) is None for message in wire.feed(malformed(random.Random(seed))))
    assert wire.feed(b"\x24\x64") == []
    assert wire.feed(b"\x90\x24\x64") == [b"\x90\x24\x64"]


class Port:
    """What a port takes: up to three bytes, or system exclusive."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    @property
    def port(self) -> str:
        return "port"

    def send(self, data: bytes) -> None:
        assert 0 < len(data) <= 3 or data[0] == 0xF0
        self.sent.append(data)

    def close(self) -> None:
        pass


def test_a_port_takes_them() -> None:
    port = Port()
    assert send_bent([port], 20) == len(b"".join(port.sent)) > 20
