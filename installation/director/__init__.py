"""Decides what is shown when. Pure: each move takes a state and returns the next."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
