"""Measures the player on the glass, beside three plain libvlc windows in the same run."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
