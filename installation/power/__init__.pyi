from ._display_power import DisplayPower, missing_tools
from ._power_case import POWER_SAID, PowerAnswer
from ._projector_room import ProjectorRoom
from ._tools import PACKAGES

__all__ = [
    "PACKAGES",
    "POWER_SAID",
    "DisplayPower",
    "PowerAnswer",
    "ProjectorRoom",
    "missing_tools",
]
