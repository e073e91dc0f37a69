"""Messages to bytes and back."""

import msgspec

from installation.errors import LinkError
from installation.link import _messages as m
from installation.said import packed, unpacked
from installation.timeline import Programme

AnyMessage = (
    m.PlayerStatus
    | m.StageStatus
    | m.RemoteStatus
    | m.DoorStatus
    | m.Follow
    | m.Arrange
    | m.Alignment
    | m.Glance
    | m.Leave
    | m.OrderGiven
    | m.AskStatus
    | m.Chase
    | m.Reply
    | m.Hello
    | m.MachineDecisions
    | m.MachineStatus
    | m.AskReport
)

_encoder = msgspec.json.Encoder(enc_hook=packed)
_decoder: msgspec.json.Decoder[AnyMessage] = msgspec.json.Decoder(AnyMessage, dec_hook=unpacked)
_programme = msgspec.json.Decoder(Programme)


_JUNK = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What the decoder raises for bytes from anybody; the last for brackets nested very deep."""


def encode(message: m.Message) -> bytes:
    """A message as bytes; raises LinkError for a text (a file's name) that is not Unicode."""
    return _encoded(message)


def decode(data: bytes) -> AnyMessage:
    """The message; raises LinkError for anything that is not exactly one."""
    try:
        return _decoder.decode(data)
    except _JUNK as fault:
        raise LinkError(f"not a message of this show: {fault}") from fault


def encode_programme(programme: Programme) -> bytes:
    """A programme as a file's content; raises LinkError like :func:`encode`."""
    return _encoded(programme)


def decode_programme(data: bytes) -> Programme:
    """A programme from a file; raises LinkError when it is not whole."""
    try:
        return _programme.decode(data)
    except _JUNK as fault:
        raise LinkError(f"not a programme: {fault}") from fault


def _encoded(value: m.Message | Programme) -> bytes:
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError as fault:
        name = fault.object.encode(errors="replace").decode()
        raise LinkError(
            f"{name!r} is not text: a name with bytes that are not UTF-8", "Rename the file."
        ) from fault
