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

__all__ = [
    "Answered",
    "Asked",
    "CloseSheet",
    "DrawCaption",
    "Drawn",
    "OpenSheet",
    "Script",
    "SheetSpans",
    "examine",
    "from_line",
    "read_script",
    "script_of",
    "serve_captions",
    "to_line",
]
