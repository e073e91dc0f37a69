"""Makes a machine a kiosk: its boot, its displays, its packages, its doctor."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
