"""Pure maths of the picture on the glass: where it goes (geometry, pin) and its colour."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
