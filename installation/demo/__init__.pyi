from ._make import make_demo
from ._speech import can_speak

__all__ = ["can_speak", "make_demo"]
