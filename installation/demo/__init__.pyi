from ._make import make_demo

__all__ = ["make_demo"]
