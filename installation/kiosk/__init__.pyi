from . import doctor, unit
from ._arrange import arrange_outputs
from ._check import Check, bad_check
from ._machine import judge_devices, unknown_devices
from ._outputs import connected_outputs
from ._packages import listed_packages
from ._software import LOCK, is_as_locked
from ._systemd import Systemd, last_reason

__all__ = [
    "LOCK",
    "Check",
    "Systemd",
    "arrange_outputs",
    "bad_check",
    "connected_outputs",
    "doctor",
    "is_as_locked",
    "judge_devices",
    "last_reason",
    "listed_packages",
    "unit",
    "unknown_devices",
]
