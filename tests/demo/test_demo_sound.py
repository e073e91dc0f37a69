"""The demo's sound, with a voice that the tests make up: none speaks here."""

import numpy as np
import pytest
from numpy.typing import NDArray

from installation.demo._sound import LOUDNESS, PEAK, RATE, Ring, soundtrack
from installation.demo._telling import place, story_at
from installation.demo._whispers import WHISPERS


def mute(_number: int, _text: str, _rate: int) -> NDArray[np.float64]:
    """Say nothing, as a machine without a voice does."""
    return np.zeros(0)


def whistle(number: int, text: str, rate: int) -> NDArray[np.float64]:
    """Say a line as a tone of 1500 Hz."""
    assert text in {line.ru for line in WHISPERS[number - 1]}
    return 2**0.5 * np.sin(2 * np.pi * 1500 / rate * np.arange(rate // 10))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_soundtrack_is_soft_and_closes(number: int) -> None:
    track = soundtrack(number, 6.0, mute)
    assert track.shape == (2, 6 * RATE)
    assert track.dtype == np.float32
    assert np.isfinite(track).all()
    assert 0.1 < np.abs(track).max() <= PEAK
    assert track.std() == pytest.approx(LOUDNESS, rel=0.15)
    assert np.abs(track[:, [0, -1]]).max() < 1e-4


@pytest.mark.parametrize("number", [2, 3])
def test_nothing_clicks(number: int) -> None:
    assert np.abs(np.diff(soundtrack(number, 6.0, mute))).max() < 0.12


def test_only_the_first_generation_is_one_channel() -> None:
    tracks = [soundtrack(number, 6.0, mute) for number in (1, 2, 3)]
    apart = [float(np.abs(track[0] - track[1]).mean()) for track in tracks]
    assert apart[0] < 1e-6 < 1e-4 < min(apart[1:])


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_line_is_heard_where_it_is_said(number: int) -> None:
    seconds = 12.0
    lines = WHISPERS[number - 1]
    begins = np.rint(place(number, [s.start for s in lines], seconds) * RATE).astype(int)
    loud = []
    for voice in (whistle, mute):
        track = soundtrack(number, seconds, voice).sum(0)
        heard = np.stack([track[at : at + RATE // 10] for at in begins])
        near = np.abs(np.fft.rfft(heard * np.hanning(RATE // 10))[:, 135:166])  # 1350 to 1650 Hz
        loud.append((near**2).sum(1))
    assert (loud[0] > 10 * loud[1]).all()


def test_what_runs_over_the_end_goes_on_at_the_beginning() -> None:
    ring = Ring(2, 2.0)
    ring.put(float(story_at(2, 0.75)), np.ones(RATE), 1.0, pan=-1.0)
    left = ring.wave[0]
    assert left[: RATE // 2] == pytest.approx(1)
    assert left[RATE // 2 : 3 * RATE // 2] == pytest.approx(0)
    assert left[3 * RATE // 2 :] == pytest.approx(1)
