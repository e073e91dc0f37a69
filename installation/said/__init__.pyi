from ._said import (
    NOTHING,
    Said,
    joined,
    lines_of,
    on_one_line,
    packed,
    said_of,
    said_schema,
    unpacked,
    verbatim,
)
from ._tongues import LANGUAGES_FOLDER, in_language

__all__ = [
    "LANGUAGES_FOLDER",
    "NOTHING",
    "Said",
    "in_language",
    "joined",
    "lines_of",
    "on_one_line",
    "packed",
    "said_of",
    "said_schema",
    "unpacked",
    "verbatim",
]
