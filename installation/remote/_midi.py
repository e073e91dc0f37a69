"""Chooses the machine's MIDI system: ALSA's sequencer, or else a JACK server, real or dummy.

Without either there are no ports, and that is fine.
"""

from pathlib import Path

from installation.remote._alsaports import AlsaMidi
from installation.remote._jackmidi import JackMidi
from installation.remote._ports import OURS, Midi, System

SEQUENCER = Path("/dev/snd/seq")


def midi_of(system: System = "auto", client: str = OURS) -> Midi:
    """The machine's MIDI ports; ``client`` is what others see us as. Opens nothing yet."""
    if system == "auto":
        system = "alsa" if SEQUENCER.exists() else "jack"
    return AlsaMidi(client) if system == "alsa" else JackMidi(client)
