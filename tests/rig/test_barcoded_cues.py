"""Numbers in subtitles: what is written is read back, through libass."""

from fractions import Fraction

import numpy as np
import pytest

from installation.model import CaptionStyle
from installation.rig import NO_CUE, cue_points, cue_script, cues_read
from installation.rig._barcoded_cues import TORN_CUE
from installation.words import script_of
from installation.words._drawing import Letterer

SIZE = (640, 360)


@pytest.mark.parametrize("number", [1, 0x55, 254])
def test_a_number_is_read_where_it_is_written(number: int) -> None:
    script = script_of(cue_script({number: (12, 35)}, Fraction(24)).encode())
    assert {(line.start_ns, line.end_ns) for line in script.lines} == {(500_000_000, 1_500_000_000)}
    letterer = Letterer(SIZE, CaptionStyle())
    try:
        made = letterer.draw(script, script.lines, 10**9)
    finally:
        letterer.close()
    picture = np.full((SIZE[1], SIZE[0]), 90, np.uint8)
    rows, columns = made.rgba.shape[:2]
    there = picture[made.y : made.y + rows, made.x : made.x + columns]
    cover = made.rgba[..., 3] / 255
    there[:] = np.rint(made.rgba[..., 1] + there * (1 - cover))
    at = cue_points(0, 0, *SIZE)
    assert cues_read(picture[at[:, 1], at[:, 0]]) == number


def test_none_and_torn_ones_are_told_apart() -> None:
    cells = np.full((4, 9), 90, np.uint8)
    cells[1:, 0], cells[2, 1:] = 255, 0
    cells[2, 4] = 120
    cells[3] = 255  # a white picture
    assert cues_read(cells).tolist() == [NO_CUE, TORN_CUE, TORN_CUE, NO_CUE]
