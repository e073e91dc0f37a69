"""MIDI messages in a person's words. Pure."""

from installation.model import Control
from installation.remote._mapping import event_of
from installation.remote._outgoing import described
from installation.remote._wire import SYSEX

_REAL_TIME = {0xF8: "clock", 0xFA: "start", 0xFB: "continue", 0xFC: "stop", 0xFE: "still there"}


def control_in_words(control: Control) -> str:
    """A control as a layout names it: ``note 36``."""
    return f"{control.kind} {control.number}"


def message_in_words(message: bytes) -> str:
    """A message: ``note 36, 100, channel 1``."""
    event = event_of(message)
    if event is not None:
        control = event.control
        value = "" if control.kind == "program" else f" = {event.value}"
        if control.kind == "note" and event.value == 0:
            value = " let go"
        return f"{control_in_words(control)}{value}, channel {control.channel}"
    if message[0] == SYSEX:
        shown = message[:24].hex(" ") + (" ..." if len(message) > 24 else "")
        return f"system exclusive {shown}"
    if message[0] in _REAL_TIME:
        return _REAL_TIME[message[0]]
    return described(message) or message.hex(" ")
