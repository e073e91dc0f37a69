from ._bus import Bus, Question
from ._chrony import Chrony, chrony_config
from ._machine_clock import MachineClock
from ._own_account import own_account
from ._own_keys import make_keys, pair, paired_keys
from ._zenoh_bus import ZenohBus
from ._zenoh_config import PORT
from ._zenoh_reports import ask_reports

__all__ = [
    "PORT",
    "Bus",
    "Chrony",
    "MachineClock",
    "Question",
    "ZenohBus",
    "ask_reports",
    "chrony_config",
    "make_keys",
    "own_account",
    "pair",
    "paired_keys",
]
