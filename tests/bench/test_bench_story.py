"""The judge of `bench story`: cuts in theory, that meet and that do not."""

import numpy as np
import pytest
from numpy.typing import NDArray
from told_story import AT_NS, BEGIN_NS, CYCLES, PLAN, perfect, samples

from installation.bench import _storybars as storybars
from installation.bench import _storyjudge as storyjudge
from installation.bench import _storysound as storysound
from installation.bench._storyfilms import BEATS, TELLINGS
from installation.bench._storysound import ScreenSound
from installation.rig import RATE, tone
from installation.units import SECOND, ns


def judged(
    shown: NDArray[np.int32], stalls: list[tuple[int, int]] | None = None
) -> storyjudge.StoryFigures:
    found = samples(shown, stalls)
    return storyjudge.judged(found, PLAN, BEGIN_NS + PLAN.cycle_ns, CYCLES)


def at(story_s: float) -> int:
    """The first sample at a story time of the first cycle."""
    return int(np.searchsorted(AT_NS, BEGIN_NS + ns(story_s)))


def missed(found: storyjudge.StoryFigures) -> set[str]:
    return {bar.what for bar in storybars.bars(found)[:6] if not bar.held}


def test_cuts_that_meet_hold_every_bar() -> None:
    found = judged(perfect())
    assert missed(found) == set()
    assert len(found.meetings) == CYCLES * len(BEATS)
    assert max(meeting.late_ms for meeting in found.meetings) < 12
    assert all(meeting.errors == (0, 0, 0) and meeting.quiet for meeting in found.meetings)


def test_a_head_that_comes_a_sample_late_to_its_beat_is_seen() -> None:
    shown = perfect()
    kiss = int(np.flatnonzero(shown[:, 1] == TELLINGS[1].beats[4])[0])
    shown[kiss, 1] = shown[kiss - 1, 1]
    found = judged(shown)
    assert missed(found) == {"own beat's picture in the same sample"}
    assert [m.apart for m in found.meetings if m.beat == "kiss"] == [1, 0]


def test_heads_that_are_late_together_are_seen_too() -> None:
    shown = np.roll(perfect(), 8, axis=0)  # 83 ms
    found = judged(shown)
    assert "off within 0.5 s of a beat, pictures (quiet)" in missed(found)
    assert "own beat's picture in the same sample" not in missed(found)
    assert min(meeting.late_ms for meeting in found.meetings) > 80


def test_a_jump_between_beats_is_wide_but_the_maps_own_leap_is_not() -> None:
    shown, begin = perfect(), at(2.5)
    shown[begin : begin + 12, 0] = shown[begin - 1, 0]  # held for 0.125 s, then it jumps
    found = judged(shown)
    assert missed(found) == {"widest step (quiet)"}
    assert found.quiet_steps.wide == 1 and found.quiet_steps.widest in (3, 4)


def test_what_a_stall_of_the_machine_hides_does_not_count_as_quiet() -> None:
    shown, begin = perfect(), at(2.5)
    shown[begin : begin + 12, 0] = shown[begin - 1, 0]
    stall = (int(AT_NS[begin]), int(AT_NS[begin + 10]))
    found = judged(shown, [stall])
    assert missed(found) == set() and found.steps.widest > 2


def test_steps_back_and_black_are_never_excused() -> None:
    shown, begin = perfect(), at(2.5)
    shown[begin : begin + 4, 2] -= 3
    everything = [(int(AT_NS[0]), int(AT_NS[-1]))]
    assert "steps back" in missed(judged(shown, everything))


FLASHES = np.array([101, 103, 105]) * SECOND
HZ = 300.0


def ear(late_ms: float = 0.0) -> ScreenSound:
    wave = tone.apart(1, 8.0, [(at_ns - BEGIN_NS) / 1e9 + late_ms / 1e3 for at_ns in FLASHES])
    return ScreenSound(wave[0], wave[1], BEGIN_NS, HZ)


def listened(heard: ScreenSound, change: int = 4 * RATE) -> storysound.HeardScreen:
    changes = np.array([BEGIN_NS + change * SECOND // RATE])
    return storysound.judged(heard, FLASHES, changes, BEGIN_NS, BEGIN_NS + 7 * SECOND)


@pytest.mark.parametrize("late_ms", [-35.0, 0.0, 12.0])
def test_a_beep_is_measured_against_its_flash(late_ms: float) -> None:
    found = listened(ear(late_ms))
    assert found.offsets_ms == pytest.approx([late_ms] * 3, abs=1)
    assert found.unheard == 0 and found.edge < 0.002 and found.off_pitch < 0.001


def test_a_flash_without_its_beep_a_click_and_a_bent_pitch_are_found() -> None:
    heard = ear()
    heard.beeps[3 * RATE - RATE // 4 : 3 * RATE + RATE // 4] = 0
    heard.tone[2 * RATE :] *= 0.5
    found = listened(heard)
    assert len(found.offsets_ms) == 2 and found.unheard == 1
    bent = ScreenSound(heard.tone, heard.beeps, BEGIN_NS, HZ * 1.15)
    assert listened(bent).off_pitch > 0.1
    clicked = ear()
    clicked.tone[100_040:] += np.float32(0.05)
    found = listened(clicked)
    assert found.breaks == 1 and found.edge < 0.002
    found = listened(clicked, 100_000)
    assert found.breaks == 0 and found.edge > 0.04


def test_silence_has_no_pitch() -> None:
    assert tone.pitch_hz(np.zeros(RATE, np.float32)) is None
