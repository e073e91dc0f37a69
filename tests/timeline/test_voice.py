import pytest

from installation.timeline import Heard, Programme, gain_at, speaks_at
from installation.timeline._voice import amplitude


@pytest.mark.parametrize(
    ("voice", "heard"),
    [("none", []), ("all", ["left", "right"]), ("right", ["right"]), ("gone", [])],
)
def test_who_is_heard(voice: str, heard: list[str]) -> None:
    show = Programme(heard=Heard(voice))
    assert [s for s in ("left", "right") if speaks_at(show, s, 0)] == heard
    assert [s for s in ("left", "right") if gain_at(show, s, 0) == 1.0] == heard
    assert [s for s in ("left", "right") if show.heard.may_speak(s)] == heard


def test_levels_are_cubes() -> None:
    assert [amplitude(percent) for percent in (0, 50, 100)] == [0.0, 0.125, 1.0]
    assert gain_at(Programme(heard=Heard("all", {"left": 50})), "left", 0) == 0.125
