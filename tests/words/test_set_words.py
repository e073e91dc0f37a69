"""Words that are no subtitles, as pictures."""

import numpy as np

from installation.words import SetWords, WordSetter, set_lines


def test_words_stand_where_they_are_set_and_have_their_size() -> None:
    setter = WordSetter((640, 360))
    drawn = setter.draw(SetWords("The Kiss", "DejaVu Serif", 1 / 9, 0.25, "#ffffff"))
    setter.close()
    rows, columns = (np.flatnonzero(drawn.rgba[..., 3].any(axis=axis)) for axis in (1, 0))
    assert abs(drawn.x + columns[[0, -1]].mean() - 320) < 3
    assert abs(drawn.y + rows[[0, -1]].mean() - 90) < 12
    assert 25 < np.ptp(rows) < 60


def test_signs_of_the_markup_are_letters() -> None:
    setter = WordSetter((320, 180))
    plain = setter.draw(SetWords("kiss", "DejaVu Sans", 0.1, 0.5, "#ffffff"))
    marked = setter.draw(SetWords("{\\b1}kiss", "DejaVu Sans", 0.1, 0.5, "#ffffff"))
    setter.close()
    assert marked.rgba.shape[1] > plain.rgba.shape[1] * 1.5


def test_lines_are_white_in_the_middle_and_never_too_wide() -> None:
    lines = set_lines(
        (("1 left", 32), ("a name that is far too long for it", 20)), 161, "DejaVu Sans"
    )
    assert lines.shape[1] == 160 and lines.shape[0] % 2 == 0
    assert lines.max() == 255
    for part in (lines[:38], lines[38:]):
        columns = np.flatnonzero(part.any(axis=0))
        assert len(columns) and abs(columns[[0, -1]].mean() - 80) < 6
