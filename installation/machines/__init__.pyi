from ._bus import Bus, Question
from ._machine_clock import MachineClock
from ._own_keys import make_keys, pair, paired_keys
from ._zenoh_bus import PORT, ZenohBus

__all__ = [
    "PORT",
    "Bus",
    "MachineClock",
    "Question",
    "ZenohBus",
    "make_keys",
    "pair",
    "paired_keys",
]
