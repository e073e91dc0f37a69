import pytest

from installation.timeline import Heard
from installation.timeline._voice import amplitude


@pytest.mark.parametrize(
    ("voice", "heard"),
    [("none", []), ("all", ["left", "right"]), ("right", ["right"]), ("gone", [])],
)
def test_who_is_heard(voice: str, heard: list[str]) -> None:
    assert [s for s in ("left", "right") if Heard(voice).speaks(s)] == heard
    assert [s for s in ("left", "right") if Heard(voice).gain(s) == 1.0] == heard


def test_levels_are_cubes() -> None:
    assert [amplitude(percent) for percent in (0, 50, 100)] == [0.0, 0.125, 1.0]
    assert Heard("all", {"left": 50}).gain("left") == 0.125
