"""How a screen looks while its cut waits."""

from itertools import pairwise

import pytest

from installation.timeline import FOREVER, PLAIN, Entry, Look, Waiting, look_at, next_look
from installation.timeline._lock import Interlude
from installation.timeline._rest import BREATH_NS, DIM, FADE_NS
from installation.units import MILLISECOND, SECOND

BEGIN, END = 10 * SECOND, 14 * SECOND


def entry(how: Waiting, until_ns: int = END) -> Entry:
    rest = Interlude(BEGIN, until_ns, how, "kiss", "no door" if how is Waiting.DIM else "")
    return Entry("v", "r", "", "f", "i", ((0, 0), (1, 1)), (rest,))


@pytest.mark.parametrize("how", [Waiting.BREATHE, Waiting.TITLE, Waiting.DIM])
def test_outside_of_a_wait_a_picture_is_a_picture(how: Waiting) -> None:
    for story_ns in (0, BEGIN - 1, END, END + SECOND):
        assert look_at(entry(how), story_ns) == PLAIN
    assert next_look(entry(how), 0) == BEGIN
    assert next_look(entry(how), END) == FOREVER


def test_a_breath_goes_to_the_background_and_is_back_with_the_beat() -> None:
    lights = [look_at(entry(Waiting.BREATHE), at).light for at in range(BEGIN, END, SECOND // 25)]
    assert lights[0] == 1 and lights[len(lights) // 2] == pytest.approx(0, abs=1e-9)
    assert lights[-1] > 0.99
    assert max(abs(a - b) for a, b in pairwise(lights)) < 0.04
    assert look_at(entry(Waiting.BREATHE, BEGIN + BREATH_NS - 1), BEGIN + BREATH_NS // 2) == PLAIN


def test_at_the_end_there_is_no_title_and_the_picture_stays() -> None:
    rest = Interlude(BEGIN, END, Waiting.TITLE)
    found = Entry("v", "r", "", "f", "i", ((0, 0), (1, 1)), (rest,))
    assert {look_at(found, at) for at in range(BEGIN, END, SECOND // 10)} == {PLAIN}


def test_a_title_comes_when_the_picture_has_gone_and_stands_until_the_beat() -> None:
    found = entry(Waiting.TITLE)
    assert look_at(found, BEGIN) == PLAIN
    half = look_at(found, BEGIN + FADE_NS // 2)
    assert half.light == pytest.approx(0.5) and half.title == ""
    assert look_at(found, BEGIN + FADE_NS * 3 // 2) == Look(0, "kiss", 0.5)
    assert look_at(found, BEGIN + 2 * FADE_NS) == Look(0, "kiss", 1)
    assert look_at(found, END - 1) == Look(0, "kiss", 1)
    assert look_at(entry(Waiting.TITLE, BEGIN + SECOND), BEGIN + SECOND // 2) == PLAIN


def test_a_screen_without_the_beat_dims_and_is_back_in_full_light_for_the_next() -> None:
    found = entry(Waiting.DIM)
    dimmed = look_at(found, BEGIN + 2 * SECOND)
    assert dimmed == Look(dimmed.light, "no door", 1) and dimmed.light == pytest.approx(DIM)
    assert look_at(found, END - 1).light == pytest.approx(1, abs=1e-6)
    assert look_at(found, BEGIN + SECOND // 4).light == pytest.approx((1 + DIM) / 2)


@pytest.mark.parametrize("how", [Waiting.BREATHE, Waiting.TITLE, Waiting.DIM])
def test_whoever_looks_when_told_to_misses_no_step(how: Waiting) -> None:
    found, at, seen = entry(how), 0, [PLAIN]
    while (at := next_look(found, at)) < FOREVER:
        seen.append(look_at(found, at))
    assert at == FOREVER and seen[-1] == PLAIN
    sudden = [b for a, b in pairwise(seen) if abs(a.light - b.light) > 0.1]
    assert sudden == ([PLAIN] if how is Waiting.TITLE else [])  # the beat's own picture, at once
    steps = len(seen)
    assert steps <= (END - BEGIN) // (40 * MILLISECOND) + 3
    if how is not Waiting.BREATHE:  # nothing is drawn while nothing changes
        assert steps < 32
