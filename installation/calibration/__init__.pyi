from ._colour import LUMA_WEIGHTS, corrected, yuv_to_rgb
from ._drafting import (
    CHANNELS,
    COARSE,
    CORNERS,
    FIELDS,
    AlignedScreen,
    Channel,
    DraftNote,
    Drafts,
    NoteKind,
    Wish,
    amount_text,
    press_key,
    round_draft,
)
from ._geometry import Fit, fit_quad
from ._pattern import HALF, Planes, cell_of, draw_pattern, mark_corner
from ._pin import clip_pin, homography

__all__ = [
    "CHANNELS",
    "COARSE",
    "CORNERS",
    "FIELDS",
    "HALF",
    "LUMA_WEIGHTS",
    "AlignedScreen",
    "Channel",
    "DraftNote",
    "Drafts",
    "Fit",
    "NoteKind",
    "Planes",
    "Wish",
    "amount_text",
    "cell_of",
    "clip_pin",
    "corrected",
    "draw_pattern",
    "fit_quad",
    "homography",
    "mark_corner",
    "press_key",
    "round_draft",
    "yuv_to_rgb",
]
