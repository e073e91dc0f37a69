"""What leaves, against the bytes of the standard."""

import pytest

from installation.remote import Wire
from installation.remote import _outgoing as outgoing


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        (outgoing.note(1, 36, 127), "90 24 7f"),
        (outgoing.note(16, 0, 0), "9f 00 00"),
        (outgoing.control(11, 32, 5), "ba 20 05"),
        (outgoing.quarter_frame(7, 3), "f1 73"),
        (outgoing.song_position(129), "f2 01 01"),
        (outgoing.exclusive([0x7F, 0x7F, 1, 1]), "f0 7f 7f 01 01 f7"),
    ],
)
def test_every_message_is_the_standards(message: bytes, wanted: str) -> None:
    assert message == bytes.fromhex(wanted)
    assert Wire().feed(message) == [message]


def test_a_value_that_does_not_fit_is_no_other_message() -> None:
    with pytest.raises(ValueError, match=r"0.*127"):
        outgoing.note(1, 36, 128)
    with pytest.raises(ValueError, match="data byte"):
        outgoing.exclusive([0xF7])


def test_what_came_is_told_by_its_fields() -> None:
    assert outgoing.described(bytes.fromhex("e0 00 40")) == "pitchwheel: channel 1, pitch 0"
    assert outgoing.described(b"\x90") == ""
