import numpy as np
import pytest

from installation.rig import RATE, tone

WINDOW = RATE // 100


def heard(film: int = 1, seconds: float = 3.0) -> tone.Wave:
    return tone.wave(film, seconds)


def test_beeps_are_found_where_they_are() -> None:
    found = tone.beeps(heard())
    wanted = (np.arange(3) + tone.BEEP_AT_S) * RATE
    assert np.abs(found - wanted).max() < RATE // 500


@pytest.mark.parametrize("film", [1, 2, 3])
def test_a_film_joins_itself_without_a_corner(film: int) -> None:
    twice = np.concatenate([heard(film), heard(film)])
    seam = twice[3 * RATE - 4800 : 3 * RATE + 4800]
    assert tone.edge(seam) < 0.002
    loud = tone.envelope(twice, tone.tone_hz(film, 3.0), WINDOW)
    assert np.abs(loud[WINDOW:-WINDOW] - tone.TONE).max() < 0.01


def test_a_gap_a_click_and_a_fade_are_seen_for_what_they_are() -> None:
    wave = heard()[: RATE // 2].copy()
    hz = tone.tone_hz(1, 3.0)
    part = slice(9600, 9600 + 1440)
    wave[part] = 0
    gap = tone.longest_gap(tone.envelope(wave, hz, WINDOW), tone.TONE)
    assert abs(gap - 30) < 3
    clicked = heard()[: RATE // 2].copy()
    clicked[12_040:] *= 0.8
    assert tone.edge(clicked) > 0.005
    fade = heard()[: RATE // 2].copy()
    ramp = np.clip((np.arange(len(fade)) - 6000) / 9600, 0, 1)
    fade *= (1 + np.cos(np.pi * ramp)).astype(np.float32) / 2
    found = tone.fading(tone.envelope(fade, hz, WINDOW)[WINDOW:-WINDOW])
    assert found is not None
    assert abs(found.length_ms - 181) < 12
    assert found.back < 0.01 and found.step < 0.045
    assert tone.fading(tone.envelope(heard()[:9600], hz, WINDOW)) is None
