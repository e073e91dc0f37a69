from ._bindings import Binding, bindings
from ._box_unit import Unit
from ._boxes import Boxes, box_of, port_fits
from ._codeout import TimecodeSender
from ._guard import Guard
from ._jackmidi import JackMidi
from ._mapping import ControlEvent, event_of, message_of
from ._midi import midi_of
from ._midi_timer import Due, Emitter, MidiTimer
from ._osc_server import OscServer
from ._part import Answered, Messenger, Part
from ._ports import Midi, Out, Plug
from ._timecode import QUARTER_STATUS, Reader, read_full_frame
from ._timecode_ports import TimecodePorts
from ._wire import SYSEX, Wire
from ._words import control_in_words, message_in_words

__all__ = [
    "QUARTER_STATUS",
    "SYSEX",
    "Answered",
    "Binding",
    "Boxes",
    "ControlEvent",
    "Due",
    "Emitter",
    "Guard",
    "JackMidi",
    "Messenger",
    "Midi",
    "MidiTimer",
    "OscServer",
    "Out",
    "Part",
    "Plug",
    "Reader",
    "TimecodePorts",
    "TimecodeSender",
    "Unit",
    "Wire",
    "bindings",
    "box_of",
    "control_in_words",
    "event_of",
    "message_in_words",
    "message_of",
    "midi_of",
    "port_fits",
    "read_full_frame",
]
