from . import command

__all__ = ["command"]
