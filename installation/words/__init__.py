"""Words on the wall: subtitle files read and checked, and their lines drawn as pictures."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
