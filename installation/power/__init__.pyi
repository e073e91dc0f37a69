from ._display_power import DisplayPower
from ._power_case import POWER_SAID, PowerAnswer
from ._projector_room import ProjectorRoom

__all__ = ["POWER_SAID", "DisplayPower", "PowerAnswer", "ProjectorRoom"]
