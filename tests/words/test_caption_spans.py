"""Which pictures a subtitle belongs to."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from installation.units import MILLISECOND, SECOND
from installation.words._caption_spans import caption_spans
from installation.words._script import Script, SpokenLine


def film(rate: int, frames: int = 240) -> np.ndarray:
    return np.arange(frames, dtype=np.int64) * SECOND // rate


def script(*spans: tuple[float, float]) -> Script:
    return Script(
        tuple(
            sorted(
                SpokenLine(round(a * SECOND), round(b * SECOND), f"line {n}", f"line {n}", n)
                for n, (a, b) in enumerate(spans)
            )
        )
    )


@given(st.sampled_from([24, 25, 30, 50, 60]), st.integers(0, 150), st.integers(1, 80))
def test_times_rounded_to_thousandths_mean_the_picture_that_they_were_taken_from(
    rate: int, first: int, length: int
) -> None:
    pts_ns = film(rate)
    start, end = (round(frame * 1000 / rate) / 1000 for frame in (first, first + length))
    (span,) = caption_spans(script((start, end)), pts_ns, SECOND // rate)
    assert (span.first, span.last) == (first, first + length - 1)


def test_lines_that_overlap_are_seen_together() -> None:
    spans = caption_spans(script((1.0, 3.0), (2.0, 4.0)), film(25), 40 * MILLISECOND)
    assert [(s.first, s.last, len(s.lines)) for s in spans] == [
        (25, 49, 1),
        (50, 74, 2),
        (75, 99, 1),
    ]


def test_what_is_shorter_than_a_picture_or_after_the_end_is_not_seen() -> None:
    pts_ns = film(25, 50)
    assert caption_spans(script((1.0, 1.004)), pts_ns, 40 * MILLISECOND) == ()
    assert caption_spans(script((3.0, 4.0)), pts_ns, 40 * MILLISECOND) == ()
    (span,) = caption_spans(script((1.0, 9.0)), pts_ns, 40 * MILLISECOND)
    assert (span.first, span.last) == (25, 49)


@given(st.lists(st.tuples(st.integers(0, 8000), st.integers(1, 4000)), max_size=12))
def test_a_picture_shows_the_lines_that_are_spoken_in_its_middle(drawn) -> None:
    lines = script(*((a / 1000, (a + b) / 1000) for a, b in drawn))
    pts_ns = film(25)
    spans = caption_spans(lines, pts_ns, 40 * MILLISECOND)
    assert all(a.last < b.first for a, b in pairwise(spans))
    for frame in range(len(pts_ns)):
        middle_ns = int(pts_ns[frame]) + 20 * MILLISECOND
        spoken = {line.line for line in lines.lines if line.start_ns <= middle_ns < line.end_ns}
        found = [span for span in spans if span.first <= frame <= span.last]
        shown = {line.line for span in found for line in span.lines}
        assert shown == spoken
