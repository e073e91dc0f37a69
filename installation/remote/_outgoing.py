"""Every MIDI message that leaves. The only import of mido, which knows the standard's messages.

Its table has each message's fields and their ranges; a value that does not fit raises ValueError
here instead of becoming another message on the wire.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from mido import Message


def _wired(kind: str, **fields: object) -> bytes:
    return bytes(Message(kind, **fields).bytes())


def note(channel: int, number: int, velocity: int) -> bytes:
    """A note at a velocity; 0 lets it go. ``channel`` counts from 1."""
    return _wired("note_on", channel=channel - 1, note=number, velocity=velocity)


def control(channel: int, number: int, value: int) -> bytes:
    """A control change. ``channel`` counts from 1."""
    return _wired("control_change", channel=channel - 1, control=number, value=value)


def quarter_frame(piece: int, value: int) -> bytes:
    """A piece (0-7) of a timecode's label, and its value (0-15)."""
    return _wired("quarter_frame", frame_type=piece, frame_value=value)


def song_position(sixteenths: int) -> bytes:
    """Return where a sequencer begins, in sixteenth notes from the song's beginning (0-16383)."""
    return _wired("songpos", pos=sixteenths)


def exclusive(body: Iterable[int]) -> bytes:
    """System exclusive, around bytes of 0-127."""
    return _wired("sysex", data=tuple(body))


def described(message: Sequence[int]) -> str:
    """Any whole message by its fields, for a person; nothing when it is none."""
    with suppress(ValueError):
        fields = Message.from_bytes(list(message)).dict()
        if "channel" in fields:  # mido counts from 0
            fields["channel"] += 1
        kind = fields.pop("type").replace("_", " ")
        told = ", ".join(f"{key} {value}" for key, value in fields.items() if key != "time")
        return f"{kind}: {told}" if told else str(kind)
    return ""
