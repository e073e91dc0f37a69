"""The player for a film that is never finished."""

__version__ = "0.1.0"
