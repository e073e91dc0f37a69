from ._cueing import Cueing
from ._deck_watch import KEPT_NS, DeckWatch
from ._decoding_cost import measure_decoding
from ._ears import RouteEar
from ._libvlc import libvlc_instance, load_decoder
from ._mixing import Mixer, SoundMix
from ._pulseaudio import SoundError, sound_devices
from ._rehearse import LATE_NS, Played, Rehearsal, RehearsalRing, stretches_to_rehearse
from ._ring_watch import RingWatch
from ._speaker import Speaker
from ._vlcdeck import VlcDeck

__all__ = [
    "KEPT_NS",
    "LATE_NS",
    "Cueing",
    "DeckWatch",
    "Mixer",
    "Played",
    "Rehearsal",
    "RehearsalRing",
    "RingWatch",
    "RouteEar",
    "SoundError",
    "SoundMix",
    "Speaker",
    "VlcDeck",
    "libvlc_instance",
    "load_decoder",
    "measure_decoding",
    "sound_devices",
    "stretches_to_rehearse",
]
