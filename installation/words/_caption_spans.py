"""Says which pictures of a film each subtitle belongs to. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from installation.words._script import Script, SpokenLine


@dataclass(frozen=True)
class CaptionSpan:
    """The pictures from ``first`` to ``last`` show these words; so they look at ``at_ns``."""

    first: int
    last: int
    at_ns: int
    lines: tuple[SpokenLine, ...]


def caption_spans(
    script: Script, pts_ns: NDArray[np.int64], frame_ns: int
) -> tuple[CaptionSpan, ...]:
    """The spans of a script on a film, in order; of lines that overlap, one with all of them.

    A word comes with the picture that begins nearest to its time: files round times to thousandths
    or hundredths, and a picture must not be late for that.
    """
    spans = []
    for start_ns, end_ns, lines in _together(script.lines):
        first, after = np.searchsorted(pts_ns, np.array([start_ns, end_ns]) - frame_ns // 2)
        if first < after:
            middle_ns = (start_ns + end_ns) // 2
            spans.append(CaptionSpan(int(first), int(after) - 1, middle_ns, lines))
    return tuple(spans)


def _together(
    lines: tuple[SpokenLine, ...],
) -> Iterator[tuple[int, int, tuple[SpokenLine, ...]]]:
    """The stretches in which the same lines are spoken."""
    edges = sorted({edge for line in lines for edge in (line.start_ns, line.end_ns)})
    coming, spoken = list(reversed(lines)), list[SpokenLine]()
    for start_ns, end_ns in pairwise(edges):
        while coming and coming[-1].start_ns <= start_ns:
            spoken.append(coming.pop())
        spoken = [line for line in spoken if line.end_ns > start_ns]
        if spoken:
            yield start_ns, end_ns, tuple(spoken)
