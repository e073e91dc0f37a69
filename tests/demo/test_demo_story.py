import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.demo._screenplay import BEATS, LENGTH, SCENES, scenes_at


@given(st.floats(-100, 100, allow_nan=False))
def test_there_is_always_one_whole_picture(story: float) -> None:
    seen = scenes_at(story)
    assert sum(weight for _, _, weight in seen) == pytest.approx(1.0)
    assert all(0 <= weight <= 1 for _, _, weight in seen)


@pytest.mark.parametrize("name", SCENES)
def test_a_beat_begins_with_its_own_scene_alone(name: str) -> None:
    assert scenes_at(BEATS[name]) == ((name, 0.0, 1.0),)


def test_the_end_runs_into_the_beginning() -> None:
    last, first = scenes_at(LENGTH - 1e-6)
    assert (last[0], first[0]) == ("return", "arrival")
    assert first[1] == pytest.approx(0, abs=1e-5)
    assert first[2] == pytest.approx(1, abs=1e-5)


def test_beats_are_in_order_and_inside() -> None:
    times = list(BEATS.values())
    assert times == sorted(times) and times[0] == 0 and times[-1] < LENGTH
