"""Every member of the vocabulary there and back, built from its own types; and junk."""

import contextlib
import enum
import types
import typing
from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import LinkError
from installation.link import (
    Follow,
    Hello,
    Leave,
    Message,
    OrderGiven,
    decode_programme,
    encode_programme,
)
from installation.link import _codec as codec
from installation.link import _messages as messages
from installation.link._codec import decode, encode
from installation.model import Pause
from installation.model._optics import Effect
from installation.said import Said, verbatim
from installation.timeline import Entry, Plan, Programme


def _loud(who: str, percent: int) -> Said:
    return Said("{who} at {percent} %", who=who, percent=percent)


MEMBERS = get_args(codec.AnyMessage)
PLAIN: dict[object, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: st.text(max_size=20),
    type(None): st.none(),
    bytes: st.binary(max_size=20),
    Said: st.text(max_size=20).map(verbatim)
    | st.builds(_loud, st.text(max_size=9), st.integers(0, 100)),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type as the vocabulary writes it."""
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return st.sampled_from(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        (said,) = inner[1:]
        if isinstance(said, Effect):  # its range is the file's business
            return values(inner[0])
        assert inner[0] is int
        return st.integers(said.ge, said.le)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([values(part) for part in inner])
    if origin is dict:
        return st.dictionaries(values(inner[0]), values(inner[1]), max_size=3)
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(values(inner[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*[values(part) for part in inner])
    fields = {f.name: values(f.type) for f in msgspec.structs.fields(kind)}
    return st.builds(kind, **fields)


@given(st.one_of([values(member) for member in MEMBERS]))
def test_every_message_comes_back_as_it_was(message: Message) -> None:
    again = decode(encode(message))
    assert type(again) is type(message) and again == message


def test_the_vocabulary_is_closed_and_whole() -> None:
    said = {
        kind
        for kind in vars(messages).values()
        if isinstance(kind, type) and issubclass(kind, Message) and kind is not Message
    }
    assert said == set(MEMBERS)
    assert len({kind.__struct_config__.tag for kind in said}) == len(said)


@given(values(Programme))
def test_every_programme_comes_back_as_it_was(programme: Programme) -> None:
    assert decode_programme(encode_programme(programme)) == programme


def taken(read: Any, data: bytes) -> None:
    """Read, or refuse with a LinkError; anything else fails the test."""
    with contextlib.suppress(LinkError):
        read(data)


@given(st.binary(max_size=200))
def test_junk_is_refused_and_nothing_worse(data: bytes) -> None:
    taken(decode, data)
    taken(decode_programme, data)


@given(st.one_of([values(member) for member in MEMBERS]), st.data())
def test_a_damaged_message_is_refused_or_another_message(message: Message, data: Any) -> None:
    whole = bytearray(encode(message))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    taken(decode, bytes(whole))
    taken(decode, bytes(whole[: len(whole) // 2]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b'{"type":"Stranger"}',
        b'{"type":"Hello"}',
        b'{"type":"Hello","role":1,"pid":1}',
        b'{"type":"Hello","role":"\xed\xa0\x80","pid":1}',
        b'{"type":"Hello","role":"left","pid":1e999}',
        b'{"type":"Leave"} {"type":"Leave"}',
        b'{"type":"Leave","x":' + b"[" * 100_000,
    ],
)
def test_what_is_no_message(data: bytes) -> None:
    with pytest.raises(LinkError, match="not a message"):
        decode(data)


def test_a_message_of_a_newer_show_is_understood() -> None:
    assert decode(b'{"type":"Leave","why":"supper"}') == Leave()
    assert decode(b'{"type":"OrderGiven","order":{"type":"pause"},"now":7}') == OrderGiven(Pause())


def test_a_name_that_is_not_text_is_said() -> None:
    entry = Entry("kiss-1", "r", "", "/films/k\udcffss.mp4", "", ((0, 0), (1, 1)))
    programme = Programme(1, "", (), None, (Plan(1, 1, {"left": entry}),))
    attempts: list[Callable[[], object]] = [
        lambda: encode(Follow(programme)),
        lambda: encode_programme(programme),
    ]
    for attempt in attempts:
        with pytest.raises(LinkError, match=r"k.ss\.mp4") as caught:
            attempt()
        assert caught.value.advice


def test_half_a_programme_is_none() -> None:
    whole = encode_programme(Programme(7, "boot"))
    for length in range(len(whole)):
        with pytest.raises(LinkError, match="not a programme"):
            decode_programme(whole[:length])
    with pytest.raises(LinkError):
        decode_programme(encode(Hello("left", 1)) + b"x")
