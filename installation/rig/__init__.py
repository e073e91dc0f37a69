"""The test rig: virtual heads, MIDI, sound, and the reading of the glass. No part of a show."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
