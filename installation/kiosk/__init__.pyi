from . import doctor, loudspeakers, unit
from ._arrange import arrange_outputs
from ._check import Check, bad_check
from ._environment import LOCK, is_as_locked
from ._outputs import connected_outputs
from ._packages import listed_packages
from ._systemd import Systemd
from ._xwords import last_reason

__all__ = [
    "LOCK",
    "Check",
    "Systemd",
    "arrange_outputs",
    "bad_check",
    "connected_outputs",
    "doctor",
    "is_as_locked",
    "last_reason",
    "listed_packages",
    "loudspeakers",
    "unit",
]
