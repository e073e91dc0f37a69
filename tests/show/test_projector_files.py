"""Calibrations in files: what has changed, where it belongs, and nothing else."""

from pathlib import Path

import pytest

from installation.errors import ConfigError
from installation.model import (
    Changes,
    Corners,
    Layout,
    Optics,
    edit_yaml,
    load_calibration,
    load_yaml,
)
from installation.show import _projector_files as projector_files
from installation.show._projector_files import write

LAYOUT = """\
# ours
screens:
  - {name: left, display: {position: 1}, calibration: old.yaml}   # by the door
  - name: right      # the new one
    display: {position: 2}

voice: left
"""
OLD = """\
# hung in spring
gain: [1.0, 0.98, 0.91]   # too blue
corners:
  bottom_left: [0.012, -0.006]   # the shelf
"""
DRAFT = Optics(
    corners=Corners(bottom_left=(0.0125, -0.006), top_right=(-1 / 640, 0.0)),
    gain=(1.0, 0.98, 0.92),
    gamma=(1.1, 1.1, 1.1),
    saturation=0.9,
)


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    (tmp_path / "calibration").mkdir()
    (tmp_path / "calibration" / "old.yaml").write_text(OLD)
    (tmp_path / "layout.yaml").write_text(LAYOUT)
    return tmp_path / "layout.yaml"


def test_a_file_gets_what_has_changed_and_keeps_the_rest(layout: Path) -> None:
    folder = layout.parent / "calibration"
    assert write(layout, folder, "left", DRAFT) == folder / "old.yaml"
    made = load_calibration(folder / "old.yaml")
    assert made.corners.top_right == (-0.001563, 0.0)  # a millionth of the screen
    assert made.corners.bottom_left == (0.0125, -0.006)
    assert made.colour == DRAFT.colour
    text = (folder / "old.yaml").read_text()
    assert text.startswith("# hung in spring\ngain: [1.0, 0.98, 0.92]   # too blue\n")
    assert "# the shelf" in text and "gamma: 1.1\n" in text and "black" not in text
    assert "saturation: 0.9\n" in text
    assert layout.read_text() == LAYOUT
    write(layout, folder, "left", Optics())
    assert load_calibration(folder / "old.yaml") == Optics()


def test_a_screen_without_a_file_gets_one_and_the_layout_its_name(layout: Path) -> None:
    folder = layout.parent / "calibration"
    (folder / "right.yaml").write_text("gain: 0.3\n")  # somebody else's
    assert write(layout, folder, "right", DRAFT) == folder / "right-2.yaml"
    after = load_yaml(layout, Layout)
    assert [screen.calibration for screen in after.screens] == ["old.yaml", "right-2.yaml"]
    text = layout.read_text()
    assert "# ours" in text and "# by the door" in text and "# the new one" in text
    assert text.endswith("voice: left\n")
    made, text = load_calibration(folder / "right-2.yaml"), (folder / "right-2.yaml").read_text()
    assert made.gamma == DRAFT.gamma and "kiss calibrate" in text
    assert "  bottom_left: [0.0125, -0.006]\n" in text and "gain: [1.0, 0.98, 0.92]\n" in text
    assert (folder / "right.yaml").read_text() == "gain: 0.3\n"


def test_screens_that_share_a_file_part(layout: Path) -> None:
    folder = layout.parent / "calibration"
    text = LAYOUT.replace("2}\n", "2}\n    calibration: old.yaml\n")
    layout.write_text(text)
    assert write(layout, folder, "right", DRAFT) == folder / "right.yaml"
    assert layout.read_text() == text.replace("    calibration: old", "    calibration: right")
    assert (folder / "old.yaml").read_text() == OLD
    assert load_calibration(folder / "right.yaml").gain == DRAFT.gain
    layout.write_text(text)
    assert write(layout, folder, "right", Optics()) == folder / "right-2.yaml"
    assert load_calibration(folder / "right-2.yaml") == Optics()


def test_what_cannot_be_written_is_said_and_leaves_nothing_behind(
    layout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = layout.parent / "calibration"
    with pytest.raises(ConfigError, match="no screen 'middle'"):
        write(layout, folder, "middle", DRAFT)
    (folder / "old.yaml").write_text("gain: high\n")
    with pytest.raises(ConfigError, match="should be a number"):
        write(layout, folder, "left", DRAFT)
    nowhere = layout.parent / "layout.yaml"  # a folder that is a file
    with pytest.raises(ConfigError, match="cannot be written"):
        write(layout, nowhere, "right", DRAFT)

    def full(path: Path, changes: Changes) -> None:
        if path == layout:
            raise OSError(28, "No space left on device", str(path))
        edit_yaml(path, changes)

    monkeypatch.setattr(projector_files, "edit_yaml", full)
    with pytest.raises(ConfigError, match="cannot be written: No space"):
        write(layout, folder, "right", DRAFT)
    assert not (folder / "right.yaml").exists()


def test_a_new_file_is_never_there_without_what_it_says(
    layout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks after the folder read a heading alone, and a power cut could leave that."""
    folder, seen = layout.parent / "calibration", list[Optics]()
    replace = Path.replace

    def looked(path: Path, target: Path) -> Path:
        done = replace(path, target)
        if target.parent == folder:
            seen.append(load_calibration(target))
        return done

    monkeypatch.setattr(Path, "replace", looked)
    write(layout, folder, "right", DRAFT)
    assert len(seen) == 1 and seen[0].colour == DRAFT.colour
