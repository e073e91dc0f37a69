"""Rounds colours that are finer than a display's codes so that no bands are seen in a dark room.

A colour between two codes is the upper one in as many pixels as it is nearer to that: which of them
is told by a threshold for each pixel of the wall, the same in every picture, so that a still
picture stands still. The thresholds are interleaved gradient noise (Jorge Jimenez, Next Generation
Post Processing in Call of Duty: Advanced Warfare, SIGGRAPH 2014): near every pixel they are spread
over the whole step, without a pattern that is seen, and a shader can compute them.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

FIRST, ACROSS, DOWN = 52.9829189, 0.06711056, 0.00583715
ROWS = 64
"""They begin again after so many rows."""
STEP = 256
"""Parts of a step between two codes."""
GRAIN = f"""
float threshold() {{
    vec2 at = vec2(gl_FragCoord.x, mod(gl_FragCoord.y, {ROWS}.0));
    return fract({FIRST} * fract(dot(at, vec2({ACROSS}, {DOWN}))));
}}
vec3 grained(vec3 rgb) {{
    return rgb + (threshold() - 0.5) / 255.0;
}}
"""
"""GLSL: colours as a frame buffer of 8 bits is to round them."""


@cache
def thresholds(width: int) -> NDArray[np.uint16]:
    """Return pixels' thresholds in parts of a step: (ROWS, width, 3), one for all colours."""
    at = ACROSS * (np.arange(width) + 0.5) + DOWN * (np.arange(ROWS)[:, None] + 0.5)
    values = (FIRST * (at % 1.0)) % 1.0
    made = (values * STEP).astype(np.uint16)
    return np.ascontiguousarray(np.repeat(made[..., None], 3, axis=2))
