import numpy as np
import pytest

from installation.demo._sound import LOUDNESS, PEAK, RATE, Ring, soundtrack
from installation.demo._telling import story_at


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_soundtrack_is_soft_and_closes(number: int) -> None:
    track = soundtrack(number, 6.0)
    assert track.shape == (2, 6 * RATE)
    assert track.dtype == np.float32
    assert np.isfinite(track).all()
    assert 0.1 < np.abs(track).max() <= PEAK
    assert track.std() == pytest.approx(LOUDNESS, rel=0.15)
    assert np.abs(track[:, [0, -1]]).max() < 1e-4


@pytest.mark.parametrize("number", [2, 3])
def test_nothing_clicks(number: int) -> None:
    assert np.abs(np.diff(soundtrack(number, 6.0))).max() < 0.12


def test_only_the_first_generation_is_one_channel() -> None:
    apart = [float(np.abs(t[0] - t[1]).mean()) for t in (soundtrack(n, 6.0) for n in (1, 2, 3))]
    assert apart[0] < 1e-6 < 1e-4 < min(apart[1:])


def test_what_runs_over_the_end_goes_on_at_the_beginning() -> None:
    ring = Ring(2, 2.0)
    ring.put(float(story_at(2, 0.75)), np.ones(RATE), 1.0, pan=-1.0)
    left = ring.wave[0]
    assert left[: RATE // 2] == pytest.approx(1)
    assert left[RATE // 2 : 3 * RATE // 2] == pytest.approx(0)
    assert left[3 * RATE // 2 :] == pytest.approx(1)
