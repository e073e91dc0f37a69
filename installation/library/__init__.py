"""Finds films in the versions folder, vets them, and keeps what was decided about them."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
