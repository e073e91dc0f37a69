"""Keeps what is known of a film's content, by its hash, in the state folder."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
