from ._colour import Triple, yuv_to_rgb
from ._drafting import (
    COARSE,
    COLOURS,
    CORNERS,
    FIELDS,
    AlignedScreen,
    Drafts,
    Wish,
    press_key,
    round_draft,
)
from ._geometry import Fit, fit_quad
from ._pattern import HALF, Planes, cell_of, draw_pattern, mark_corner
from ._pin import Map, clip_pin

__all__ = [
    "COARSE",
    "COLOURS",
    "CORNERS",
    "FIELDS",
    "HALF",
    "AlignedScreen",
    "Drafts",
    "Fit",
    "Map",
    "Planes",
    "Triple",
    "Wish",
    "cell_of",
    "clip_pin",
    "draw_pattern",
    "fit_quad",
    "mark_corner",
    "press_key",
    "round_draft",
    "yuv_to_rgb",
]
