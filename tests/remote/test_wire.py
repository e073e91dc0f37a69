"""Bytes to messages: whole ones come out as they went in, however the wire carries them."""

from itertools import pairwise

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.remote import Wire

seven = st.integers(0, 127)
channel = st.builds(
    lambda status, data: bytes((status, *data[: 1 if status >> 4 in (0xC, 0xD) else 2])),
    st.integers(0x80, 0xEF),
    st.tuples(seven, seven),
)
sysex = st.lists(seven, max_size=40).map(lambda data: bytes((0xF0, *data, 0xF7)))
common = st.one_of(
    seven.map(lambda n: bytes((0xF1, n))),
    st.tuples(seven, seven).map(lambda pair: bytes((0xF2, *pair))),
    st.just(b"\xf6"),
)
real_time = st.sampled_from((b"\xf8", b"\xfa", b"\xfb", b"\xfc", b"\xfe", b"\xff"))
sound = st.one_of(channel, sysex, common)


def portions(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[a:b] for a, b in pairwise(edges)]


@given(st.lists(sound, max_size=12), st.lists(st.integers(0, 500), max_size=8))
def test_messages_come_out_as_they_went_in(messages: list[bytes], cuts: list[int]) -> None:
    wire = Wire()
    found = [one for part in portions(b"".join(messages), cuts) for one in wire.feed(part)]
    assert found == messages
    assert wire.junk == 0


@given(st.lists(channel, min_size=1, max_size=12))
def test_running_status_leaves_the_status_away(messages: list[bytes]) -> None:
    wire, sent, status = Wire(), b"", 0
    for message in messages:
        sent += message if message[0] != status else message[1:]
        status = message[0]
    assert wire.feed(sent) == messages


@given(st.lists(sound, min_size=1, max_size=8), st.data())
def test_real_time_messages_may_come_inside_of_anything(messages: list[bytes], data) -> None:
    whole = b"".join(messages)
    at, clock = data.draw(st.integers(0, len(whole))), data.draw(real_time)
    wire = Wire()
    found = wire.feed(whole[:at] + clock + whole[at:])
    assert [m for m in found if m != clock or clock in messages] == messages or clock in messages
    assert len(found) == len(messages) + 1


@given(st.binary(max_size=60), channel)
def test_junk_never_hides_what_follows_it(junk: bytes, message: bytes) -> None:
    wire = Wire()
    wire.feed(junk)
    assert wire.feed(message)[-1] == message


@given(st.binary(max_size=300))
def test_what_comes_out_is_always_whole(junk: bytes) -> None:
    wire = Wire()
    for message in wire.feed(junk):
        assert mido.Message.from_bytes(list(message))  # another reading of the standard agrees


@pytest.mark.parametrize(
    "junk", [b"\x24\x64", b"\xf4", b"\xf5\x10", b"\xf7", b"\x90\x24\xb0", b"\xfd"]
)
def test_junk_is_counted(junk: bytes) -> None:
    wire = Wire()
    assert wire.feed(junk) == []
    assert wire.junk > 0


def test_a_sysex_without_an_end_costs_no_memory_and_no_note() -> None:
    wire = Wire()
    assert wire.feed(b"\xf0" + bytes(100_000)) == []
    assert wire.feed(b"\xf7") == []
    assert wire.feed(b"\x90\x24\x40") == [b"\x90\x24\x40"]
    assert wire.feed(b"\xf0\x01\x02") == []
    wire.broken_off()
    assert wire.feed(b"\x03\xf7\x80\x24\x00") == [b"\x80\x24\x00"]
