from ._caption_server import serve_captions
from ._caption_talk import (
    Answered,
    Asked,
    CloseSheet,
    DrawCaption,
    Drawn,
    OpenSheet,
    SheetSpans,
    from_line,
    to_line,
)
from ._examine import examine
from ._read import read_script, script_of
from ._script import Script
from ._set_words import SetWords, WordSetter, set_lines

__all__ = [
    "Answered",
    "Asked",
    "CloseSheet",
    "DrawCaption",
    "Drawn",
    "OpenSheet",
    "Script",
    "SetWords",
    "SheetSpans",
    "WordSetter",
    "examine",
    "from_line",
    "read_script",
    "script_of",
    "serve_captions",
    "set_lines",
    "to_line",
]
