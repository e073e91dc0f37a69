"""Messages to bytes and back."""

import msgspec

from installation.errors import LinkError
from installation.link import messages as m
from installation.timeline.programme import Programme

AnyMessage = (
    m.PlayerStatus | m.StageStatus | m.Follow | m.Arrange | m.Leave | m.Order | m.Reply | m.Hello
)

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyMessage] = msgspec.json.Decoder(AnyMessage)
_programme = msgspec.json.Decoder(Programme)


def encode(message: m.Message) -> bytes:
    """A message as bytes."""
    return _encoder.encode(message)


def decode(data: bytes) -> AnyMessage:
    """The message; raises LinkError for anything that is not exactly one."""
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise LinkError(f"not a message of this show: {fault}") from fault


def encode_programme(programme: Programme) -> bytes:
    """A programme as a file's content."""
    return _encoder.encode(programme)


def decode_programme(data: bytes) -> Programme:
    """A programme from a file; raises LinkError when it is not whole."""
    try:
        return _programme.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise LinkError(f"not a programme: {fault}") from fault
