from . import analysis, barcode, tone
from ._barcoded_cues import NO_CUE, CueSpans, cue_points, cue_script, cues_read
from ._barcoded_films import Recipe, barcoded_film, film_cache, picture, texture, write_hum
from ._browser import PhoneBrowser
from ._capture import GlassReader, Rect, Samples, barcode_points, grid_points
from ._fuzz import Fuzzed, fuzz_messages
from ._glass import RootWindow, write_png
from ._held_thread import HeldThread, thread_named
from ._jack import JackServer
from ._knocks import StrangersGain, plain_knock, tls_knock
from ._machine_net import MachineNet
from ._midi_noise import send_bent, send_noise
from ._phone_watcher import PhoneWatcher
from ._show import PreparedShow, Show, Workshop
from ._sinks import Recording, Sinks
from ._tree import Tree, command_of
from ._virtual import VirtualHeads
from ._zenoh_stranger import StrangersCard, zenoh_stranger
from .analysis import Faults, SampleStream, Seams, Together
from .stalls import noisy
from .tone import RATE, Fading, Wave

__all__ = [
    "NO_CUE",
    "RATE",
    "CueSpans",
    "Fading",
    "Faults",
    "Fuzzed",
    "GlassReader",
    "HeldThread",
    "JackServer",
    "MachineNet",
    "PhoneBrowser",
    "PhoneWatcher",
    "PreparedShow",
    "Recipe",
    "Recording",
    "Rect",
    "RootWindow",
    "SampleStream",
    "Samples",
    "Seams",
    "Show",
    "Sinks",
    "StrangersCard",
    "StrangersGain",
    "Together",
    "Tree",
    "VirtualHeads",
    "Wave",
    "Workshop",
    "analysis",
    "barcode",
    "barcode_points",
    "barcoded_film",
    "command_of",
    "cue_points",
    "cue_script",
    "cues_read",
    "film_cache",
    "fuzz_messages",
    "grid_points",
    "noisy",
    "picture",
    "plain_knock",
    "send_bent",
    "send_noise",
    "texture",
    "thread_named",
    "tls_knock",
    "tone",
    "write_hum",
    "write_png",
    "zenoh_stranger",
]
