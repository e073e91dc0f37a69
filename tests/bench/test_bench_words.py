"""The judge of `bench words`: a word too early, too late, of another film, or never is told."""

from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from installation.bench._storyfilms import TELLINGS
from installation.bench._words import cue_spans
from installation.bench._wordsjudge import (
    CuesSeen,
    StrayWord,
    WordsCost,
    WordsFigures,
    bars,
    cues_judged,
    summary,
)
from installation.rig import Faults, Together

SPANS = {7: (0, 9), 8: (10, 19), 9: (25, 39)}
OWN = np.zeros(40, np.int32)
for each, (begin, end) in SPANS.items():
    OWN[begin : end + 1] = each


def watched(cycles: int = 3, shift: int = 0) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Samples of one head: four of each picture; words may be some samples late."""
    frames = np.tile(np.repeat(np.arange(40, dtype=np.int32), 4), cycles)
    return frames[:, None], np.roll(OWN[frames], shift)[:, None]


def judged(frames: NDArray[np.int32], words: NDArray[np.int32], film: int = 1) -> CuesSeen:
    films, at_ns = np.full_like(frames, film), np.arange(len(frames), dtype=np.int64)
    (found,) = cues_judged(frames, films, words, at_ns, {1: (24.0, SPANS)})
    return found


def test_words_with_their_own_pictures_are_right() -> None:
    found = judged(*watched())
    assert (found.cues, found.seen, found.least, found.strays, found.torn) == (3, 3, 3, (), 0)
    assert found.pictures == 3 * 40


@pytest.mark.parametrize("shift", [-1, 1, 4])
def test_a_word_that_comes_a_sample_late_or_early_is_off(shift: int) -> None:
    assert judged(*watched(shift=shift)).strays


def test_a_word_that_is_never_seen_and_one_of_another_film_are_told() -> None:
    frames, words = watched()
    words[words == 8] = 0
    found = judged(frames, words)
    assert (found.seen, found.least) == (2, 0)
    assert len(found.strays) == 3 * 10
    assert found.strays[0] == StrayWord(40, 0, 10, 0, 8)
    words[words == 9] = 77
    assert judged(frames, words).seen == 1


def test_a_subtitle_whose_pictures_a_leap_left_out_is_not_missed() -> None:
    frames, words = watched()
    kept = (frames < 10) | (frames > 19)
    found = judged(frames[kept][:, None], words[kept][:, None])
    assert (found.cues, found.seen, found.strays) == (2, 2, ())


def test_the_bench_writes_subtitles_from_the_first_picture_to_the_last() -> None:
    numbers: set[int] = set()
    for number, cut in enumerate(TELLINGS, 1):
        spans = cue_spans(number)
        places = list(spans.values())
        assert places[0][0] == 0 and places[-1][1] <= cut.recipe.frames - 1
        assert all(a <= b for a, b in places)
        assert not numbers & set(spans) and max(spans) <= 254
        numbers |= set(spans)
    assert {cut.recipe.fps for cut in TELLINGS} == {Fraction(24), Fraction(25), Fraction(30)}


def figures(more: float = 1.05, off: int = 0, same: int = 100) -> WordsFigures:
    together = Together(100, 100, same, 0, 0, 0)
    cost = WordsCost((0.2, 0.2), (0.2 * more, 0.2 * more), (together,), Faults())
    strays = (StrayWord(5 * 10**9, 1, 17, 0, 8),) * off
    return WordsFigures(
        3, (CuesSeen(1, 24.0, 3, 3, 3, 120, 0, strays),), cost, (("go kiss", 4 * 10**9),)
    )


def test_bars() -> None:
    assert all(bar.held for bar in bars(figures()))
    assert [b.what for b in bars(figures(off=1)) if not b.held] == [
        "pictures with another word than their own"
    ]
    assert [b.found for b in bars(figures(more=1.2)) if not b.held] == ["+20.0%"]
    assert [b.found for b in bars(figures(same=99)) if not b.held] == ["99.00%"]
    assert (
        "cut 1 on head 2: picture 17 without a word; its own is 8; 1.00 s after 'go kiss'"
        in summary(figures(off=1))
    )
    assert "cut 1" in summary(figures()) and "0.200" in summary(figures())
    assert bars(WordsFigures(0, (), None)) == []
