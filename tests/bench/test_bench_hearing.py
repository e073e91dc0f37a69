"""The judge of `bench hearing`: a voice that goes from screen to screen in theory, and worse."""

from collections.abc import Iterator

import numpy as np
import pytest
from told_story import AT_NS, BEGIN_NS, PLAN, perfect, samples

from installation.bench import _hearingjudge as hearingjudge
from installation.bench._hearingjudge import LOOP, PARTS, PHONES, SCREENS
from installation.bench._storyfilms import TELLINGS
from installation.rig import RATE, Wave, tone
from installation.units import SECOND

CYCLES = 1
SEEN = int(np.searchsorted(AT_NS, BEGIN_NS + PLAN.cycle_ns + 2 * SECOND))
GLASS = samples(perfect()[:SEEN])
WHOLE_S = PLAN.cycle_ns / SECOND + 3
HAND_OVER_S = 0.06
Heard = dict[str, tuple[Wave, int]]


def hand_overs() -> Iterator[tuple[float, str, str]]:
    """When each beat hands over the voice, in seconds; to whom, and from whom."""
    beats = {beat.name: beat.story_ns / SECOND for beat in PLAN.beats}
    voices = list(PARTS.values())
    for cycle in range(CYCLES + 1):
        for number, beat in enumerate(PARTS):
            at_s = cycle * PLAN.cycle_ns / SECOND + beats[beat]
            yield at_s, voices[number], voices[number - 1]


def heard(late_ms: float = 0.0) -> Heard:
    """What is heard when each beat hands over the voice within 60 ms, everything so much late."""
    at_s = np.arange(round(WHOLE_S * RATE)) / RATE - late_ms / 1000
    beeps_s = [
        cycle * PLAN.cycle_ns / SECOND + beat.story_ns / SECOND + late_ms / 1000
        for cycle in range(CYCLES + 1)
        for beat in PLAN.beats
    ]
    beeps = tone.apart(1, WHOLE_S, beeps_s)[1]
    found: Heard = {}
    for name in (*SCREENS, PHONES, LOOP):
        gain = np.ones_like(at_s)
        if name in SCREENS:
            handed = list(hand_overs())
            ramps = [when_s + side * HAND_OVER_S / 2 for when_s, *_ in handed for side in (-1, 1)]
            said = [
                float(name in hearingjudge.speaking(voice))
                for _, now, before in handed
                for voice in (before, now)
            ]
            gain = np.interp(at_s, ramps, said)
        hum = tone.TONE * np.sin(2 * np.pi * hearingjudge.tone_of(name) * at_s)
        found[name] = np.stack([hum * gain, beeps], 1).astype(np.float32), BEGIN_NS
    return found


def missed(found: Heard) -> set[str]:
    figures = hearingjudge.judged(GLASS, PLAN, BEGIN_NS, CYCLES, found)
    assert hearingjudge.summary(figures)
    return {bar.what for bar in hearingjudge.bars(figures) if not bar.held}


def test_a_voice_that_goes_with_the_beats_holds_every_bar() -> None:
    assert missed(heard()) == set()
    figures = hearingjudge.judged(GLASS, PLAN, BEGIN_NS, CYCLES, heard())
    assert len(figures.hand_overs) >= 8 * CYCLES
    late = [each.late_ms for each in figures.hand_overs]
    assert all(ms is not None and abs(ms) < 13 for ms in late), late
    assert all(abs(each.picture_ms) < 13 for each in figures.hand_overs)


@pytest.mark.parametrize("late_ms", [-60.0, 60.0])
def test_what_comes_early_or_late_is_found(late_ms: float) -> None:
    assert missed(heard(late_ms)) == {
        "phones: beep off its picture, ms",
        "loop: beep off its picture, ms",
        "hand-over off its beat's picture, ms",
    }


def test_a_screen_that_keeps_its_voice_a_click_and_a_silent_loop_are_found() -> None:
    found = heard()
    kiss = next(
        at_s for at_s, now, before in hand_overs() if (now, before) == ("screen2", "screen3")
    )
    wave, begins_ns = found["screen3"]
    hum = tone.TONE * np.sin(
        2 * np.pi * hearingjudge.tone_of("screen3") * np.arange(len(wave)) / RATE
    )
    kept = slice(round((kiss - 0.5) * RATE), round((kiss + 0.5) * RATE))
    wave[kept, 0] = tone.TONE * hum[kept]
    found["screen2"][0][round(kiss * RATE) :, 0] += np.float32(0.05)
    found[LOOP] = np.zeros_like(found[LOOP][0]), begins_ns
    assert missed(found) == {
        "loop: beep off its picture, ms",
        "loop: pictures without a beep",
        "hand-overs that did not come",
        "corner in a hand-over",
    }


def test_every_film_of_the_bench_takes_the_voice_and_gives_it_away() -> None:
    assert len(TELLINGS) == len(SCREENS)
    for name in SCREENS:
        spoke = [name in hearingjudge.speaking(voice) for voice in PARTS.values()]
        assert set(spoke) == {True, False}
