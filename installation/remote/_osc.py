"""The only import of python-osc: Open Sound Control packets from bytes and back. Pure.

Source: OpenSoundControl Specification 1.0. A bundle's messages are carried out at once, whatever
its time tag says: the show has its own clock.
"""

import logging
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from pythonosc.osc_message_builder import BuildError, build_msg
from pythonosc.osc_packet import OscPacket, ParseError
from pythonosc.parsing import osc_types

from installation.errors import RemoteError

LARGEST = 8192
"""Bytes of the largest packet that is read; our longest message has about sixty."""
Argument = str | int | float | bool
_JUNK = (
    *(ParseError, BuildError, osc_types.ParseError, struct.error, UnicodeError, RecursionError),
    *(ValueError, TypeError, IndexError, KeyError, OverflowError, OSError, AttributeError),
)
"""What python-osc 1.10 raises for bytes from anybody (many random and bent packets): mostly
its own, and what slips through it."""


@dataclass(frozen=True)
class OscMessage:
    """One message: its address, and what of its arguments is text, a number, true or false."""

    address: str
    arguments: tuple[Argument, ...] = ()


def read(data: bytes) -> Sequence[OscMessage]:
    """The messages of a packet. Raises RemoteError for anything that is not exactly one."""
    if len(data) > LARGEST:
        raise RemoteError(f"a packet of more than {LARGEST} bytes")
    try:
        messages = [timed.message for timed in OscPacket(data).messages]
    except _JUNK as fault:
        raise RemoteError(f"not an OSC packet: {fault}") from fault
    return [OscMessage(message.address, tuple(_plain(message.params))) for message in messages]


def write(address: str, *arguments: Argument) -> bytes:
    """One message as a packet; characters that are not ASCII go as UTF-8."""
    return bytes(build_msg(address, list(arguments)).dgram)


def _plain(arguments: Sequence[object]) -> list[Argument]:
    found = [one for one in arguments if isinstance(one, str | int | float)]
    return [one for one in found if not isinstance(one, float) or math.isfinite(one)]


def hush() -> None:
    """python-osc warns on the root logger about every odd packet: anybody could fill the log."""
    logging.getLogger().addFilter(lambda record: record.name != "root")
