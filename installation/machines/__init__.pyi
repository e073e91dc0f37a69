from ._bus import Bus, Question
from ._kernel_clock import read_clocks
from ._own_keys import make_keys, pair, paired_keys
from ._zenoh_bus import ZenohBus

__all__ = [
    "Bus",
    "Question",
    "ZenohBus",
    "make_keys",
    "pair",
    "paired_keys",
    "read_clocks",
]
