"""A plain connection to an X display, and pictures shared with its server. The door to libxcb."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
