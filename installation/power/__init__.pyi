from ._display_power import DisplayPower
from ._power_case import PowerAnswer
from ._projector_room import ProjectorRoom

__all__ = ["DisplayPower", "PowerAnswer", "ProjectorRoom"]
