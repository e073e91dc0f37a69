from ._power_case import PowerAnswer
from ._projector_room import ProjectorRoom

__all__ = ["PowerAnswer", "ProjectorRoom"]
