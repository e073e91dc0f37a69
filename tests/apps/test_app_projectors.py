"""Projectors' files that are written again while in use, and what is known of broken ones."""

from pathlib import Path

import pytest

from installation.apps import LOOK_NS, FollowedLayout, OwnFiles
from installation.apps._projectors import FollowedCalibrations
from installation.errors import ConfigError
from installation.files import write_whole

TWO = """\
screens:
  - {name: left, display: {position: 1}, calibration: a.yaml}
  - {name: right, display: {position: 2}MORE}
"""


def followed_in(layout: Path) -> FollowedCalibrations:
    """The calibrations of a layout, in its folder, which is the state folder, too."""
    followed = FollowedLayout(OwnFiles(), layout)
    return FollowedCalibrations(followed, layout.parent, layout.parent, write_whole)


def test_calibrations_are_followed_and_hold_while_a_file_is_broken(tmp_path: Path) -> None:
    layout, a, b = (tmp_path / name for name in ("layout.yaml", "a.yaml", "b.yaml"))
    layout.write_text(TWO.replace("MORE", ""))
    with pytest.raises(ConfigError, match="no such file"):
        followed_in(layout)
    a.write_text("gain: 0.9\n")
    followed, now_ns = followed_in(layout), LOOK_NS

    def look(file: Path, text: str | None) -> bool:
        nonlocal now_ns
        file.unlink(missing_ok=True)
        if text is not None:
            file.write_text(text)
        now_ns += LOOK_NS
        return followed.look(now_ns)

    def gains() -> dict[str, float]:
        return {screen: one.gain[0] for screen, one in followed.calibrations.items()}

    assert not followed.look(now_ns) and gains() == {"left": 0.9}
    assert look(a, "gain: 0.8\n") and gains() == {"left": 0.8}
    assert not look(a, "gain: 0.8\n# words\n")
    # another screen has one from now on; its file comes later
    assert look(layout, TWO.replace("MORE", ", calibration: b.yaml"))
    assert gains() == {"left": 0.8} and "b.yaml: there is no such file" in followed.faults[0]
    assert look(b, "gain: 1.1\n") and not followed.faults
    # one that is broken does not hold up the other
    assert look(a, "gain: [9, 1, 1]\ngamma: [1, 9, 1]\n")
    assert gains() == {"left": 0.8, "right": 1.1}
    assert [fault.partition("a.yaml:")[2][:7] for fault in followed.faults] == [
        "1: gain",
        "2: gamm",
    ]
    assert look(b, "gain: 1.2\n") and gains() == {"left": 0.8, "right": 1.2}
    assert look(a, "gain: 0.7\n") and not followed.faults
    assert look(layout, TWO.replace(", calibration: a.yaml", "").replace("MORE", ""))
    assert gains() == {}
    a.write_text("gain: 0.6\n")
    assert not followed.look(now_ns + LOOK_NS // 2)  # too soon


@pytest.mark.parametrize("memory", [None, "", "[1]", '{"left": 3}', '{"left": {"gain": 7}}'])
def test_a_mistake_made_in_the_evening_keeps_no_show_from_its_morning(
    tmp_path: Path, memory: str | None
) -> None:
    layout, a = tmp_path / "layout.yaml", tmp_path / "a.yaml"
    layout.write_text(TWO.replace("MORE", ""))
    a.write_text("gain: [0.9, 1, 1]\ncorners: {top_left: [0.01, 0.02]}\n")
    before = followed_in(layout).calibrations
    a.write_text("gain: bright\n")
    if memory is None:
        morning = followed_in(layout)
        assert morning.calibrations == before and "a.yaml:1: gain" in morning.faults[0]
        return
    (tmp_path / "projectors.json").write_text(memory)
    with pytest.raises(ConfigError, match="should be a number"):
        followed_in(layout)
