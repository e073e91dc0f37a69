"""Subtitles that a program can read off the glass: a number each, drawn as cells. Pure.

Nine cells stand in a row near a picture's foot: the first is always bright, the others are a
number's bits, the least one first. They are Advanced SubStation drawings, so what is read has gone
the whole way of a subtitle.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

BITS: Final = 8
NO_CUE: Final = 0
"""Read where no subtitle is, as over a white picture; no cue has this number, nor 255."""
TORN_CUE: Final = -1
"""Read where cells are neither bright nor dark."""
_WIDTH, _HEIGHT = 640, 360
_LEFT, _TOP, _CELL = 60, 300, 30
_DARK_BELOW, _BRIGHT_ABOVE = 8, 247
_HEAD = f"""[Script Info]
PlayResX: {_WIDTH}
PlayResY: {_HEIGHT}

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,DejaVu Sans,20,&H00FFFFFF,&H0,&H0,&H0,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
CueSpans = Mapping[int, tuple[int, int]]
"""The first and the last picture of each number, 1 to 254."""


def cue_script(spans: CueSpans, fps: Fraction) -> str:
    """A file of subtitles (.ass) with these numbers on these pictures."""
    rows = []
    for number, (first, last) in spans.items():
        times = f"{_clock(first, fps)},{_clock(last + 1, fps)}"
        rows += [f"Dialogue: 0,{times},Default,,0,0,0,,{cell}" for cell in _cells(number)]
    return _HEAD + "\n".join(rows) + "\n"


def cue_points(x: int, y: int, width: int, height: int) -> NDArray[np.intp]:
    """Return where to look in a picture that lies at a rectangle: (BITS + 1, 2) of x, y."""
    across = x + (_LEFT + _CELL * (np.arange(BITS + 1) + 0.5)) * width / _WIDTH
    down = np.full(BITS + 1, y + (_TOP + _CELL / 2) * height / _HEIGHT)
    return np.stack([across, down], axis=1).astype(np.intp)


def cues_read(luma: NDArray[np.uint8]) -> NDArray[np.int32]:
    """The numbers in many samples: (..., BITS + 1) full-range luma to (...)."""
    bright, dark = luma > _BRIGHT_ABOVE, luma < _DARK_BELOW
    numbers = (bright[..., 1:].astype(np.int32) << np.arange(BITS)).sum(axis=-1, dtype=np.int32)
    whole = (bright | dark).all(axis=-1)
    there: NDArray[np.int32] = np.where(whole, numbers, TORN_CUE)
    none = ~bright[..., 0] | bright.all(axis=-1)
    return np.where(none, NO_CUE, there).astype(np.int32)


def _cells(number: int) -> list[str]:
    cells = []
    for place, bit in enumerate([1, *(number >> n & 1 for n in range(BITS))]):
        x, colour = _LEFT + place * _CELL, "FFFFFF" if bit else "000000"
        right, foot = x + _CELL, _TOP + _CELL
        square = f"m {x} {_TOP} l {right} {_TOP} {right} {foot} {x} {foot}"
        cells.append(f"{{\\pos(0,0)\\1c&H{colour}&\\p1}}{square}")
    return cells


def _clock(frame: int, fps: Fraction) -> str:
    """A picture's time to a hundredth, as the format has it."""
    hundredths = round(frame * 100 / fps)
    seconds, minutes = hundredths // 100, hundredths // 6000
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds % 60:02d}.{hundredths % 100:02d}"
