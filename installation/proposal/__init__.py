"""Proposes where a film's beats are, by what other cuts of the same story have there. Pure."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
